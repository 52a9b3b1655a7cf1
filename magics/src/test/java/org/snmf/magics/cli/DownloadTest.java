package org.snmf.magics.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.models.checkpoint.FakeHub;
import org.snmf.models.demo.EmbeddedModel;

/**
 * {@code model ID --download} from the command line to a hub on this machine and back: a process of its own with the
 * environment that a person would set.
 */
@Timeout(120)
class DownloadTest {
    @TempDir
    private Path home;

    private FakeHub hub;

    /** What a process printed, and its exit status. */
    private record Ended(int status, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        hub = new FakeHub();
        try (Stream<Path> files = Files.list(EmbeddedModel.directory(home.resolve("embedded")))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                hub.files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        assertThat(hub.files).containsKeys("config.json", "model.safetensors", "tokenizer.json");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private Ended snmf(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HF_"));
        builder.environment().put("HF_HOME", home.toString());
        builder.environment().put("HF_ENDPOINT", hub.address().toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    @Test
    void filesArePushedWithTheTokenOfTheEnvironmentWhichIsWrittenNowhere() throws Exception {
        Path results = Files.createDirectories(home.resolve("results"));
        Files.writeString(results.resolve("README.md"), "# Features");
        Files.write(results.resolve("z.bin"), new byte[5000]);
        String[] push = {"push", results.toString(), "--to", "owner/data", "--create", "--json"};
        Ended without = snmf(Map.of(), push);
        assertThat(without.status()).isNotZero();
        assertThat(without.err()).contains("HF_TOKEN");
        Ended plan = snmf(Map.of(), "push", results.toString(), "--to", "owner/data", "--dry-run");
        assertThat(plan.out()).contains("README.md", "z.bin", "nothing was done");
        assertThat(hub.requests).isEmpty();
        Ended done = snmf(Map.of("HF_TOKEN", "hf_secret"), push);
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(hub.repository.made).isEqualTo(1);
        assertThat(hub.repository.committed).containsOnlyKeys("README.md", "z.bin");
        assertThat(hub.repository.committed.get("z.bin")).isEqualTo(new byte[5000]);
        assertThat(done.out() + done.err()).contains(FakeHub.COMMIT).doesNotContain("hf_secret");
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain("hf_secret");
            }
        }
    }

    private Path cache() {
        return home.resolve("hub/models--owner--model");
    }

    private static void assertRefused(Ended ended, String... parts) {
        assertThat(ended.status()).as(ended.err()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().strip())
                .contains(parts)
                .contains(": expected ", ", found ")
                .doesNotContain("\tat ");
    }

    @Test
    void aModelIsFetchedOnceWithProgressAndThenUsedOffline() throws Exception {
        hub.cuts = 1;
        hub.bytesPerSecond = hub.files.get("model.safetensors").length;
        Ended refused = snmf(Map.of(), "model", "owner/model");
        assertRefused(refused, "owner/model", "say: model owner/model --download");
        assertThat(hub.requests).isEmpty();
        Ended fetched = snmf(Map.of("HF_TOKEN", "hf_secret"), "model", "owner/model", "--download");
        assertThat(fetched.status()).as(fetched.err()).isZero();
        assertThat(fetched.out()).contains("Model owner/model", "layers").doesNotContain("hf_secret");
        assertThat(fetched.err())
                .contains("download", "bytes, model.safetensors")
                .doesNotContain("hf_secret");
        assertThat(hub.tokens).containsOnly("Bearer hf_secret");
        assertThat(cache().resolve("snapshots/" + FakeHub.COMMIT + "/model.safetensors"))
                .hasBinaryContent(hub.files.get("model.safetensors"));
        int requests = hub.requests.size();
        Ended offline = snmf(Map.of("HF_HUB_OFFLINE", "1"), "model", "owner/model", "--download", "--json");
        assertThat(offline.status()).as(offline.err()).isZero();
        Ended later = snmf(Map.of(), "generate", "--model", "owner/model", "--ids", "1", "--max-new-tokens", "2");
        assertThat(later.status()).as(later.err()).isZero();
        assertThat(hub.requests).hasSize(requests);
    }

    @Test
    void theOfflineSwitchRefusesADownload() throws Exception {
        assertRefused(
                snmf(Map.of("HF_HUB_OFFLINE", "1"), "model", "owner/model", "--download"),
                "owner/model@main",
                "the network is switched off",
                "Allow the network once");
        assertThat(hub.requests).isEmpty();
        assertThat(cache()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | 401 unauthorized | Set HF_TOKEN",
                "403 | 403 forbidden | Accept the model's terms",
                "404 | 404 not found | Check id and revision"
            })
    void refusalsOfTheHubSayWhatToDo(int status, String found, String remedy) throws Exception {
        hub.status = status;
        assertRefused(snmf(Map.of(), "model", "owner/model", "--download"), "owner/model", found, remedy);
        assertThat(cache()).doesNotExist();
    }

    @Test
    void noNetworkIsSaidPlainly() throws Exception {
        Ended ended = snmf(
                Map.of("HF_ENDPOINT", URI.create("http://127.0.0.1:1").toString()),
                "model",
                "owner/model",
                "--download");
        assertRefused(ended, "owner/model at http://127.0.0.1:1", "no connection after", "Check the network");
        assertThat(cache()).doesNotExist();
    }

    /** The partial file leads to a device that answers every write as a full disk does. */
    @Test
    @EnabledIf("hasFullDevice")
    void aFullDiskLeavesNothingThatLooksWhole() throws Exception {
        String blob = FakeHub.sha256(hub.files.get("model.safetensors"));
        Path blobs = Files.createDirectories(cache().resolve("blobs"));
        Files.createSymbolicLink(blobs.resolve(blob + ".incomplete"), Path.of("/dev/full"));
        assertRefused(
                snmf(Map.of(), "model", "owner/model", "--download"),
                blob + ".incomplete",
                "a full disk",
                "Free some space or choose another cache folder");
        assertThat(blobs.resolve(blob)).doesNotExist();
        assertThat(cache().resolve("snapshots/" + FakeHub.COMMIT + "/model.safetensors"))
                .doesNotExist();
        assertRefused(snmf(Map.of(), "model", "owner/model"), "--download");
    }

    /** The name leaves no room for the temporary one, which shows only when the result is written. */
    @Test
    void aResultThatCannotBeWrittenLeavesNothing() throws Exception {
        Path out = Files.createDirectories(home.resolve("results")).resolve("t".repeat(235) + ".safetensors");
        java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();
        int status = Main.run(
                List.of("trace", "--model", "embedded", "--ids", "1,2,3", "--out", out.toString()),
                new org.snmf.magics.session.Session(),
                new java.io.PrintStream(new java.io.ByteArrayOutputStream()),
                new java.io.PrintStream(err),
                false);
        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(out.toString(), "File name too long");
        assertThat(out.getParent()).isEmptyDirectory();
    }

    static boolean hasFullDevice() {
        return Files.isWritable(Path.of("/dev/full"));
    }
}
