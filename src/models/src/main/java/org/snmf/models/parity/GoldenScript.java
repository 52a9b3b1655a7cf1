package org.snmf.models.parity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.snmf.files.AtomicFile;

/** The script that makes golden values of a user's own checkpoint with the reference implementation. */
public final class GoldenScript {
    /** What the script imports. */
    public static final String NEEDS = "Python with torch, transformers 5 and safetensors";

    private GoldenScript() {}

    /** Reference implementations. */
    public enum Library {
        /** Hugging Face transformers. */
        HF
    }

    /**
     * Writes the script for a library.
     *
     * @throws org.snmf.errors.InputException if the file cannot be written
     */
    public static void write(Library library, Path file) {
        try (InputStream in = GoldenScript.class.getResourceAsStream("golden.py")) {
            AtomicFile.write(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
