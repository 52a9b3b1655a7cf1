package org.snmf.models.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snmf.errors.InputException;
import org.snmf.files.MappedTensor;
import org.snmf.files.Safetensors;
import org.snmf.files.TensorInfo;
import org.snmf.files.TensorType;

/**
 * The tensors of a checkpoint directory, in one file or in shards, under names without the prefix ({@code transformer.}
 * or {@code model.}) that some writers put before them. Data is read when asked for: float32 tensors lie where the file
 * is mapped, 16-bit ones are widened to float32.
 */
public final class Weights implements AutoCloseable {
    private static final List<String> PREFIXES = List.of("transformer.", "model.");
    private static final long LARGEST_MAP = 1L << 30;

    private final Path directory;
    private final List<Safetensors> files;
    private final Map<String, MappedTensor> tensors = new HashMap<>();

    private Weights(Path directory, List<Safetensors> files) {
        this.directory = directory;
        this.files = files;
        for (Safetensors file : files) {
            for (String stored : file.tensors().keySet()) {
                if (tensors.put(withoutPrefix(stored), file.tensor(stored)) != null) {
                    throw new InputException(
                            file.file().toString(), "each tensor once", withoutPrefix(stored) + " twice", "");
                }
            }
        }
    }

    /**
     * Opens {@code model.safetensors}, or the shards that {@code model.safetensors.index.json} names.
     *
     * @throws InputException if there is neither, a shard is missing, or a file is damaged
     */
    public static Weights open(Path directory) {
        List<Safetensors> opened = new ArrayList<>();
        try {
            for (Path file : WeightFiles.of(directory)) {
                opened.add(Safetensors.open(file));
            }
            return new Weights(directory, opened);
        } catch (RuntimeException e) {
            opened.forEach(Safetensors::close);
            throw e;
        }
    }

    private static String withoutPrefix(String name) {
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                return name.substring(prefix.length());
            }
        }
        return name;
    }

    /** The files, in the order of their names. */
    public List<Path> files() {
        return files.stream().map(Safetensors::file).toList();
    }

    /** Whether there is such a tensor. */
    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /** Type and size of a tensor. */
    public TensorInfo info(String name) {
        return tensor(name).info();
    }

    /** Bytes of all tensors as stored. */
    public long bytesOnDisk() {
        return tensors.values().stream()
                .mapToLong(tensor -> tensor.info().bytes())
                .sum();
    }

    /** Bytes as stored of the tensors that cannot be used where the file is mapped. */
    public long bytesNotMapped() {
        return tensors.values().stream()
                .map(MappedTensor::info)
                .filter(info -> !canAlias(info))
                .mapToLong(TensorInfo::bytes)
                .sum();
    }

    /** Bytes of native memory that tensors take as float32; those that are used where the file is mapped take none. */
    public long bytesWidened(Collection<String> names) {
        return names.stream()
                .map(this::info)
                .filter(info -> !canAlias(info))
                .mapToLong(info -> info.elements() * Float.BYTES)
                .sum();
    }

    /** Names of all tensors, without prefix. */
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    /**
     * Refuses a checkpoint that lacks a tensor or has one of another shape or type.
     *
     * @param expected shape by name
     * @return stored names that are not expected, ascending
     */
    public List<String> check(Map<String, List<Long>> expected) {
        expected.forEach((name, shape) -> {
            TensorInfo info = info(name);
            if (!info.shape().equals(shape)) {
                throw new InputException(
                        directory + ", tensor " + info.name(),
                        "shape " + shape + " by config.json",
                        "shape " + info.shape(),
                        "Configuration and weights are not of the same model.");
            }
            if (!info.type().isFloat()) {
                throw new InputException(
                        directory + ", tensor " + info.name(),
                        "F32, F16, BF16 or F64",
                        info.type().name(),
                        "Quantized checkpoints are not supported; use the original one.");
            }
        });
        TreeSet<String> ignored = new TreeSet<>();
        tensors.forEach((name, tensor) -> {
            if (!expected.containsKey(name)) {
                ignored.add(tensor.info().name());
            }
        });
        return List.copyOf(ignored);
    }

    private MappedTensor tensor(String name) {
        MappedTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InputException(
                    directory.toString(),
                    "a tensor " + name,
                    "none of that name among " + tensors.size(),
                    "The checkpoint is incomplete or of another model.");
        }
        return tensor;
    }

    /**
     * A tensor as float32, owned by {@code manager}. On the processor a float32 tensor is the mapped file itself: never
     * write into it.
     */
    public NDArray load(NDManager manager, String name) {
        MappedTensor tensor = tensor(name);
        Shape shape = new Shape(
                tensor.info().shape().stream().mapToLong(Long::longValue).toArray());
        return canAlias(tensor.info()) ? alias(manager, tensor, shape) : Widening.load(manager, tensor, shape);
    }

    /** The mapped bytes can serve as they are when they are float32 of this machine's byte order and aligned. */
    private static boolean canAlias(TensorInfo info) {
        return info.type() == TensorType.F32
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                && info.begin() % Float.BYTES == 0
                && info.bytes() <= LARGEST_MAP
                && info.elements() > 0;
    }

    private static NDArray alias(NDManager manager, MappedTensor tensor, Shape shape) {
        ByteBuffer bytes = tensor.bytes(0, tensor.info().elements());
        return manager.create(bytes.slice().order(ByteOrder.nativeOrder()), shape, DataType.FLOAT32);
    }

    /** Rows of a matrix, gathered without reading the others. */
    public RowSource rows(String name) {
        return new RowSource(tensor(name));
    }

    /** All elements of a small tensor. */
    public float[] floats(String name) {
        float[] values = new float[Math.toIntExact(info(name).elements())];
        tensor(name).read(0, FloatBuffer.wrap(values));
        return values;
    }

    @Override
    public void close() {
        files.forEach(Safetensors::close);
    }
}
