package org.snmf.files.python;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import org.snmf.errors.InputException;
import org.snmf.files.Npy;

/**
 * The arrays of a {@code .npz} file, as {@code numpy.savez} and {@code numpy.savez_compressed} write them: a zip archive
 * of {@code .npy} files.
 *
 * <p>Format: <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>.
 */
public final class NumpyArchive implements NamedArrays {
    private static final String ENDING = ".npy";
    private static final int LONGEST_HEADER = 1 << 16;
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private final Path file;
    private final ZipContents zip;
    private final Map<String, ZipEntry> arrays = new LinkedHashMap<>();

    private NumpyArchive(Path file, ZipContents zip) {
        this.file = file;
        this.zip = zip;
        for (ZipEntry entry : zip.entries()) {
            if (entry.getName().endsWith(ENDING)) {
                String name = entry.getName().substring(0, entry.getName().length() - ENDING.length());
                arrays.put(name, entry);
            }
        }
    }

    /**
     * Opens an archive; its arrays are read when they are asked for.
     *
     * @throws InputException if it is missing, truncated or no archive
     */
    public static NumpyArchive open(Path file) {
        return new NumpyArchive(
                file,
                ZipContents.open(
                        file, "a .npz archive", "Fetch it again, or save the arrays with numpy.savez once more."));
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(arrays.keySet());
    }

    @Override
    public List<Long> shape(String name) {
        ZipEntry entry = entry(name);
        String where = zip.where(entry);
        return zip.peek(entry, in -> header(where, entry, in).shape());
    }

    @Override
    public float[] floats(String name) {
        ZipEntry entry = entry(name);
        String where = zip.where(entry);
        return zip.read(entry, in -> {
            Npy.Header header = header(where, entry, in);
            int count = Widening.length(where, header.shape());
            float[] values = Widening.read(where, in, header.type(), header.order(), count);
            return header.fortranOrder() ? Strided.fromFortran(values, header.shape()) : values;
        });
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = arrays.get(name);
        if (entry == null) {
            throw new InputException(file.toString(), "an array named " + name, String.join(", ", arrays.keySet()), "");
        }
        return entry;
    }

    private static Npy.Header header(String where, ZipEntry entry, InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        try {
            for (byte expected : MAGIC) {
                if (in.readByte() != expected) {
                    throw new InputException(where, "an array of NumPy", "other contents", "");
                }
            }
            int major = in.readUnsignedByte();
            in.readUnsignedByte();
            long length = in.readUnsignedByte() | in.readUnsignedByte() << 8;
            if (major > 1) {
                length |= (long) in.readUnsignedByte() << 16 | (long) in.readUnsignedByte() << 24;
            }
            if (major < 1 || major > 3 || length > LONGEST_HEADER) {
                throw new InputException(
                        where,
                        "a header of version 1 to 3 and at most " + LONGEST_HEADER + " bytes",
                        "version " + major + ", " + length + " bytes",
                        "The file is damaged; fetch or write it again.");
            }
            byte[] text = new byte[(int) length];
            in.readFully(text);
            Npy.Header header = Npy.Header.parse(where, new String(text, StandardCharsets.UTF_8));
            long begin = (major == 1 ? 10 : 12) + length;
            if (entry.getSize() >= 0 && entry.getSize() != begin + header.bytes()) {
                throw new InputException(
                        where,
                        begin + header.bytes() + " bytes for shape " + header.shape() + " of " + header.descr(),
                        entry.getSize() + " bytes",
                        "The file is damaged; fetch or write it again.");
            }
            return header;
        } catch (EOFException e) {
            throw new InputException(where, "the header of an array", "the end of the entry", "", e);
        }
    }

    @Override
    public Map<String, Object> values() {
        return Map.of();
    }

    @Override
    public void close() {
        zip.close();
    }
}
