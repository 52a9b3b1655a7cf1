package org.snmf.goldens;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Small checkpoints and tokenizers with what the reference implementation makes of them; see README.md beside them. */
public final class Goldens {
    private Goldens() {}

    /** A folder of this project's goldens, for example {@code gpt2} or {@code tokenizers/metaspace}. */
    public static Path folder(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("src/goldens").resolve(name);
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        throw new IllegalStateException(
                "no folder src/goldens/" + name + " here or above: run tests within the checkout");
    }

    /** The folder of the same name among richer goldens, which few checkouts have beside them: empty or one. */
    public static Stream<Path> beside(String name) {
        Path folder = Path.of(System.getProperty("snmf.fixtures", "absent")).resolve(name);
        return Files.isDirectory(folder) ? Stream.of(folder) : Stream.empty();
    }
}
