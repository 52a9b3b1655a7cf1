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
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.errors.InputException;

/** Stores that are broken off and gone on with. */
class UnfinishedStoreTest {
    private static final StoredSite FIRST = new StoredSite(0, "mlp_act", 3);
    private static final StoredSite SECOND = new StoredSite(4, "resid", 2);
    private static final int TOKENS = 57;
    private static final long SHARD_BYTES = 10 * 20;

    @TempDir
    Path parent;

    private ActivationStoreWriter writer(String name, String key) {
        return new ActivationStoreWriter(parent.resolve(name), List.of(FIRST, SECOND), SHARD_BYTES, Optional.of(key));
    }

    private static void append(ActivationStoreWriter writer, int from, int count) {
        float[] first = new float[count * 3];
        float[] second = new float[count * 2];
        for (int i = 0; i < first.length; i++) {
            first[i] = from * 3 + i;
        }
        for (int i = 0; i < second.length; i++) {
            second[i] = -(from * 2 + i);
        }
        writer.append(Map.of(FIRST, FloatBuffer.wrap(first), SECOND, FloatBuffer.wrap(second)), count);
    }

    private static void appendRest(ActivationStoreWriter writer, int to, int piece) {
        while (writer.tokens() < to) {
            append(writer, (int) writer.tokens(), (int) Math.min(piece, to - writer.tokens()));
        }
    }

    private static void finish(ActivationStoreWriter writer, String key) {
        List<Token> tokens = new ArrayList<>();
        for (int t = 0; t < writer.tokens(); t++) {
            tokens.add(new Token(t, "w" + t, 0, t, 0, 1));
        }
        writer.finish(
                new TokenTable(List.of(new Sentence("words", "")), tokens),
                new Provenance("", "", "", "", "", Map.of(), Map.of(ActivationStoreWriter.KEY, key)));
    }

    private Map<String, byte[]> bytes(String name) throws IOException {
        Map<String, byte[]> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.list(parent.resolve(name))) {
            for (Path file : files.toList()) {
                bytes.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return bytes;
    }

    private void assertSame(String name) throws IOException {
        try (ActivationStoreWriter writer = writer("undisturbed", "key")) {
            appendRest(writer, TOKENS, 4);
            finish(writer, "key");
        }
        assertThat(bytes(name)).containsExactlyInAnyOrderEntriesOf(bytes("undisturbed"));
        try (Stream<Path> names = Files.list(parent)) {
            assertThat(names).containsExactlyInAnyOrder(parent.resolve(name), parent.resolve("undisturbed"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
    void goesOnToTheSameBytesAfterSeveralEnds(long seed) throws IOException {
        Random random = new Random(seed);
        for (int end = 0; end < TOKENS; end += random.nextInt(30)) {
            long before;
            try (ActivationStoreWriter writer = writer("store", "key")) {
                appendRest(writer, Math.max(end, (int) writer.tokens()), 1 + random.nextInt(7));
                before = writer.tokens();
            }
            try (ActivationStoreWriter writer = writer("store", "key")) {
                assertThat(writer.tokens())
                        .as("nothing that was appended is lost")
                        .isEqualTo(before);
            }
        }
        try (ActivationStoreWriter writer = writer("store", "key")) {
            appendRest(writer, TOKENS, 5);
            finish(writer, "key");
        }
        assertSame("store");
    }

    @Test
    void takesOverTheTokensOfAStoppedStoreWhichStaysWhole() throws IOException {
        try (ActivationStoreWriter writer = writer("store", "key")) {
            appendRest(writer, 23, 4);
            finish(writer, "key");
        }
        try (ActivationStoreWriter writer = writer("store", "key")) {
            assertThat(writer.tokens()).isEqualTo(23);
            try (ActivationStore stopped = ActivationStore.open(parent.resolve("store"))) {
                assertThat(stopped.tokens().size()).isEqualTo(23);
            }
            appendRest(writer, TOKENS, 4);
            finish(writer, "key");
        }
        assertSame("store");
    }

    @Test
    void anotherKeyBeginsAnew() {
        try (ActivationStoreWriter writer = writer("store", "key")) {
            appendRest(writer, 23, 4);
        }
        try (ActivationStoreWriter writer = writer("store", "other")) {
            assertThat(writer.tokens()).isZero();
            assertThat(writer.others()).containsExactly(parent.toAbsolutePath().resolve(".store.key.unfinished"));
        }
        try (ActivationStoreWriter writer = writer("store", "key")) {
            assertThat(writer.tokens()).isEqualTo(23);
        }
    }

    @Test
    void oneWriterAtATime() {
        try (ActivationStoreWriter writer = writer("store", "key")) {
            append(writer, 0, 3);
            assertThatThrownBy(() -> writer("store", "key"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("one capture at a time");
            append(writer, 3, 3);
            assertThat(writer.tokens()).isEqualTo(6);
        }
    }

    @Test
    void aFailureAtTheEndLosesNothing() throws IOException {
        try (ActivationStoreWriter writer = writer("store", "key")) {
            appendRest(writer, TOKENS, 4);
            Path unfinished = parent.resolve(".store.key.unfinished");
            Path obstacle =
                    Files.createDirectories(unfinished.resolve("tokens.jsonl").resolve("in the way"));
            assertThatThrownBy(() -> finish(writer, "key"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("is kept");
            Files.delete(obstacle);
            Files.delete(unfinished.resolve("tokens.jsonl"));
        }
        try (ActivationStoreWriter writer = writer("store", "key")) {
            assertThat(writer.tokens()).isEqualTo(TOKENS);
            finish(writer, "key");
        }
        assertSame("store");
    }

    @Test
    void aStoreIsFoundAgainWhoseReplacementWasBrokenOff() throws IOException {
        try (ActivationStoreWriter writer = writer("store", "key")) {
            appendRest(writer, TOKENS, 4);
            finish(writer, "key");
        }
        String dead = org.snmf.files.TemporaryName.beside(
                        parent.resolve("store").toAbsolutePath())
                .getFileName()
                .toString()
                .replace("." + ProcessHandle.current().pid() + ".", ".999999999999.");
        Files.move(parent.resolve("store"), parent.resolve(dead));
        try (ActivationStore store = ActivationStore.open(parent.resolve("store"))) {
            assertThat(store.tokens().size()).isEqualTo(TOKENS);
        }
        assertSame("store");
    }
}
