package org.snmf.bench.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.snmf.magics.cli.Main;
import org.snmf.magics.session.Session;

/** A verb that runs in a process of its own. Moments are told in its processor time, which a busy machine does not stretch. */
final class Attempt {
    private static final long LONGEST_SECONDS = 300;

    private final Process process;
    private final Path said;
    private final Path ready;
    private double readyAt;

    /** How a verb ended, what it said, and the seconds of processor time that its work took. */
    record End(int status, String said, double seconds) {}

    private Attempt(Process process, Path said, Path ready) {
        this.process = process;
        this.said = said;
        this.ready = ready;
    }

    /**
     * Starts {@code words} as a shell would.
     *
     * @param folder beside which it may write what it says
     * @param warm settings of a process that loads all libraries before the verb begins; none if it does not, since they
     *     take more heap than some verbs
     * @param archive of loaded classes, which the first process makes where the class path has jars only
     */
    static Attempt start(List<String> words, Path folder, int heapMib, List<String> warm, Path archive)
            throws IOException {
        Path said = Files.createTempFile(folder, "said-", ".txt");
        Path ready = said.resolveSibling(said.getFileName() + ".ready");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMib + "m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                (Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + archive,
                "-Xlog:disable",
                "-Dai.djl.offline=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-D" + Warm.READY + "=" + ready,
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(warm);
        command.add((warm.isEmpty() ? Main.class : Warm.class).getName());
        command.addAll(words);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        return new Attempt(builder.start(), said, ready);
    }

    /** Runs {@code words} in this process, whose code is compiled long since. */
    static End here(List<String> words) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        long begun = System.nanoTime();
        int status = Main.run(words, new Session(), out, out, false);
        return new End(status, said.toString(StandardCharsets.UTF_8), (System.nanoTime() - begun) * 1e-9);
    }

    /** Waits until the verb begins, or its process is gone. */
    Attempt begun() throws InterruptedException {
        while (process.isAlive() && !Files.exists(ready)) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        readyAt = used();
        return this;
    }

    /** Waits until the verb's work has had so many seconds of processor time, or is over. */
    Attempt until(double seconds) throws InterruptedException {
        while (process.isAlive() && used() < readyAt + seconds) {
            TimeUnit.MICROSECONDS.sleep(500);
        }
        return this;
    }

    private double used() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() * 1e-9;
    }

    Attempt kill() {
        process.destroyForcibly();
        return this;
    }

    Attempt interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
        return this;
    }

    /** Waits for the end. */
    End end() throws IOException, InterruptedException {
        double last = used();
        long begun = System.nanoTime();
        while (process.isAlive() && System.nanoTime() - begun < LONGEST_SECONDS * 1_000_000_000L) {
            last = Math.max(last, used());
            process.waitFor(2, TimeUnit.MILLISECONDS);
        }
        boolean ended = !process.isAlive();
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        String text = Files.readString(said);
        Files.delete(said);
        Files.deleteIfExists(ready);
        return new End(
                ended ? process.exitValue() : -1,
                ended ? text : "no end after " + LONGEST_SECONDS + " seconds; " + text,
                last - readyAt);
    }
}
