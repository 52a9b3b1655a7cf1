package org.snmf.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.snmf.errors.InputException;
import org.snmf.progress.Progress;

/**
 * The sha256 of large files, remembered between processes, since hashing 16 GB takes most of a minute. A file is taken for
 * the same when its path, size, inode, time of modification and time of change are the same; the last cannot be set by hand,
 * so that content cannot be exchanged unseen. A file that was changed in the last seconds is not remembered, because the
 * next change may bear the same time. Where a system tells no time of change, or the folder might be written by others,
 * nothing is remembered and every file is read.
 */
public final class FileDigests {
    /** Those of this user, in {@link UserCache}. */
    public static final FileDigests SHARED =
            new FileDigests(() -> UserCache.folder("digests"), 64L << 20, Clock.systemUTC());

    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final Supplier<Path> place;
    private final long least;
    private final Clock clock;

    /**
     * @param place where to remember, a folder that this user alone can write
     * @param least bytes of the smallest file that is remembered
     * @param clock tells whether a file has settled
     */
    FileDigests(Supplier<Path> place, long least, Clock clock) {
        this.place = place;
        this.least = least;
        this.clock = clock;
    }

    /** The sha256 of a file's bytes, in hexadecimal. */
    public String sha256(Path file) {
        return sha256(file, Progress.NONE);
    }

    /** As {@link #sha256(Path)}, where all of it must be read told of as {@link Sha256#of(Path, Progress)} is. */
    public String sha256(Path file, Progress progress) {
        try {
            if (Files.size(file) < least) {
                return Sha256.of(file, progress);
            }
            Path folder = place.get();
            if (!mayRemember(folder)) {
                return Sha256.of(file, progress);
            }
            Path record = folder.resolve(name(file.toRealPath()));
            String state = state(file);
            List<String> known = read(record);
            if (known.size() == 2 && known.get(0).equals(state) && known.get(1).matches("[0-9a-f]{64}")) {
                return known.get(1);
            }
            String digest = Sha256.of(file, progress);
            if (state.equals(state(file)) && hasSettled(file)) {
                AtomicFile.write(record, state + "\n" + digest + "\n");
            }
            return digest;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            if (progress.stopRequested() && e instanceof InputException stopped) {
                throw stopped;
            }
            // Memory of digests is a convenience: without it the file itself is asked.
            return Sha256.of(file, progress);
        }
    }

    /** Size, inode, time of modification and time of change. */
    private static String state(Path file) throws IOException {
        return String.format(
                Locale.ROOT,
                "%s %s %s %s",
                Files.size(file),
                Files.getAttribute(file, "unix:ino"),
                Files.getLastModifiedTime(file).toInstant(),
                ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant());
    }

    private boolean hasSettled(Path file) throws IOException {
        FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime");
        return changed.toInstant().plus(SETTLED).isBefore(clock.instant())
                && Files.getLastModifiedTime(file).toInstant().plus(SETTLED).isBefore(clock.instant());
    }

    /** Whether the folder is this user's and nobody else may write there. */
    private static boolean mayRemember(Path folder) throws IOException {
        PosixFileAttributes found =
                Files.readAttributes(folder, PosixFileAttributes.class, java.nio.file.LinkOption.NOFOLLOW_LINKS);
        return found.isDirectory()
                && found.owner().getName().equals(System.getProperty("user.name"))
                && !found.permissions().contains(PosixFilePermission.GROUP_WRITE)
                && !found.permissions().contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static String name(Path file) {
        byte[] path = file.toString().getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Sha256.fresh().digest(path));
    }

    private static List<String> read(Path record) throws IOException {
        try {
            return Files.readAllLines(record);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
