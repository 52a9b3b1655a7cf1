package org.snmf.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.snmf.errors.InputException;

/**
 * A file that is written under a temporary name beside its own and renamed when it is whole, so that a reader never sees
 * half of it and a failure loses nothing that stood there before. An interrupt neither fails nor shortens the writing.
 */
public final class AtomicFile implements AutoCloseable {
    private final Path file;
    private final OpenFile temporary;
    private long written;
    private boolean committed;

    private AtomicFile(Path file, OpenFile temporary) {
        this.file = file;
        this.temporary = temporary;
    }

    /** Starts writing {@code file}; missing parent folders are made. */
    public static AtomicFile create(Path file) {
        Path absolute = file.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            throw new InputException(file.toString(), "the name of a file", "a folder", "Name a file inside it.");
        }
        try {
            Files.createDirectories(absolute.getParent());
            for (Path leftover : TemporaryName.leftovers(absolute)) {
                Files.deleteIfExists(leftover);
            }
            return new AtomicFile(
                    absolute,
                    OpenFile.open(
                            TemporaryName.beside(absolute), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** An error before anything was written, which a person can do something about. */
    public static InputException unwritable(Path place, IOException cause) {
        return new InputException(
                place.toString(),
                "a place that can be written",
                isFull(cause) ? "a full disk" : cause.toString(),
                "Choose another folder or free some space.",
                cause);
    }

    /** An error in writing, which a person can do something about. */
    public static InputException failure(Path file, IOException cause) {
        return new InputException(
                file.toString(),
                "a place that takes the whole file",
                isFull(cause) ? "a full disk" : cause.toString(),
                "Nothing was changed; free some space or choose another folder.",
                cause);
    }

    /** Whether writing failed because the disk, or what a person may use of it, is full. */
    public static boolean isFull(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        return Stream.of("No space left", "not enough space", "quota exceeded").anyMatch(message::contains);
    }

    /** What writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void to(OutputStream out) throws IOException;
    }

    /** Writes {@code text} to {@code file} in UTF-8, whole or not at all. */
    public static void write(Path file, String text) {
        write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes {@code content} to {@code file} as it comes, whole or not at all. */
    public static void write(Path file, Content content) {
        try (AtomicFile target = create(file)) {
            try (OutputStream out = target.stream()) {
                content.to(out);
            }
            target.commit();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /** The file's own name, absolute. */
    public Path file() {
        return file;
    }

    /** Appends the rest of {@code bytes}. */
    public void write(ByteBuffer bytes) {
        try {
            append(bytes);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private void append(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        temporary.write(bytes, written);
        written += count;
    }

    /** Appends what is written to it; closing it writes what it still holds and leaves this open. */
    private OutputStream stream() {
        return new BufferedOutputStream(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        append(ByteBuffer.wrap(new byte[] {(byte) b}));
                    }

                    @Override
                    public void write(byte[] bytes, int from, int count) throws IOException {
                        append(ByteBuffer.wrap(bytes, from, count));
                    }
                },
                1 << 16);
    }

    /** Forces the bytes to disk and gives the file its name. */
    public void commit() {
        try {
            temporary.force();
            temporary.close();
            Files.move(temporary.path(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            committed = true;
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /** Ends the writing; without {@link #commit()} before, nothing remains of it. */
    @Override
    public void close() {
        try {
            temporary.close();
            if (!committed) {
                Files.deleteIfExists(temporary.path());
            }
        } catch (IOException e) {
            throw new InputException(
                    temporary.path().toString(), "a file that can be removed", e.toString(), "Remove it.", e);
        }
    }
}
