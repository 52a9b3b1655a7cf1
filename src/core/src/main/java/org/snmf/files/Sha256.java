package org.snmf.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.snmf.errors.InputException;

/** SHA-256, which tells whether two files are the same. */
public final class Sha256 {
    private Sha256() {}

    /**
     * The digest of a file's bytes, in hexadecimal.
     *
     * @throws InputException if the file cannot be read
     */
    public static String of(Path file) {
        MessageDigest digest = fresh();
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new InputException(file.toString(), "a readable file", e.toString(), "Check the path.", e);
        }
        return HexFormat.of().formatHex(digest.digest());
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
