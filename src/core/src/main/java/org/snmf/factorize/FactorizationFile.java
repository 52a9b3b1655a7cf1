package org.snmf.factorize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.snmf.errors.InputException;
import org.snmf.files.Fields;
import org.snmf.files.FileCoefficients;
import org.snmf.files.Safetensors;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.SafetensorsWriter.Spec;
import org.snmf.files.Sha256;
import org.snmf.files.TensorInfo;
import org.snmf.files.TensorType;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.SparseColumns;
import org.snmf.progress.MachineMemory;
import org.snmf.store.Provenance;

/**
 * A factorization as a safetensors file. Tensors: {@code z.offsets} (I32, [k + 1]), {@code z.indices} (I32) and
 * {@code z.values} (F32), the sparse columns of Z; {@code y} (F32, [k, n]); on request {@code z} (F32, [d_a, k]).
 * Metadata: {@code format}, {@code neurons}, {@code options} (JSON object), {@code trace} (JSON list of [iteration,
 * relative error, density, dead features]), {@code best_iteration}, {@code stop_reason}; {@code run} (JSON) holds what
 * differs between two equal runs: seconds per iteration and provenance.
 */
public final class FactorizationFile {
    static final String FORMAT = "snmf-factorization-1";
    private static final long LARGEST_IN_MEMORY = 1L << 28;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What differs between two runs that compute the same. */
    record Run(List<Double> seconds, Provenance provenance) {
        Run {
            seconds = List.copyOf(seconds);
            Objects.requireNonNull(provenance, "provenance");
        }
    }

    private FactorizationFile() {}

    static void save(Factorization f, Path file, boolean dense) {
        SparseColumns z = f.features();
        List<Spec> specs = new ArrayList<>(List.of(
                Spec.of("y", TensorType.F32, f.rank(), f.tokens()),
                Spec.of("z.indices", TensorType.I32, z.stored()),
                Spec.of("z.offsets", TensorType.I32, f.rank() + 1L),
                Spec.of("z.values", TensorType.F32, z.stored())));
        if (dense) {
            specs.add(Spec.of("z", TensorType.F32, f.neurons(), f.rank()));
        }
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, metadata(f), specs)) {
            for (int r = 0; r < f.rank(); r++) {
                writer.write(f.coefficients().feature(r));
            }
            writeColumns(writer, z);
            if (dense) {
                writeDense(writer, z);
            }
            writer.commit();
        }
    }

    public static void writeColumns(SafetensorsWriter writer, SparseColumns z) {
        int[] offsets = new int[z.columns() + 1];
        int[] indices = new int[z.stored()];
        float[] values = new float[z.stored()];
        for (int r = 0; r <= z.columns(); r++) {
            offsets[r] = z.offset(r);
        }
        for (int i = 0; i < indices.length; i++) {
            indices[i] = z.index(i);
            values[i] = z.value(i);
        }
        writer.write(indices);
        writer.write(offsets);
        writer.write(values);
    }

    /** Of the neurons and weights of every feature in order. */
    public static String sha256(SparseColumns z) {
        MessageDigest digest = Sha256.fresh();
        for (int r = 0; r < z.columns(); r++) {
            digest.update(("feature " + r).getBytes(StandardCharsets.US_ASCII));
            for (int i = z.offset(r); i < z.offset(r + 1); i++) {
                digest.update(ByteBuffer.allocate(2 * Float.BYTES)
                        .putInt(z.index(i))
                        .putFloat(z.value(i))
                        .array());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void writeDense(SafetensorsWriter writer, SparseColumns z) {
        float[] block = new float[Math.multiplyExact(z.columns(), Math.min(z.rows(), 256))];
        for (int from = 0; from < z.rows(); from += 256) {
            int count = Math.min(256, z.rows() - from);
            Arrays.fill(block, 0);
            for (int r = 0; r < z.columns(); r++) {
                for (int i = z.offset(r); i < z.offset(r + 1); i++) {
                    int row = z.index(i) - from;
                    if (row >= 0 && row < count) {
                        block[row * z.columns() + r] = z.value(i);
                    }
                }
            }
            writer.write(FloatBuffer.wrap(block, 0, count * z.columns()));
        }
    }

    private static Map<String, String> metadata(Factorization f) {
        List<double[]> trace = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        for (IterationStatus s : f.trace()) {
            trace.add(new double[] {s.iteration(), s.relativeError(), s.density(), s.deadFeatures()});
            seconds.add(s.seconds());
        }
        try {
            Map<String, String> map = new TreeMap<>();
            map.put("format", FORMAT);
            map.put("neurons", String.valueOf(f.neurons()));
            map.put("options", JSON.writeValueAsString(f.options().toProperties()));
            map.put("trace", JSON.writeValueAsString(trace));
            map.put("best_iteration", String.valueOf(f.bestIteration()));
            map.put("stop_reason", f.stopReason().name());
            map.put("run", JSON.writeValueAsString(new Run(seconds, f.provenance())));
            return map;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and strings are always writable", e);
        }
    }

    static Factorization load(Path file) {
        try (Safetensors in = Safetensors.open(file)) {
            Map<String, String> m = in.metadata();
            if (!FORMAT.equals(m.get("format"))) {
                throw new InputException(
                        file.toString(),
                        "a factorization (" + FORMAT + ")",
                        m.getOrDefault("format", "a safetensors file without that mark"),
                        "Make one with factorize.");
            }
            Fields fields = new Fields(m);
            SnmfOptions options =
                    SnmfOptions.fromProperties(fields.json("options", new TypeReference<Map<String, String>>() {}));
            Run run = fields.json("run", new TypeReference<Run>() {});
            double[][] trace = fields.json("trace", new TypeReference<double[][]>() {});
            return new Factorization(
                    readColumns(in, "", fields.number("neurons")),
                    readRows(in, "y"),
                    options,
                    statuses(trace, run.seconds(), options),
                    fields.number("best_iteration"),
                    StopReason.valueOf(fields.text("stop_reason")),
                    run.provenance());
        } catch (InputException e) {
            throw e;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InputException(
                    file.toString(), "a whole factorization", "a damaged one: " + e.getMessage(), "Fit it again.", e);
        }
    }

    /** Sparse columns whose tensors are named {@code prefix} and {@code z.offsets}, {@code z.indices}, {@code z.values}. */
    public static SparseColumns readColumns(Safetensors in, String prefix, int neurons) {
        return new SparseColumns(
                neurons,
                in.tensor(prefix + "z.offsets").ints(),
                in.tensor(prefix + "z.indices").ints(),
                in.tensor(prefix + "z.values").floats());
    }

    /**
     * A matrix of the file, in memory unless it is large.
     *
     * @throws IllegalArgumentException if the tensor is no matrix
     */
    public static Coefficients readRows(Safetensors in, String name) {
        TensorInfo info = in.info(name);
        if (info.shape().size() != 2) {
            throw new IllegalArgumentException("tensor " + name + " of shape " + info.shape());
        }
        if (info.elements() * Float.BYTES > Math.min(LARGEST_IN_MEMORY, MachineMemory.heapLeft() / 8)) {
            return FileCoefficients.open(in.file(), name);
        }
        List<Long> shape = info.shape();
        float[][] rows = new float[Math.toIntExact(shape.get(0))][Math.toIntExact(shape.get(1))];
        for (int r = 0; r < rows.length; r++) {
            in.tensor(name).read((long) r * rows[r].length, FloatBuffer.wrap(rows[r]));
        }
        return new DenseCoefficients(rows);
    }

    private static List<IterationStatus> statuses(double[][] trace, List<Double> seconds, SnmfOptions options) {
        if (seconds.size() != trace.length) {
            throw new IllegalArgumentException(trace.length + " iterations with " + seconds.size() + " times");
        }
        List<IterationStatus> statuses = new ArrayList<>();
        for (int i = 0; i < trace.length; i++) {
            double[] row = trace[i];
            if (row == null || row.length < 4) {
                throw new IllegalArgumentException("iteration " + (i + 1) + " without its four numbers");
            }
            double change = i == 0 ? Double.NaN : 1 - row[1] / trace[i - 1][1];
            double left = seconds.get(i) / (i + 1) * (options.stopping().iterations() - i - 1);
            statuses.add(new IterationStatus((int) row[0], seconds.get(i), row[1], change, row[2], (int) row[3], left));
        }
        return statuses;
    }
}
