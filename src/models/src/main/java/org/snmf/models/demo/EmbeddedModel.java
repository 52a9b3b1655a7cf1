package org.snmf.models.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.snmf.data.DataSet;
import org.snmf.errors.InputException;
import org.snmf.files.AtomicFile;
import org.snmf.files.UserCache;
import org.snmf.models.network.LanguageModel;
import org.snmf.store.Sentence;

/**
 * The small language model that comes with the library, and the sentences that come with it: everything that the main
 * job needs on a machine without network. The model is a GPT-2 of three layers that was trained on English text about
 * everyday things, written by hand and composed for this project (see its README.md); the sentences were written by hand
 * too and never trained on.
 */
public final class EmbeddedModel {
    private static final List<String> FILES =
            List.of("config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors", "README.md");

    private EmbeddedModel() {}

    /** The model, ready to run. It holds native memory: close it. */
    public static LanguageModel load() {
        return LanguageModel.load(directory());
    }

    /**
     * The model as a directory in the layout of the Hugging Face hub, in {@link UserCache}.
     *
     * @see #directory(Path)
     */
    public static Path directory() {
        return directory(UserCache.folder("models"));
    }

    /**
     * The model as a directory in the layout of the Hugging Face hub. Its name holds a checksum of its content; it is
     * written when it is not there yet, and again where a file in it was changed. Several processes may ask at once.
     *
     * @param parent where to keep it; made if needed
     */
    public static Path directory(Path parent) {
        MessageDigest whole = sha256();
        FILES.forEach(file -> whole.update(resource("model/" + file)));
        String checksum = HexFormat.of().formatHex(whole.digest()).substring(0, 16);
        Path directory = parent.resolve("snmf-embedded-model-" + checksum);
        for (String file : FILES) {
            keep(directory.resolve(file), resource("model/" + file));
        }
        return directory;
    }

    /** Hand-written sentences for the concepts of everyday life, labelled with their concept. */
    public static List<Sentence> sentences() {
        return data("sentences.json");
    }

    /** Hand-written sentences about days, months, seasons and other units of time, labelled with the unit. */
    public static List<Sentence> timeUnits() {
        return data("time-units.json");
    }

    /** Hand-written sentences about things with their parts and kinds, labelled "thing / part" or "thing / kind". */
    public static List<Sentence> partsAndKinds() {
        return data("parts-and-kinds.json");
    }

    private static List<Sentence> data(String name) {
        return DataSet.parse(new String(resource("data/" + name), StandardCharsets.UTF_8), "embedded " + name);
    }

    /** Writes the file unless it is there with this very content; others may do the same at the same time. */
    private static void keep(Path file, byte[] content) {
        if (!holds(file, content)) {
            AtomicFile.write(file, out -> out.write(content));
        }
    }

    private static boolean holds(Path file, byte[] content) {
        try {
            return Files.isRegularFile(file) && MessageDigest.isEqual(content, Files.readAllBytes(file));
        } catch (IOException e) {
            // Not readable: written anew, or refused with the reason there.
            return false;
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = EmbeddedModel.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new InputException(
                        "embedded " + name, "a resource of the models module", "none", "Build the module again.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
