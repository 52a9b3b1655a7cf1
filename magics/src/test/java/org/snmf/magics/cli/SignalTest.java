package org.snmf.magics.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.TensorType;

/** Signals that a shell sends, to real processes. */
@Timeout(180)
class SignalTest {
    private static final int NEURONS = 40;
    private static final int TOKENS = 300;

    @TempDir
    private Path folder;

    private Path out;
    private Path err;
    private Process process;

    /** Work that heeds nothing but the end of its process. */
    static final class Stubborn {
        private Stubborn() {}

        public static void main(String[] arguments) throws IOException {
            Main.stopOnSignal(Thread.currentThread(), System.err);
            Files.createFile(Path.of(arguments[0]));
            while (true) {
                Thread.onSpinWait();
            }
        }
    }

    @BeforeEach
    void onlyWhereSignalsAre() {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/env")) && Files.isDirectory(Path.of("/proc")),
                "needs the signals of Linux");
        out = folder.resolve("out");
        err = folder.resolve("err");
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private void start(Class<?> main, String... arguments) throws IOException {
        // A shell in the background starts its processes with this signal ignored, which Java respects.
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }

    private void send(String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private void await(Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            assertThat(process.isAlive()).as(() -> text(err)).isTrue();
            Thread.sleep(20);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }

    private void fitWithoutEnd() throws Exception {
        Path matrix = folder.resolve("a.safetensors");
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[NEURONS * TOKENS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        List<SafetensorsWriter.Spec> specs = List.of(SafetensorsWriter.Spec.of("a", TensorType.F32, TOKENS, NEURONS));
        try (SafetensorsWriter writer = SafetensorsWriter.create(matrix, Map.of(), specs)) {
            writer.write(values);
            writer.commit();
        }
        Path checkpoint = folder.resolve("fit.checkpoint");
        start(
                Main.class,
                ("factorize --input " + matrix
                                + "#a --rank 5 --iterations 100000000 --tolerance 0 --patience 100000000 "
                                + "--checkpoint " + checkpoint + " --checkpoint-seconds 0.1 --out "
                                + folder.resolve("f.safetensors") + " --json")
                        .split(" "));
        await(checkpoint);
    }

    @Test
    void theFirstInterruptKeepsTheBest() throws Exception {
        fitWithoutEnd();
        send("INT");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(text(err)).isZero();
        assertThat(text(err)).contains("once more ends at once");
        JsonNode report = new ObjectMapper().readTree(text(out));
        assertThat(report.get("stopped").booleanValue()).isTrue();
        assertThat(report.get("best_relative_error").doubleValue()).isBetween(0.0, 1.0);
        assertThat(folder.resolve("f.safetensors")).exists();
    }

    @Test
    void aRequestToTerminateDoesTheSame() throws Exception {
        fitWithoutEnd();
        send("TERM");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(text(err)).isZero();
        assertThat(folder.resolve("f.safetensors")).exists();
    }

    @Test
    void theSecondInterruptEndsTheProcess() throws Exception {
        Path ready = folder.resolve("ready");
        start(Stubborn.class, ready.toString());
        await(ready);
        send("INT");
        while (!text(err).contains("once more")) {
            Thread.sleep(20);
        }
        assertThat(process.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
        send("INT");
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
    }
}
