package org.snmf.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.snmf.errors.InputException;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** SHA-256, which tells whether two files are the same. */
public final class Sha256 {
    private static final long TOLD = 64 << 20;

    private Sha256() {}

    /**
     * The digest of a file's bytes, in hexadecimal.
     *
     * @throws InputException if the file cannot be read
     */
    public static String of(Path file) {
        return of(file, Progress.NONE);
    }

    /**
     * As {@link #of(Path)}, told of every {@value #TOLD} bytes.
     *
     * @throws InputException also if a stop is requested before the end
     */
    public static String of(Path file, Progress progress) {
        MessageDigest digest = fresh();
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            long done = 0;
            long told = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                done += read;
                if (done - told >= TOLD) {
                    told = done;
                    tell(file, done, progress);
                }
            }
        } catch (IOException e) {
            throw new InputException(file.toString(), "a readable file", e.toString(), "Check the path.", e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void tell(Path file, long done, Progress progress) throws IOException {
        progress.report(new Step("hash", done, Files.size(file), "bytes", String.valueOf(file.getFileName())));
        if (progress.stopRequested()) {
            throw new InputException(
                    file.toString(), "all bytes read for its hash before a stop", done + " bytes", "Run it again.");
        }
    }

    /** A digest of nothing yet. */
    public static MessageDigest fresh() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
