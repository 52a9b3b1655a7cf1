package org.snmf.hierarchy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.factorize.FactorizationFile;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.StopReason;
import org.snmf.files.Fields;
import org.snmf.files.Safetensors;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.SafetensorsWriter.Spec;
import org.snmf.files.TensorType;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.SparseColumns;
import org.snmf.store.Provenance;

/**
 * A hierarchy as one safetensors file. For each level i the tensors {@code level.i.y} (F32, [k_i, n or k_(i−1)]) and
 * {@code level.i.z.indices}, {@code level.i.z.offsets} (I32), {@code level.i.z.values} (F32), the sparse columns of Z_i.
 * Metadata: {@code format}, {@code neurons}, {@code levels}, {@code fits} (JSON, how each level was factorized),
 * {@code fine_tuning} (JSON, one status an iteration), {@code provenance}.
 */
final class HierarchyFile {
    static final String FORMAT = "snmf-hierarchy-1";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A {@link Level.Fit} as JSON; null stands for a level that was not fitted. */
    private record FitRecord(Map<String, String> options, double relativeError, int iterations, StopReason stopReason) {
        FitRecord {
            Objects.requireNonNull(options, "options");
            Objects.requireNonNull(stopReason, "stopReason");
        }
    }

    private HierarchyFile() {}

    static void save(Hierarchy hierarchy, Path file) {
        List<Spec> specs = new ArrayList<>();
        for (int i = 0; i < hierarchy.depth(); i++) {
            SparseColumns z = hierarchy.level(i).features();
            Coefficients y = hierarchy.level(i).coefficients();
            specs.add(Spec.of(name(i, "y"), TensorType.F32, y.features(), y.tokens()));
            specs.add(Spec.of(name(i, "z.indices"), TensorType.I32, z.stored()));
            specs.add(Spec.of(name(i, "z.offsets"), TensorType.I32, z.columns() + 1L));
            specs.add(Spec.of(name(i, "z.values"), TensorType.F32, z.stored()));
        }
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, metadata(hierarchy), specs)) {
            for (Level level : hierarchy.levels()) {
                write(writer, level);
            }
            writer.commit();
        }
    }

    private static String name(int level, String part) {
        return "level." + level + "." + part;
    }

    private static void write(SafetensorsWriter writer, Level level) {
        for (int r = 0; r < level.rank(); r++) {
            writer.write(level.coefficients().feature(r));
        }
        SparseColumns z = level.features();
        int[] indices = new int[z.stored()];
        float[] values = new float[z.stored()];
        for (int e = 0; e < indices.length; e++) {
            indices[e] = z.index(e);
            values[e] = z.value(e);
        }
        int[] offsets = new int[z.columns() + 1];
        Arrays.setAll(offsets, z::offset);
        writer.write(indices);
        writer.write(offsets);
        writer.write(values);
    }

    private static Map<String, String> metadata(Hierarchy hierarchy) {
        List<FitRecord> fits = new ArrayList<>();
        for (Level level : hierarchy.levels()) {
            fits.add(level.fit()
                    .map(f -> new FitRecord(
                            f.options().toProperties(), f.relativeError(), f.iterations(), f.stopReason()))
                    .orElse(null));
        }
        try {
            Map<String, String> map = new TreeMap<>();
            map.put("format", FORMAT);
            map.put("neurons", "" + hierarchy.neurons());
            map.put("levels", "" + hierarchy.depth());
            map.put("fits", JSON.writeValueAsString(fits));
            map.put("fine_tuning", JSON.writeValueAsString(hierarchy.fineTuning()));
            map.put("provenance", hierarchy.provenance().toJson());
            return map;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of numbers and strings are always writable", e);
        }
    }

    static Hierarchy load(Path file) {
        try (Safetensors in = Safetensors.open(file)) {
            Map<String, String> m = in.metadata();
            if (!FORMAT.equals(m.get("format"))) {
                throw new InputException(
                        file.toString(),
                        "a hierarchy (" + FORMAT + ")",
                        m.getOrDefault("format", "a safetensors file without that mark"),
                        "Make one with tree.");
            }
            Fields fields = new Fields(m);
            FitRecord[] fits = fields.json("fits", new TypeReference<FitRecord[]>() {});
            int depth = fields.number("levels");
            if (fits.length != depth) {
                throw new IllegalArgumentException(depth + " levels with " + fits.length + " fits");
            }
            List<Level> levels = new ArrayList<>();
            for (int i = 0; i < depth; i++) {
                levels.add(read(in, i, fields.number("neurons"), fits[i]));
            }
            List<FineTuneStatus> fineTuning = fields.json("fine_tuning", new TypeReference<List<FineTuneStatus>>() {});
            if (fineTuning.contains(null)) {
                throw new IllegalArgumentException("an iteration of the fine-tune without its numbers");
            }
            return new Hierarchy(levels, fineTuning, Provenance.fromJson(file.toString(), fields.text("provenance")));
        } catch (InputException e) {
            throw e;
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new InputException(
                    file.toString(), "a whole hierarchy", "a damaged one: " + e.getMessage(), "Make it again.", e);
        }
    }

    private static Level read(Safetensors in, int i, int neurons, @Nullable FitRecord fit) {
        SparseColumns z = FactorizationFile.readColumns(in, name(i, ""), neurons);
        Optional<Level.Fit> known = Optional.ofNullable(fit)
                .map(f -> new Level.Fit(
                        SnmfOptions.fromProperties(f.options()), f.relativeError(), f.iterations(), f.stopReason()));
        return new Level(z, rows(in, name(i, "y")), known);
    }

    private static Coefficients rows(Safetensors in, String name) {
        List<Long> shape = in.info(name).shape();
        if (shape.size() != 2) {
            throw new IllegalArgumentException("tensor " + name + " of shape " + shape);
        }
        float[][] rows = new float[Math.toIntExact(shape.get(0))][Math.toIntExact(shape.get(1))];
        for (int r = 0; r < rows.length; r++) {
            in.tensor(name).read((long) r * rows[r].length, FloatBuffer.wrap(rows[r]));
        }
        return new DenseCoefficients(rows);
    }
}
