package org.snmf.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;

class ActivationStoreTest {
    private static final StoredSite FIRST = new StoredSite(0, "mlp_act", 3);
    private static final StoredSite SECOND = new StoredSite(4, "resid", 2);

    @TempDir
    Path parent;

    private Path folder() {
        return parent.resolve("store");
    }

    /** Entry (t, j) of the first site is 10 t + j, of the second −(10 t + j). */
    private void write(int tokens, long shardBytes) {
        try (ActivationStoreWriter writer =
                new ActivationStoreWriter(folder(), List.of(FIRST, SECOND), shardBytes, Optional.empty())) {
            for (int from = 0; from < tokens; from += 4) {
                int count = Math.min(4, tokens - from);
                writer.append(Map.of(FIRST, rows(from, count, 3, 1), SECOND, rows(from, count, 2, -1)), count);
            }
            writer.finish(table(tokens), Provenance.of(Map.of("model", "abc"), Map.of("site", "mlp_act")));
        }
    }

    private static FloatBuffer rows(int from, int count, int width, int sign) {
        float[] values = new float[count * width];
        for (int t = 0; t < count; t++) {
            for (int j = 0; j < width; j++) {
                values[t * width + j] = sign * (10 * (from + t) + j);
            }
        }
        return FloatBuffer.wrap(values);
    }

    private static TokenTable table(int tokens) {
        List<Token> list = new ArrayList<>();
        for (int t = 0; t < tokens; t++) {
            list.add(new Token(t, " w\"<" + t, 0, t, 0, 1));
        }
        return new TokenTable(List.of(new Sentence("a <b> \"c\" é", "label")), list);
    }

    @Test
    void readsWhatWasAppendedAcrossFiles() {
        write(11, 5 * 20);
        assertThat(folder().resolve("activations-00002.safetensors")).exists();
        try (ActivationStore store = ActivationStore.open(folder())) {
            assertThat(store.sites()).containsExactly(FIRST, SECOND);
            assertThat(store.tokens().tokens()).isEqualTo(table(11).tokens());
            assertThat(store.tokens().sentence(0)).isEqualTo(table(11).sentence(0));
            assertThat(store.provenance().inputs()).containsEntry("model", "abc");
            ActivationMatrix a = store.activations(4, "resid");
            FloatBuffer block = a.block(2, 8);
            for (int t = 0; t < 8; t++) {
                assertThat(block.get(2 * t + 1)).isEqualTo(-(10 * (t + 2) + 1));
            }
            assertThat(store.sha256()).hasSize(64);
        }
    }

    @Test
    void replacesAnEarlierStoreButNothingElse() throws IOException {
        write(5, 1000);
        write(7, 1000);
        try (ActivationStore store = ActivationStore.open(folder())) {
            assertThat(store.tokens().size()).isEqualTo(7);
        }
        try (var entries = Files.list(parent)) {
            assertThat(entries).containsExactly(folder());
        }
        Path other = Files.createDirectories(parent.resolve("other"));
        Files.writeString(other.resolve("thesis.txt"), "years of work");
        assertThatThrownBy(() -> new ActivationStoreWriter(other, List.of(FIRST)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a folder with other files");
    }

    @Test
    void anAbandonedCaptureLeavesTheEarlierStore() throws IOException {
        write(5, 1000);
        try (ActivationStoreWriter writer = new ActivationStoreWriter(folder(), List.of(FIRST), 12, Optional.empty())) {
            writer.append(Map.of(FIRST, rows(0, 3, 3, 1)), 3);
        }
        try (ActivationStore store = ActivationStore.open(folder())) {
            assertThat(store.tokens().size()).isEqualTo(5);
        }
        try (var entries = Files.list(parent)) {
            assertThat(entries).containsExactly(folder());
        }
    }

    @Test
    void refusesAStoreWhoseFilesDisagree() throws IOException {
        write(11, 5 * 20);
        Files.delete(folder().resolve("activations-00002.safetensors"));
        assertThatThrownBy(() -> ActivationStore.open(folder()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("11 tokens")
                .hasMessageContaining("10 tokens");
    }

    @Test
    void refusesAnEmptyStoreAndAFolderThatIsNone() {
        write(0, 1000);
        assertThatThrownBy(() -> ActivationStore.open(folder()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at least one token");
        assertThatThrownBy(() -> ActivationStore.open(parent))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("provenance.json");
    }

    @Test
    void namesTheSitesThatThereAre() {
        write(5, 1000);
        try (ActivationStore store = ActivationStore.open(folder())) {
            assertThatThrownBy(() -> store.activations(1, "mlp_act"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("layer.0.mlp_act, layer.4.resid");
        }
    }
}
