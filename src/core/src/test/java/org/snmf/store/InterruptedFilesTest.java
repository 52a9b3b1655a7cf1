package org.snmf.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.files.AtomicFile;
import org.snmf.files.FileCoefficients;
import org.snmf.files.MappedTensor;
import org.snmf.files.MatrixFile;
import org.snmf.files.MatrixLayout;
import org.snmf.files.Safetensors;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.SafetensorsWriter.Spec;
import org.snmf.files.TensorType;
import org.snmf.matrix.ActivationMatrix;

/**
 * The contract of every reader and writer under interrupts: the work is done, whole and right, the interrupt is still there for
 * the caller, and what was open stays open for the next reader.
 */
class InterruptedFilesTest {
    private static final StoredSite SITE = new StoredSite(0, "mlp_act", 3);
    private static final float[] VALUES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

    @TempDir
    Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();

    /** Something done with a file; gives what it read or wrote. */
    @FunctionalInterface
    private interface Use {
        float[] values() throws IOException;
    }

    @BeforeEach
    void writeFiles() throws IOException {
        tensor("a.safetensors");
        store("store");
        byte[] header = ("{'descr': '<f4', 'fortran_order': False, 'shape': (4, 3), }" + " ".repeat(58) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer npy = ByteBuffer.allocate(10 + header.length + 48).order(ByteOrder.LITTLE_ENDIAN);
        npy.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length);
        npy.put(header).asFloatBuffer().put(VALUES);
        Files.write(folder.resolve("a.npy"), npy.array());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private float[] tensor(String name) {
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(folder.resolve(name), Map.of(), List.of(Spec.of("a", TensorType.F32, 4, 3)))) {
            writer.write(VALUES);
            writer.commit();
        }
        try (Safetensors in = Safetensors.open(folder.resolve(name))) {
            return in.tensor("a").floats();
        }
    }

    private float[] store(String name) {
        List<Token> tokens = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            tokens.add(new Token(t, "w", 0, t, 0, 1));
        }
        try (ActivationStoreWriter writer =
                new ActivationStoreWriter(folder.resolve(name), List.of(SITE), 24, Optional.empty())) {
            writer.append(Map.of(SITE, FloatBuffer.wrap(VALUES)), 4);
            writer.finish(new TokenTable(List.of(new Sentence("w w", "")), tokens), Provenance.of(Map.of(), Map.of()));
        }
        try (ActivationStore store = ActivationStore.open(folder.resolve(name))) {
            return all(store.activations(0, "mlp_act"));
        }
    }

    private static float[] all(ActivationMatrix a) {
        float[] values = new float[a.tokens() * a.neurons()];
        a.block(0, a.tokens()).get(values);
        return values;
    }

    private static float[] transposed(ActivationMatrix a) {
        FloatBuffer neuronMajor = FloatBuffer.allocate(a.tokens() * a.neurons());
        a.transposed(0, a.tokens(), neuronMajor);
        float[] values = new float[neuronMajor.capacity()];
        for (int i = 0; i < values.length; i++) {
            values[i] = neuronMajor.get(i % a.neurons() * a.tokens() + i / a.neurons());
        }
        return values;
    }

    private static float[] mapped(MappedTensor tensor) {
        float[] values = new float[12];
        tensor.bytes(0, 12).asFloatBuffer().get(values);
        return values;
    }

    private float[] coefficients(FileCoefficients y) {
        y.writePanel(0, FloatBuffer.wrap(VALUES, 0, 12));
        float[] values = new float[12];
        y.readPanel(0, FloatBuffer.wrap(values));
        y.write(1, 0, FloatBuffer.wrap(y.feature(1)));
        assertThat(y.get(1, 0)).isEqualTo(3f);
        assertThat(y.token(0)).containsExactly(0f, 3f, 6f, 9f);
        return values;
    }

    @TestFactory
    Stream<DynamicTest> survivesInterrupts() {
        ActivationStore store = open(ActivationStore.open(folder.resolve("store")));
        MatrixFile matrix =
                open(MatrixFile.open(folder.resolve("a.safetensors").toString(), MatrixLayout.TOKENS_BY_NEURONS));
        MatrixFile npy = open(MatrixFile.open(folder.resolve("a.npy").toString(), MatrixLayout.TOKENS_BY_NEURONS));
        Safetensors safetensors = open(Safetensors.open(folder.resolve("a.safetensors")));
        FileCoefficients scratch = open(FileCoefficients.scratch(folder, 4, 3, 3));
        return Map.<String, Use>of(
                        "a store", () -> all(store.activations(0, "mlp_act")),
                        "a store, neuron by neuron", () -> transposed(store.activations(0, "mlp_act")),
                        "a safetensors matrix", () -> all(matrix.activations()),
                        "an npy matrix", () -> all(npy.activations()),
                        "a mapped tensor", () -> mapped(safetensors.tensor("a")),
                        "a read tensor", () -> safetensors.tensor("a").floats(),
                        "coefficients in a scratch file", () -> coefficients(scratch),
                        "a new safetensors file", () -> tensor("new.safetensors"),
                        "a new store", () -> store("new"),
                        "a text", this::text)
                .entrySet()
                .stream()
                .map(use -> DynamicTest.dynamicTest(use.getKey(), () -> check(use.getValue())));
    }

    private float[] text() throws IOException {
        AtomicFile.write(folder.resolve("text"), "0 1 2 3 4 5 6 7 8 9 10 11");
        String[] words = Files.readString(folder.resolve("text")).split(" ", -1);
        float[] values = new float[words.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(words[i]);
        }
        return values;
    }

    private static void check(Use use) throws Exception {
        for (int turn = 0; turn < 2; turn++) {
            Thread.currentThread().interrupt();
            float[] values = use.values();
            assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
            assertThat(values).containsExactly(VALUES);
        }
        underFire(use);
        assertThat(use.values()).containsExactly(VALUES);
    }

    /** Uses it twenty times while another thread interrupts at whatever moment. */
    private static void underFire(Use use) throws Exception {
        Thread reader = Thread.currentThread();
        AtomicBoolean ended = new AtomicBoolean();
        Thread shooter = new Thread(() -> {
            while (!ended.get()) {
                reader.interrupt();
                Thread.onSpinWait();
            }
        });
        shooter.start();
        try {
            for (int i = 0; i < 20; i++) {
                assertThat(use.values()).containsExactly(VALUES);
            }
        } finally {
            ended.set(true);
            while (shooter.isAlive()) {
                Thread.interrupted();
                Thread.onSpinWait();
            }
            Thread.interrupted();
        }
    }

    @Test
    void nothingTemporaryIsLeft() throws Exception {
        check(() -> tensor("new.safetensors"));
        try (Stream<Path> names = Files.list(folder)) {
            assertThat(names.map(name -> name.getFileName().toString()))
                    .containsExactlyInAnyOrder("a.safetensors", "a.npy", "store", "new.safetensors");
        }
    }
}
