package org.snmf.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.snmf.progress.Undisturbed;

/**
 * Tells other writers that one is at work: a file that the operating system keeps locked until its process closes it or ends
 * in whatever way. Where a file system knows no locks nobody is kept out.
 */
public final class WriterLock implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private WriterLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock {@code file}; empty if another writer, of this process or another, has it. */
    public static Optional<WriterLock> take(Path file) throws IOException {
        return Undisturbed.call(() -> {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isFree(channel)) {
                return Optional.of(new WriterLock(file, channel));
            }
            channel.close();
            return Optional.empty();
        });
    }

    private static boolean isFree(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Gives the lock back and removes its file. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": could not be removed", e);
        }
    }
}
