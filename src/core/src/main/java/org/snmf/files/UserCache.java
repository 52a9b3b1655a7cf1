package org.snmf.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.snmf.errors.InputException;

/**
 * The folder in which the library keeps, for this user alone, what it would otherwise make again: {@code .cache/snmf} in the
 * home folder, {@code Library/Caches/snmf} on macOS, {@code AppData/Local/snmf/Cache} on Windows, or what the system property
 * {@value #PROPERTY} names. It may be deleted at any time.
 */
public final class UserCache {
    /** The one setting that moves it. */
    public static final String PROPERTY = "snmf.cache";

    private UserCache() {}

    /**
     * The folder {@code name} in it, made if needed, open to this user alone.
     *
     * @throws InputException if it cannot be made
     */
    public static Path folder(String name) {
        Path folder = root().resolve(name);
        try {
            Files.createDirectories(root().getParent());
            boolean posix = Files.getFileStore(root().getParent()).supportsFileAttributeView("posix");
            FileAttribute<?>[] mine = posix
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                    }
                    : new FileAttribute<?>[0];
            return Files.createDirectories(folder, mine);
        } catch (IOException e) {
            throw new InputException(
                    folder.toString(),
                    "a folder of this user that can be written",
                    e.toString(),
                    "Name another with SNMF_CACHE=FOLDER or -D" + PROPERTY + "=FOLDER.",
                    e);
        }
    }

    private static Path root() {
        String named = System.getProperty(PROPERTY, "");
        if (!named.isEmpty()) {
            return Path.of(named).toAbsolutePath();
        }
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Path home = Path.of(System.getProperty("user.home"));
        if (os.startsWith("mac")) {
            return home.resolve("Library").resolve("Caches").resolve("snmf");
        }
        return os.startsWith("windows")
                ? home.resolve("AppData").resolve("Local").resolve("snmf").resolve("Cache")
                : home.resolve(".cache").resolve("snmf");
    }
}
