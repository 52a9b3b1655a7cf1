package org.snmf.magics.kernel;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.SafetensorsWriter.Spec;
import org.snmf.files.TensorType;
import org.snmf.store.ActivationStoreWriter;
import org.snmf.store.Provenance;
import org.snmf.store.Sentence;
import org.snmf.store.StoredSite;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;

/** Matrices and stores of activations with one fault each. */
public final class BadMatrices {
    public static final int NEURONS = 30;
    public static final int TOKENS = 50;
    private static final StoredSite SITE = new StoredSite(0, "mlp_act", NEURONS);

    private final Path parent;

    /** @param parent where the files go */
    public BadMatrices(Path parent) {
        this.parent = parent;
    }

    /** A matrix (30 × 50, neurons by tokens) of random numbers, changed: entry j * 50 + t is A[j, t]. */
    public String matrix(Consumer<float[]> change) {
        float[] values = new float[NEURONS * TOKENS];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        change.accept(values);
        Path file = fresh().resolve("a.safetensors");
        write(file, "a", values, NEURONS, TOKENS);
        return file + "#a";
    }

    /** A sound store of 50 tokens in three files, changed. */
    public String store(int tokens, Change change) {
        Path folder = fresh().resolve("store");
        List<Token> table = new ArrayList<>();
        try (ActivationStoreWriter writer =
                new ActivationStoreWriter(folder, List.of(SITE), 20L * NEURONS * Float.BYTES, Optional.empty())) {
            for (int t = 0; t < tokens; t++) {
                float[] row = new float[NEURONS];
                row[t % NEURONS] = 1 + t;
                writer.append(Map.of(SITE, FloatBuffer.wrap(row)), 1);
                table.add(new Token(t, "a", 0, t, 0, 1));
            }
            writer.finish(new TokenTable(List.of(new Sentence("a", "")), table), Provenance.of(Map.of(), Map.of()));
        }
        try {
            change.apply(folder);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return folder.toString();
    }

    /** What is done to a folder. */
    @FunctionalInterface
    public interface Change {
        void apply(Path folder) throws IOException;
    }

    /** Puts a tensor of another width into one of a store's files. */
    public static void misshape(Path file, int tokens, int width) {
        write(file, SITE.tensor(), new float[tokens * width], tokens, width);
    }

    private Path fresh() {
        try {
            return Files.createTempDirectory(parent, "input");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Path file, String name, float[] values, int rows, int columns) {
        List<Spec> specs = List.of(Spec.of(name, TensorType.F32, rows, columns));
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, Map.of(), specs)) {
            writer.write(values);
            writer.commit();
        }
    }
}
