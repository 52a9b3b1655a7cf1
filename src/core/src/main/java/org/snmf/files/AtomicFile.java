package org.snmf.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snmf.errors.InputException;

/**
 * A file that is written under a temporary name beside its own and renamed when it is whole, so that a reader never sees
 * half of it and a failure loses nothing that stood there before.
 */
public final class AtomicFile implements AutoCloseable {
    private final Path file;
    private final Path temporary;
    private final FileChannel channel;
    private boolean committed;

    private AtomicFile(Path file, Path temporary, FileChannel channel) {
        this.file = file;
        this.temporary = temporary;
        this.channel = channel;
    }

    /** Starts writing {@code file}; missing parent folders are made. */
    public static AtomicFile create(Path file) {
        Path absolute = file.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            throw new InputException(file.toString(), "the name of a file", "a folder", "Name a file inside it.");
        }
        Path temporary = absolute.resolveSibling(
                "." + absolute.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.createDirectories(absolute.getParent());
            removeLeftovers(absolute);
            FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            return new AtomicFile(absolute, temporary, channel);
        } catch (IOException e) {
            throw new InputException(
                    file.toString(),
                    "a place that can be written",
                    e.toString(),
                    "Choose another folder or free some space.",
                    e);
        }
    }

    /** Removes what processes that were killed while they wrote this file have left. */
    private static void removeLeftovers(Path file) throws IOException {
        Pattern leftover = Pattern.compile(Pattern.quote("." + file.getFileName() + ".") + "(\\d{1,18})\\.tmp");
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(file.getParent())) {
            for (Path entry : entries) {
                Matcher matcher = leftover.matcher(entry.getFileName().toString());
                if (matcher.matches()
                        && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()) {
                    Files.deleteIfExists(entry);
                }
            }
        }
    }

    /** An error in writing, which a person can do something about. */
    static InputException failure(Path file, IOException cause) {
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

    /** Writes {@code text} to {@code file} in UTF-8, whole or not at all. */
    public static void write(Path file, String text) {
        try (AtomicFile target = create(file)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                target.channel().write(bytes);
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

    /** Where to write. */
    public FileChannel channel() {
        return channel;
    }

    /** Forces the bytes to disk and gives the file its name. */
    public void commit() {
        try {
            channel.force(true);
            channel.close();
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            committed = true;
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /** Ends the writing; without {@link #commit()} before, nothing remains of it. */
    @Override
    public void close() {
        try {
            channel.close();
            if (!committed) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(temporary + ": could not be removed", e);
        }
    }
}
