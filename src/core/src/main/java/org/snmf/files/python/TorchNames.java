package org.snmf.files.python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snmf.errors.InputException;
import org.snmf.files.TensorType;
import org.snmf.files.python.Pickle.Tuple;

/** The names that a pickle of PyTorch tensors needs, and what they make: descriptions, never anything that runs. */
public final class TorchNames implements Pickle.Names {
    /** Numbers that lie in the archive under {@code key}; on which device they were is not kept. */
    record Storage(String key, TensorType type, long count) {}

    /** A view of a storage: element (i, j, …) lies at {@code offset + i·strides[0] + j·strides[1] + …}. */
    record View(Storage storage, long offset, List<Long> shape, List<Long> strides) {}

    private record Allowed(String name) {}

    private static final String ORDERED = "collections.OrderedDict";
    private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
    private static final String PARAMETER = "torch._utils._rebuild_parameter";
    private static final String DEVICE = "torch.device";
    private static final String SIZE = "torch.Size";

    private static final Map<String, TensorType> STORAGES = Map.of(
            "torch.FloatStorage", TensorType.F32,
            "torch.DoubleStorage", TensorType.F64,
            "torch.HalfStorage", TensorType.F16,
            "torch.BFloat16Storage", TensorType.BF16,
            "torch.LongStorage", TensorType.I64,
            "torch.IntStorage", TensorType.I32,
            "torch.ShortStorage", TensorType.I16,
            "torch.CharStorage", TensorType.I8,
            "torch.ByteStorage", TensorType.U8,
            "torch.BoolStorage", TensorType.BOOL);

    private final String where;

    TorchNames(String where) {
        this.where = where;
    }

    @Override
    public Object global(String module, String name, long at) {
        String full = module + "." + name;
        if (STORAGES.containsKey(full)) {
            return STORAGES.get(full);
        }
        return switch (full) {
            case ORDERED, TENSOR, PARAMETER, DEVICE, SIZE -> new Allowed(full);
            case "torch.float32", "torch.float64", "torch.float16", "torch.bfloat16", "torch.int64", "torch.int32" ->
                full;
            default ->
                throw new InputException(
                        where,
                        "the names of tensors and plain values alone",
                        "the global " + shortened(full) + " at byte " + at + " of its pickle",
                        "Nothing of it was run. " + TorchArchive.ADVICE);
        };
    }

    private static String shortened(String name) {
        String shown = name.length() > 120 ? name.substring(0, 120) + "…" : name;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }

    @Override
    public Object reduce(Object callable, Tuple arguments, long at) {
        List<Object> a = arguments.items();
        if (callable instanceof Allowed allowed) {
            switch (allowed.name()) {
                case ORDERED -> {
                    if (a.isEmpty()) {
                        return new LinkedHashMap<>();
                    }
                }
                case TENSOR -> {
                    if (a.size() >= 4 && a.get(0) instanceof Storage storage && a.get(1) instanceof Long offset) {
                        return view(storage, offset, lengths(a.get(2), at), lengths(a.get(3), at), at);
                    }
                }
                case PARAMETER -> {
                    if (!a.isEmpty() && a.get(0) instanceof View view) {
                        return view;
                    }
                }
                case DEVICE -> {
                    return a.isEmpty() ? "" : String.valueOf(a.get(0) instanceof String device ? device : "");
                }
                default -> {
                    if (a.size() == 1 && a.get(0) instanceof Tuple size) {
                        return size;
                    }
                }
            }
            throw damaged("arguments of " + allowed.name(), "others", at);
        }
        throw new InputException(
                where,
                "calls of the names of tensors alone",
                "a call of something else at byte " + at,
                "Nothing of it was run. " + TorchArchive.ADVICE);
    }

    private View view(Storage storage, long offset, List<Long> shape, List<Long> strides, long at) {
        if (shape.size() != strides.size() || shape.size() > 8 || offset < 0) {
            throw damaged("a shape with as many strides", shape + " and " + strides, at);
        }
        long count = 1;
        long last = offset;
        try {
            for (int i = 0; i < shape.size(); i++) {
                count = Math.multiplyExact(count, shape.get(i));
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape.get(i) - 1), strides.get(i)));
            }
        } catch (ArithmeticException e) {
            throw damaged("a view of its storage", "shape " + shape + ", strides " + strides, at);
        }
        if (count > storage.count() || (count > 0 && last >= storage.count())) {
            throw damaged(
                    "a view within a storage of " + storage.count() + " numbers",
                    "shape " + shape + ", strides " + strides + ", offset " + offset,
                    at);
        }
        return new View(storage, offset, shape, strides);
    }

    private List<Long> lengths(Object value, long at) {
        List<Long> lengths = new ArrayList<>();
        if (value instanceof Tuple tuple) {
            for (Object item : tuple.items()) {
                if (!(item instanceof Long length) || length < 0) {
                    throw damaged("lengths of at least 0", "another value", at);
                }
                lengths.add(length);
            }
            return lengths;
        }
        throw damaged("a tuple of lengths", "another value", at);
    }

    @Override
    public Object persistent(Object id, long at) {
        if (id instanceof Tuple tuple
                && tuple.items().size() >= 5
                && "storage".equals(tuple.items().get(0))
                && tuple.items().get(1) instanceof TensorType type
                && tuple.items().get(2) instanceof String key
                && tuple.items().get(4) instanceof Long count
                && key.matches("\\w{1,40}")
                && count >= 0
                && count < Long.MAX_VALUE / 8) {
            return new Storage(key, type, count);
        }
        throw damaged("the place of a storage", "another", at);
    }

    private InputException damaged(String expected, String found, long at) {
        return new InputException(
                where, expected, found + " at byte " + at, "The file is damaged; fetch or write it again.");
    }
}
