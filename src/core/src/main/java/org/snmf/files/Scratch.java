package org.snmf.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;

/**
 * A fresh folder for what is needed for a while, below the system's folder for temporary files: open to this user alone, and
 * gone with all that it holds when the process ends.
 */
public final class Scratch {
    private static @Nullable Path folder;

    private Scratch() {}

    /**
     * The folder of this process.
     *
     * @throws InputException if it cannot be made
     */
    public static synchronized Path folder() {
        if (folder == null || !Files.isDirectory(folder)) {
            try {
                folder = Files.createTempDirectory("snmf-");
            } catch (IOException e) {
                throw new InputException(
                        System.getProperty("java.io.tmpdir"),
                        "a folder for temporary files that can be written",
                        e.toString(),
                        "Start Java with -Djava.io.tmpdir=FOLDER.",
                        e);
            }
            removeAtTheEnd();
        }
        return folder;
    }

    private static void removeAtTheEnd() {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(Scratch::remove, "snmf-scratch"));
        } catch (IllegalStateException e) {
            // The process is ending already, and what ends it removes the folder last.
            return;
        }
    }

    /** Removes the folder; for those who end the process without its shutdown hooks. */
    public static synchronized void remove() {
        if (folder == null) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
            folder = null;
        } catch (IOException e) {
            // The process ends: what could not be removed now is left to the system's own cleaning.
            return;
        }
    }
}
