package org.snmf.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.snmf.errors.InputException;
import org.snmf.progress.Undisturbed;

/**
 * A file that is open for reads and writes at any place of it, by any number of threads. An interrupt of a thread that reads
 * or writes neither closes the file nor ends the call: the interrupt is still pending when the call returns.
 */
public final class OpenFile implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private OpenFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a file to read from.
     *
     * @throws InputException if there is none, or it cannot be read
     */
    public static OpenFile toRead(Path file) {
        if (Files.isDirectory(file)) {
            throw new InputException(file.toString(), "a file", "a folder", "Name a file inside it.");
        }
        try {
            return open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new InputException(file.toString(), "a file", "nothing", "Check the path.", e);
        } catch (IOException e) {
            throw new InputException(file.toString(), "a readable file", e.toString(), "Check its permissions.", e);
        }
    }

    /** Opens a file with options of {@link FileChannel#open(Path, OpenOption...)}. */
    public static OpenFile open(Path file, OpenOption... options) throws IOException {
        return new OpenFile(file, Undisturbed.call(() -> FileChannel.open(file, options)));
    }

    /** Where it is. */
    public Path path() {
        return file;
    }

    /** Its length in bytes at this moment. */
    public long size() throws IOException {
        return whileOpen(channel::size);
    }

    /**
     * Fills the rest of {@code into} with the bytes from {@code position} on.
     *
     * @throws InputException if the file ends before
     */
    public void read(ByteBuffer into, long position) throws IOException {
        runWhileOpen(() -> {
            for (long at = position; into.hasRemaining(); ) {
                int read = channel.read(into, at);
                if (read < 0) {
                    throw new InputException(
                            file.toString(),
                            "data up to byte " + (at + into.remaining()),
                            "the end of the file at byte " + at,
                            "The file is truncated; fetch or write it again.");
                }
                at += read;
            }
        });
    }

    /** Writes the rest of {@code from} to the bytes from {@code position} on. */
    public void write(ByteBuffer from, long position) throws IOException {
        runWhileOpen(() -> {
            for (long at = position; from.hasRemaining(); ) {
                at += channel.write(from, at);
            }
        });
    }

    /** Bytes of the file as they lie in memory, read-only; stays valid when the file is closed. */
    public ByteBuffer map(long position, long length) throws IOException {
        return whileOpen(() -> channel.map(FileChannel.MapMode.READ_ONLY, position, length));
    }

    /** Returns when everything written so far is on the disk. */
    public void force() throws IOException {
        runWhileOpen(() -> channel.force(true));
    }

    private void runWhileOpen(Undisturbed.Action<IOException> work) throws IOException {
        whileOpen(() -> {
            work.run();
            return true;
        });
    }

    private <T> T whileOpen(Undisturbed.Work<T, IOException> work) throws IOException {
        try {
            return Undisturbed.call(work);
        } catch (ClosedChannelException e) {
            throw new InputException(
                    file.toString(), "an open file", "one that was closed", "Open what it belongs to again.", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": could not be closed", e);
        }
    }
}
