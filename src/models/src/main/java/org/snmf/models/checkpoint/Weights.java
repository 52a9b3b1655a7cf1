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
 * The tensors of a checkpoint directory, in one file or in shards, under names without the prefix (such as {@code
 * model.}) that some writers put before them. Data is read when asked for: float32 tensors lie where the file
 * is mapped, 16-bit ones are widened to float32.
 */
public final class Weights implements AutoCloseable {
    private static final List<String> PREFIXES = Families.prefixes();
    private static final long LARGEST_MAP = 1L << 30;
    private static final long COMPARED_AT_ONCE = 1L << 24;

    private final Path directory;
    private final List<Safetensors> files;
    private final Map<String, MappedTensor> tensors = new HashMap<>();

    private Weights(Path directory, WeightFiles places, List<Safetensors> files) {
        this.directory = directory;
        this.files = files;
        for (Safetensors file : files) {
            for (String stored : file.tensors().keySet()) {
                MappedTensor later = file.tensor(stored);
                MappedTensor earlier = tensors.put(withoutPrefix(stored), later);
                if (earlier != null && !isTheOneMeant(earlier, later, file.file(), places)) {
                    throw new InputException(
                            file.file().toString(),
                            "each tensor once, or copies with the same values",
                            stored + " twice with other values",
                            "Delete the copy that is not meant, or write the checkpoint again.");
                }
            }
        }
    }

    /** Copies are alike as a rule. Where they differ the last file counts, as in transformers, if the index says so too. */
    private static boolean isTheOneMeant(MappedTensor earlier, MappedTensor later, Path file, WeightFiles places) {
        return file.equals(places.index().get(later.info().name())) || sameValues(earlier, later);
    }

    /**
     * Opens {@code model.safetensors}, or the shards that {@code model.safetensors.index.json} names.
     *
     * @throws InputException if there is neither, a shard is missing, or a file is damaged
     */
    public static Weights open(Path directory) {
        WeightFiles places = WeightFiles.of(directory);
        List<Safetensors> opened = new ArrayList<>();
        try {
            for (Path file : places.files()) {
                opened.add(Safetensors.open(file));
            }
            return new Weights(directory, places, opened);
        } catch (RuntimeException e) {
            opened.forEach(Safetensors::close);
            throw e;
        }
    }

    /** Whether two tensors hold the same float32 values; read as far as the first difference. */
    public boolean sameValues(String first, String second) {
        return sameValues(tensor(first), tensor(second));
    }

    private static boolean sameValues(MappedTensor first, MappedTensor second) {
        TensorInfo info = first.info();
        if (!info.shape().equals(second.info().shape())
                || info.type() != second.info().type()) {
            return false;
        }
        long atOnce = COMPARED_AT_ONCE / Math.max(1, info.type().bytes());
        for (long at = 0; at < info.elements(); at += atOnce) {
            long count = Math.min(atOnce, info.elements() - at);
            if (!first.bytes(at, count).equals(second.bytes(at, count))) {
                return false;
            }
        }
        return true;
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
            if (!info.shape().equals(shape) || !info.type().isFloat()) {
                ForeignFormats.quantized(directory, infos(), info).ifPresent(reason -> {
                    throw reason;
                });
            }
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
            throw missing(name);
        }
        return tensor;
    }

    private InputException missing(String name) {
        return ForeignFormats.quantized(directory, infos(), null)
                .or(() -> ForeignFormats.wrapper(infos(), name)
                        .map(prefix -> ForeignFormats.wrapped(directory, prefix, name)))
                .orElseGet(() -> new InputException(
                        directory.toString(),
                        "a tensor " + name,
                        "none of that name among " + tensors.size() + ": "
                                + tensors.keySet().stream().sorted().limit(5).toList() + ", …",
                        name.equals("lm_head.weight")
                                ? "A base model or a classifier gives activations, but no logits: load the causal model."
                                : "The checkpoint is incomplete or of another model."));
    }

    private List<TensorInfo> infos() {
        return tensors.values().stream().map(MappedTensor::info).toList();
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
