package org.snmf.files.python;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.snmf.errors.InputException;

/**
 * The entries of an archive. Sizes come from its central directory, since writers of large entries leave them out of the
 * local headers; what an entry holds beyond its stated size or check sum is refused.
 */
final class ZipContents implements AutoCloseable {
    private static final int MOST_ENTRIES = 100_000;
    private static final long SMALL = 16 << 20;
    private static final long DENSEST = 200;

    private final Path file;
    private final ZipFile zip;

    private ZipContents(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
    }

    /**
     * Opens an archive.
     *
     * @param what what it should be, with its article
     * @param remedy what to do when it is no archive
     */
    static ZipContents open(Path file, String what, String remedy) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    file.toString(), what, Files.exists(file) ? "a folder" : "nothing", "Check the path.");
        }
        try {
            ZipFile zip = new ZipFile(file.toFile());
            if (zip.size() > MOST_ENTRIES) {
                int size = zip.size();
                zip.close();
                throw new InputException(
                        file.toString(), "at most " + MOST_ENTRIES + " entries", size + " entries", "");
            }
            return new ZipContents(file, zip);
        } catch (ZipException e) {
            throw new InputException(file.toString(), what, "a file that is no whole archive", remedy, e);
        } catch (IOException e) {
            throw new InputException(file.toString(), "a readable file", e.toString(), "Check its permissions.", e);
        }
    }

    /** All entries in the archive's order. */
    List<? extends ZipEntry> entries() {
        return zip.stream().toList();
    }

    /** The entry of this name, or null. */
    ZipEntry entry(String name) {
        return zip.getEntry(name);
    }

    /** All bytes of a small entry. */
    byte[] bytes(ZipEntry entry, int most) {
        if (entry.getSize() > most) {
            throw new InputException(
                    where(entry), "at most " + most + " bytes", entry.getSize() + " bytes", "No such file is known.");
        }
        return read(entry, in -> in.readNBytes(most));
    }

    /** What reads an entry from its beginning. */
    @FunctionalInterface
    interface Reading<T> {
        T from(InputStream in) throws IOException;
    }

    /**
     * Reads an entry to its end.
     *
     * @throws InputException if it is longer than {@code reading} reads, its check sum differs, or it is packed so densely
     *     that it cannot be numbers
     */
    <T> T read(ZipEntry entry, Reading<T> reading) {
        long packed = Math.max(1, entry.getCompressedSize());
        if (entry.getSize() > SMALL && entry.getSize() / packed > DENSEST) {
            throw new InputException(
                    where(entry),
                    "numbers, which no archive packs to less than a " + DENSEST + "th",
                    entry.getSize() + " bytes packed to " + packed,
                    "This looks like an archive made to fill the memory; it was not unpacked.");
        }
        return peek(entry, raw -> {
            CheckedInputStream in = new CheckedInputStream(new BufferedInputStream(raw, 1 << 16), new CRC32());
            T result = reading.from(in);
            if (in.read() >= 0) {
                throw new InputException(where(entry), "an end after its data", "more bytes", "The file is damaged.");
            }
            if (entry.getCrc() != in.getChecksum().getValue()) {
                throw new InputException(
                        where(entry),
                        "bytes with the check sum that the archive states",
                        "others",
                        "The file is damaged; fetch or write it again.");
            }
            return result;
        });
    }

    /** Reads the beginning of an entry; what follows is not looked at. */
    <T> T peek(ZipEntry entry, Reading<T> reading) {
        try (InputStream in = zip.getInputStream(entry)) {
            return reading.from(in);
        } catch (ZipException e) {
            throw new InputException(
                    where(entry), "a whole entry", String.valueOf(e.getMessage()), "The file is damaged.", e);
        } catch (IOException e) {
            throw new InputException(
                    where(entry), "a whole entry", String.valueOf(e.getMessage()), "The file is truncated.", e);
        }
    }

    String where(ZipEntry entry) {
        return file + "!" + entry.getName();
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": closing failed", e);
        }
    }
}
