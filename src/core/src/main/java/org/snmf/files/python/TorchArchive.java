package org.snmf.files.python;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import org.snmf.errors.InputException;
import org.snmf.files.python.TorchNames.Storage;
import org.snmf.files.python.TorchNames.View;

/**
 * The tensors of a {@code .pt} file that {@code torch.save} wrote (PyTorch 1.6 and later): a zip archive of a pickle,
 * which says what there is, and the numbers of each storage. Tensors in dictionaries within dictionaries get dotted names.
 * The pickle is interpreted as data by {@link Pickle}; a file that holds anything but tensors and plain values is refused
 * by the name of what it holds.
 */
public final class TorchArchive implements NamedArrays {
    static final String ADVICE = "Where you trust the file, convert it in Python: "
            + "d = torch.load(FILE, map_location='cpu'); "
            + "safetensors.torch.save_file({k: v.contiguous() for k, v in d.items() if torch.is_tensor(v)}, "
            + "'ae.safetensors'), where d is the state_dict.";

    private static final String PICKLE = "data.pkl";
    private static final int LONGEST_PICKLE = 8 << 20;
    private static final int DEEPEST = 4;
    private static final int MOST_NAMES = 100_000;

    private final Path file;
    private final ZipContents zip;
    private final String folder;
    private final ByteOrder order;
    private final Map<String, View> tensors = new LinkedHashMap<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    private TorchArchive(Path file, ZipContents zip) {
        this.file = file;
        this.zip = zip;
        this.folder = folder();
        this.order = order();
        ZipEntry pickle = zip.entry(folder + PICKLE);
        Object root =
                Pickle.read(zip.where(pickle), zip.bytes(pickle, LONGEST_PICKLE), new TorchNames(file.toString()));
        if (!(root instanceof Map<?, ?> map)) {
            throw new InputException(file.toString(), "a dictionary of tensors", "another object", ADVICE);
        }
        collect("", map, 0);
    }

    /**
     * Opens an archive and reads what it holds, but no numbers yet.
     *
     * @throws InputException if it is missing, damaged, of another kind, or holds more than tensors and plain values
     */
    public static TorchArchive open(Path file) {
        ZipContents zip = ZipContents.open(file, "an archive that torch.save wrote", remedy(file));
        try {
            return new TorchArchive(file, zip);
        } catch (RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /** Before PyTorch 1.6 a file was one pickle. */
    private static String remedy(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 0x80
                    ? "It begins as a bare pickle, which pickle.dump or PyTorch before 1.6 writes and which is not read. "
                            + ADVICE
                    : "Fetch it again; a file of a few lines is a pointer to the real one.";
        } catch (IOException e) {
            return "";
        }
    }

    private String folder() {
        List<String> found = new ArrayList<>();
        for (ZipEntry entry : zip.entries()) {
            String name = entry.getName();
            if (name.endsWith("/constants.pkl") || name.contains("/code/")) {
                throw new InputException(
                        file.toString(), "saved tensors", "a TorchScript program (" + name + ")", ADVICE);
            }
            if (name.endsWith("/" + PICKLE) && name.indexOf('/') == name.lastIndexOf('/')) {
                found.add(name.substring(0, name.length() - PICKLE.length()));
            }
        }
        if (found.size() != 1) {
            throw new InputException(
                    file.toString(),
                    "an archive that torch.save wrote, with one data.pkl",
                    found.isEmpty() ? "none" : found.size() + " of them",
                    "");
        }
        return found.get(0);
    }

    private ByteOrder order() {
        ZipEntry entry = zip.entry(folder + "byteorder");
        if (entry == null) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        String name = new String(zip.bytes(entry, 64), StandardCharsets.US_ASCII).strip();
        return switch (name) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw new InputException(zip.where(entry), "little or big", name, "The file is damaged.");
        };
    }

    private void collect(String prefix, Map<?, ?> map, int depth) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = prefix + entry.getKey();
            if (tensors.size() + values.size() >= MOST_NAMES) {
                throw new InputException(file.toString(), "at most " + MOST_NAMES + " names", "more", "");
            }
            if (entry.getValue() instanceof View view) {
                tensors.put(name, view);
            } else if (entry.getValue() instanceof Map<?, ?> inner) {
                if (depth < DEEPEST) {
                    collect(name + ".", inner, depth + 1);
                }
            } else if (entry.getValue() instanceof String
                    || entry.getValue() instanceof Number
                    || entry.getValue() instanceof Boolean) {
                values.put(name, entry.getValue());
            }
        }
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    @Override
    public List<Long> shape(String name) {
        return view(name).shape();
    }

    @Override
    public float[] floats(String name) {
        View view = view(name);
        String where = file + "#" + name;
        int count = Widening.length(where, view.shape());
        float[] storage = read(where, view.storage());
        long[] strides = view.strides().stream().mapToLong(Long::longValue).toArray();
        if (count == storage.length && view.offset() == 0 && Strided.isContiguous(view.shape(), strides)) {
            return storage;
        }
        return Strided.gather(storage, view.offset(), view.shape(), strides, count);
    }

    private float[] read(String where, Storage storage) {
        ZipEntry entry = zip.entry(folder + "data/" + storage.key());
        int count = Widening.length(where, List.of(storage.count()));
        long bytes = (long) count * storage.type().bytes();
        if (entry == null || entry.getMethod() != ZipEntry.STORED || entry.getSize() != bytes) {
            throw new InputException(
                    where,
                    "storage " + storage.key() + " of " + bytes + " bytes, stored as it is",
                    entry == null
                            ? "none"
                            : entry.getSize() + " bytes" + (entry.getMethod() == ZipEntry.STORED ? "" : ", packed"),
                    "The file is damaged; fetch or write it again.");
        }
        return zip.read(entry, in -> Widening.read(where, in, storage.type(), order, count));
    }

    private View view(String name) {
        View view = tensors.get(name);
        if (view == null) {
            throw new InputException(
                    file.toString(), "a tensor named " + name, String.join(", ", tensors.keySet()), "");
        }
        return view;
    }

    @Override
    public Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    @Override
    public void close() {
        zip.close();
    }
}
