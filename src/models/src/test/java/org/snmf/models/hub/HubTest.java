package org.snmf.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.errors.InputException;
import org.snmf.models.checkpoint.FakeHub;
import org.snmf.progress.Progress;

class HubTest {
    @TempDir
    Path cache;

    private FakeHub hub;

    @BeforeEach
    void start() throws IOException {
        hub = new FakeHub();
        hub.files.put("config.json", "{\"a\": 1}".getBytes(StandardCharsets.UTF_8));
        hub.files.put("tokenizer.json", "{}".getBytes(StandardCharsets.UTF_8));
        byte[] weights = new byte[500_000];
        new Random(1).nextBytes(weights);
        hub.files.put("model.safetensors", weights);
        hub.files.put("pytorch_model.bin", new byte[10]);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private HubOptions options() {
        return HubOptions.of(cache).withEndpoint(hub.address()).withPatience(3, Duration.ofSeconds(5));
    }

    private Path get() {
        return Hub.directory("owner/model", options(), Progress.NONE);
    }

    private void assertComplete(Path directory) throws IOException {
        for (String name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
            assertThat(Files.readAllBytes(directory.resolve(name))).isEqualTo(hub.files.get(name));
        }
    }

    private long downloads(String name) {
        return hub.requests.stream()
                .filter(request -> request.startsWith("GET") && request.contains(name))
                .count();
    }

    @Test
    void downloadsWhatIsNeededIntoTheStandardCache() throws IOException {
        Path directory = get();
        assertComplete(directory);
        assertThat(directory).isEqualTo(cache.resolve("models--owner--model/snapshots/" + FakeHub.COMMIT));
        assertThat(cache.resolve("models--owner--model/refs/main")).hasContent(FakeHub.COMMIT);
        assertThat(cache.resolve("models--owner--model/blobs/" + FakeHub.sha256(hub.files.get("config.json"))))
                .exists();
        assertThat(downloads("pytorch_model.bin")).isZero();
        assertThat(get()).isEqualTo(directory);
        assertThat(downloads("model.safetensors")).isEqualTo(1);
    }

    @Test
    void goesOnAfterACut() throws IOException {
        hub.cuts = 2;
        assertComplete(get());
        assertThat(hub.requests).anyMatch(request -> request.matches("GET .* bytes=\\d+-"));
    }

    @Test
    void goesOnInALaterRun() throws IOException {
        get();
        byte[] weights = hub.files.get("model.safetensors");
        Path blobs = cache.resolve("models--owner--model/blobs");
        Files.delete(cache.resolve("models--owner--model/snapshots/" + FakeHub.COMMIT + "/model.safetensors"));
        Path blob = blobs.resolve(FakeHub.sha256(weights));
        Files.write(blobs.resolve(blob.getFileName() + ".incomplete"), java.util.Arrays.copyOf(weights, 123_456));
        Files.delete(blob);
        assertComplete(get());
        assertThat(hub.requests).anyMatch(request -> request.endsWith("model.safetensors bytes=123456-"));
    }

    @Test
    void startsAgainWhereTheServerKnowsNoRanges() throws IOException {
        hub.knowsRanges = false;
        hub.cuts = 1;
        assertComplete(get());
    }

    @Test
    void damagedAndOverlongContentIsThrownAwayAndFetchedAgain() throws IOException {
        hub.damages = 1;
        hub.surplus = 1;
        assertComplete(get());
    }

    @Test
    void contentThatStaysDamagedIsRefused() {
        hub.damages = 100;
        assertThatThrownBy(this::get)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("checksum differs")
                .hasMessageContaining("after 3 attempts");
    }

    @Test
    void aConnectionThatIsAlwaysCutIsReported() {
        hub.cuts = 100;
        assertThatThrownBy(this::get).isInstanceOf(InputException.class).hasMessageContaining("attempts");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | Set HF_TOKEN to an access token",
                "403 | Accept the model's terms",
                "404 | Check id and revision",
                "503 | status 503 after 3 attempts"
            })
    void refusalsSayWhatToDo(int status, String message) {
        hub.status = status;
        assertThatThrownBy(this::get).isInstanceOf(InputException.class).hasMessageContaining(message);
    }

    @Test
    void aTokenThatIsRefusedIsNotShown() {
        hub.status = 401;
        HubOptions options = options().withToken("hf_secret");
        assertThat(options.toString()).doesNotContain("hf_secret");
        assertThatThrownBy(() -> Hub.directory("owner/model", options, Progress.NONE))
                .hasMessageContaining("not accepted")
                .hasMessageNotContaining("hf_secret");
    }

    @Test
    void modelsThatAreNotThereOrHaveOtherFormatsAreRefused() {
        assertThatThrownBy(() -> Hub.directory("other/model", options(), Progress.NONE))
                .hasMessageContaining("404");
        hub.files.remove("model.safetensors");
        assertThatThrownBy(this::get).hasMessageContaining("pickles");
        assertThatThrownBy(() -> Hub.directory("no such path/at all/../x", options(), Progress.NONE))
                .hasMessageContaining("a directory, or a hub id");
    }

    @Test
    void noConnectionIsSaidPlainly() {
        HubOptions nowhere = options().withEndpoint(URI.create("http://127.0.0.1:1"));
        assertThatThrownBy(() -> Hub.directory("owner/model", nowhere, Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no connection");
    }

    @Test
    void offlineUsesTheCacheAlone() {
        HubOptions offline = options().withOffline(true);
        assertThatThrownBy(() -> Hub.directory("owner/model", offline, Progress.NONE))
                .hasMessageContaining("network is switched off");
        Path directory = get();
        int before = hub.requests.size();
        assertThat(Hub.directory("owner/model", offline, Progress.NONE)).isEqualTo(directory);
        assertThat(Hub.directory("owner/model@" + FakeHub.COMMIT, offline, Progress.NONE))
                .isEqualTo(directory);
        assertThat(hub.requests).hasSize(before);
    }

    @Test
    void aFolderOfARepositoryBringsOnlyTheFilesThatAreWanted() throws IOException {
        hub.files.put("params.npz", new byte[] {4, 5});
        List<String> names = List.of("cfg.json", "params.npz");
        HubOptions offline = options().withOffline(true);
        assertThatThrownBy(() -> Hub.folder("owner/model/layer_1", names, offline, Progress.NONE))
                .hasMessageContaining("none of them in the cache");
        Path found = Hub.folder("owner/model/layer_1", names, options(), Progress.NONE);
        assertThat(found.resolve("params.npz")).hasBinaryContent(new byte[] {4, 5});
        assertThat(found.resolve("cfg.json")).doesNotExist();
        assertThat(downloads("model.safetensors")).isZero();
        assertThat(Hub.folder("owner/model/layer_1", names, offline, Progress.NONE))
                .isEqualTo(found);
        assertThatThrownBy(() -> Hub.folder("owner/model/layer_2", List.of("cfg.json"), options(), Progress.NONE))
                .hasMessageContaining("none of them in the repository");
        assertThatThrownBy(() -> Hub.folder("owner/../x", names, options(), Progress.NONE))
                .hasMessageContaining("Check its spelling");
    }

    @Test
    void shardsComeWithTheirIndex() throws IOException {
        hub.files.put("a.safetensors", hub.files.remove("model.safetensors"));
        hub.files.put("b.safetensors", new byte[] {1, 2, 3});
        hub.files.put(
                "model.safetensors.index.json",
                "{\"weight_map\": {\"x\": \"a.safetensors\", \"y\": \"b.safetensors\"}}"
                        .getBytes(StandardCharsets.UTF_8));
        Path directory = get();
        assertThat(directory.resolve("b.safetensors")).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(Files.size(directory.resolve("a.safetensors"))).isEqualTo(500_000);
    }

    @Test
    void progressIsToldAndAStopEndsTheDownload() {
        List<String> steps = new ArrayList<>();
        Hub.directory("owner/model", options(), Progress.of(step -> steps.add(step.detail()), warning -> {}));
        assertThat(steps).contains("config.json", "model.safetensors");
    }

    @Test
    void aLocalDirectoryIsItself() {
        assertThat(Hub.directory(cache.toString(), options(), Progress.NONE)).isEqualTo(cache);
        assertThat(hub.requests).isEmpty();
    }

    @Test
    void aCacheThatCannotBeWrittenIsReported() throws IOException {
        Path file = Files.writeString(cache.resolve("file"), "x");
        HubOptions options = HubOptions.of(file).withEndpoint(hub.address());
        assertThatThrownBy(() -> Hub.directory("owner/model", options, Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Choose another");
    }
}
