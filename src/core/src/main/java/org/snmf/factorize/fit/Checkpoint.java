package org.snmf.factorize.fit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snmf.errors.InputException;
import org.snmf.factorize.FactorizationFile;
import org.snmf.factorize.IterationStatus;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.products.FeatureSums;
import org.snmf.files.Fields;
import org.snmf.files.FileCoefficients;
import org.snmf.files.Safetensors;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.SafetensorsWriter.Spec;
import org.snmf.files.TensorType;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.SparseColumns;

/**
 * The state of a fit between two iterations, from which it goes on to the same bytes as if it had not been interrupted: the
 * current Y, the best Z and Y, and the trace. Everything else follows from these.
 *
 * @param options options of the fit
 * @param squaredNorm ‖A‖², which tells whether a resumed fit has the same matrix
 * @param current Y after the last iteration
 * @param bestFeatures Z of the best iteration, of A as the panels scale it
 * @param bestCoefficients Y of the best iteration; the same object as {@code current} when that is the last
 * @param sums what the next feature step starts from; absent if it follows from {@code current}, without extrapolation
 * @param trace all iterations so far
 * @param bestIteration the best of them, from 1
 */
record Checkpoint(
        SnmfOptions options,
        double squaredNorm,
        Coefficients current,
        SparseColumns bestFeatures,
        Coefficients bestCoefficients,
        Optional<FeatureSums> sums,
        List<IterationStatus> trace,
        int bestIteration)
        implements AutoCloseable {
    private static final String FORMAT = "snmf-checkpoint-2";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Writes this to {@code file}, whole or not at all. */
    void save(Path file) {
        boolean both = bestCoefficients != current;
        long k = current.features();
        List<Spec> specs = new ArrayList<>(List.of(
                Spec.of("z.indices", TensorType.I32, bestFeatures.stored()),
                Spec.of("z.offsets", TensorType.I32, k + 1),
                Spec.of("z.values", TensorType.F32, bestFeatures.stored()),
                Spec.of("y.current", TensorType.F32, k, current.tokens())));
        if (both) {
            specs.add(Spec.of("y.best", TensorType.F32, k, current.tokens()));
        }
        sums.ifPresent(s -> {
            specs.add(Spec.of("sums.products", TensorType.F32, k, bestFeatures.rows()));
            specs.add(Spec.of("sums.gram", TensorType.F32, k, k));
        });
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, metadata(), specs)) {
            FactorizationFile.writeColumns(writer, bestFeatures);
            for (int r = 0; r < k; r++) {
                writer.write(current.feature(r));
            }
            for (int r = 0; both && r < k; r++) {
                writer.write(bestCoefficients.feature(r));
            }
            sums.ifPresent(s -> {
                writer.write(s.products());
                writer.write(s.gram());
            });
            writer.commit();
        }
    }

    private Map<String, String> metadata() {
        try {
            return new TreeMap<>(Map.of(
                    "format",
                    FORMAT,
                    "options",
                    JSON.writeValueAsString(options.toProperties()),
                    "neurons",
                    String.valueOf(bestFeatures.rows()),
                    "squared_norm",
                    Double.toHexString(squaredNorm),
                    "trace",
                    JSON.writeValueAsString(trace),
                    "best_iteration",
                    String.valueOf(bestIteration)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and strings are always writable", e);
        }
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws InputException if the file is no whole checkpoint
     */
    static Checkpoint load(Path file) {
        try (Safetensors in = Safetensors.open(file)) {
            Map<String, String> m = in.metadata();
            if (!FORMAT.equals(m.get("format"))) {
                throw new InputException(
                        file.toString(),
                        "a checkpoint of a fit (" + FORMAT + ")",
                        m.getOrDefault("format", "a file without that mark"),
                        "Name another file.");
            }
            Fields fields = new Fields(m);
            Coefficients current = FactorizationFile.readRows(in, "y.current");
            Checkpoint read = new Checkpoint(
                    SnmfOptions.fromProperties(fields.json("options", new TypeReference<Map<String, String>>() {})),
                    Double.parseDouble(fields.text("squared_norm")),
                    current,
                    FactorizationFile.readColumns(in, "", fields.number("neurons")),
                    in.has("y.best") ? FactorizationFile.readRows(in, "y.best") : current,
                    in.has("sums.products")
                            ? Optional.of(new FeatureSums(
                                    in.tensor("sums.products").floats(),
                                    in.tensor("sums.gram").floats()))
                            : Optional.empty(),
                    fields.json("trace", new TypeReference<List<IterationStatus>>() {}),
                    fields.number("best_iteration"));
            read.requireWhole();
            return read;
        } catch (InputException e) {
            throw e;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InputException(
                    file.toString(),
                    "a whole checkpoint",
                    "a damaged one: " + e.getMessage(),
                    "Remove it and start again.",
                    e);
        }
    }

    /** Refuses parts that do not belong together. */
    private void requireWhole() {
        int k = options.rank();
        long kd = (long) k * bestFeatures.rows();
        require(current.features() == k && bestCoefficients.features() == k && bestFeatures.columns() == k, "k");
        require(bestCoefficients.tokens() == current.tokens(), "n");
        require(bestIteration >= 1 && bestIteration <= trace.size() && !trace.contains(null), "iterations");
        require(
                sums.isEmpty()
                        || (sums.get().products().length == kd && sums.get().gram().length == (long) k * k),
                "sums");
    }

    private static void require(boolean agrees, String what) {
        if (!agrees) {
            throw new IllegalArgumentException("its parts do not agree in " + what);
        }
    }

    /** Gives back the file, from which large coefficients are read when they are asked for. */
    @Override
    public void close() {
        for (Coefficients y : List.of(current, bestCoefficients)) {
            if (y instanceof FileCoefficients file) {
                file.close();
            }
        }
    }

    /**
     * Refuses to go on with other options or another matrix. The stopping rule may differ, so that a fit can be prolonged.
     */
    void requireSame(Path file, SnmfOptions wanted, double norm, int neurons, int tokens) {
        if (!options.withStopping(wanted.stopping()).equals(wanted)) {
            throw new InputException(
                    file.toString(),
                    "a checkpoint of a fit with " + wanted.toProperties(),
                    String.valueOf(options.toProperties()),
                    "Use these options, or remove the checkpoint.");
        }
        if (squaredNorm != norm || bestFeatures.rows() != neurons || current.tokens() != tokens) {
            throw new InputException(
                    file.toString(),
                    "a checkpoint of the matrix " + neurons + " x " + tokens + " with squared norm " + norm,
                    bestFeatures.rows() + " x " + current.tokens() + " with " + squaredNorm,
                    "Give the matrix that the fit began with, or remove the checkpoint.");
        }
    }
}
