package org.snmf.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.errors.InputException;
import org.snmf.models.checkpoint.FakeHub;
import org.snmf.progress.Progress;

@Timeout(60)
class HubPushTest {
    @TempDir
    private Path folder;

    private FakeHub hub;

    @BeforeEach
    void start() throws IOException {
        hub = new FakeHub();
        Files.createDirectories(folder.resolve("sub/.cache"));
        Files.writeString(folder.resolve("README.md"), "# Features");
        Files.write(folder.resolve("sub/a.safetensors"), random(1, 5000));
        Files.write(folder.resolve("sub/b.parquet"), random(2, 2500));
        Files.write(folder.resolve("empty.txt"), new byte[0]);
        Files.writeString(folder.resolve(".env"), "SECRET");
        Files.writeString(folder.resolve("sub/.cache/x"), "x");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static byte[] random(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private HubPush push(String token, Progress progress) {
        HubOptions options = HubOptions.of(folder)
                .withEndpoint(hub.address())
                .withToken(token)
                .withPatience(3, Duration.ofSeconds(5));
        return new HubPush("owner/data", HubPush.Kind.dataset, "main", options, progress);
    }

    private List<HubUpload> files() {
        return HubUpload.of(List.of(folder), "");
    }

    private void everythingIsThere() throws IOException {
        assertThat(hub.repository.committed.keySet())
                .containsExactlyInAnyOrder("README.md", "sub/a.safetensors", "sub/b.parquet", "empty.txt");
        for (String name : hub.repository.committed.keySet()) {
            assertThat(hub.repository.committed.get(name)).isEqualTo(Files.readAllBytes(folder.resolve(name)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1024, 5000})
    void filesArriveWholeAndASecondPushSendsNothing(int part) throws IOException {
        hub.repository.part = part;
        HubPush push = push("hf_secret", Progress.NONE);
        push.create();
        push.create();
        HubPush.Pushed pushed = push.push(files(), "features");
        assertThat(pushed).isEqualTo(new HubPush.Pushed(FakeHub.COMMIT, 4, 0, 7500));
        everythingIsThere();
        assertThat(push.push(files(), "again")).isEqualTo(new HubPush.Pushed("", 0, 4, 0));
        Files.writeString(folder.resolve("README.md"), "# More");
        assertThat(push.push(files(), "more")).isEqualTo(new HubPush.Pushed(FakeHub.COMMIT, 1, 3, 0));
        everythingIsThere();
    }

    @Test
    void failuresOfTheHubAreTriedAgain() throws IOException {
        hub.repository.failures = 2;
        push("hf_secret", Progress.NONE).push(files(), "features");
        everythingIsThere();
    }

    @Test
    void aPushThatWasCutOffSendsTheRest() throws IOException {
        hub.repository.uploadsLeft = 1;
        assertThatThrownBy(() -> push("hf_secret", Progress.NONE).push(files(), "features"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the next run sends the rest");
        assertThat(hub.repository.store).hasSize(1);
        assertThat(hub.repository.committed).isEmpty();
        hub.repository.uploadsLeft = -1;
        HubPush.Pushed pushed = push("hf_secret", Progress.NONE).push(files(), "features");
        assertThat(pushed.bytes()).isIn(2500L, 5000L);
        everythingIsThere();
    }

    @ParameterizedTest
    @CsvSource({"401, HF_TOKEN", "403, may write", "404, --create", "400, status 400"})
    void refusalsSayWhatToDoAndNeverTheToken(int status, String words) {
        hub.repository.commitStatus = status;
        assertThatThrownBy(() -> push("hf_secret", Progress.NONE).push(files(), "features"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(words)
                .hasMessageNotContaining("hf_secret");
    }

    @Test
    void aTokenThatIsNotAcceptedIsNotShown() {
        assertThatThrownBy(() -> push("hf_wrong", Progress.NONE).push(files(), "features"))
                .hasMessageContaining("401")
                .hasMessageNotContaining("hf_wrong");
    }

    @Test
    void aStopEndsItBetweenRequests() {
        assertThatThrownBy(() -> push("hf_secret", Progress.stopAfter(0)).push(files(), "features"))
                .hasMessageContaining("a stop")
                .hasMessageContaining("Run it again");
        assertThat(hub.repository.committed).isEmpty();
    }

    @Test
    void whatIsNoFileAndWhatTheRepositoryIgnoresIsRefused() throws IOException {
        assertThatThrownBy(() -> HubUpload.of(List.of(folder.resolve("nowhere")), ""))
                .hasMessageContaining("no such file");
        Path again = folder.resolve("sub/a.safetensors");
        assertThatThrownBy(() -> HubUpload.of(List.of(again, again), "x")).hasMessageContaining("x/a.safetensors");
        Files.writeString(folder.resolve("x.ignored"), "x");
        assertThatThrownBy(() -> push("hf_secret", Progress.NONE).push(files(), "features"))
                .hasMessageContaining(".gitignore");
    }
}
