package org.snmf.hierarchy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.snmf.errors.InputException;

/** Reads and writes forests; a file appears under its name only when it is whole. */
final class ForestFiles {
    private ForestFiles() {}

    static void save(FeatureForest forest, Path file) {
        write(file, export(forest, file));
    }

    private static String export(FeatureForest forest, Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".json")) {
            return forest.toJson();
        }
        if (name.endsWith(".graphml")) {
            return forest.toGraphMl();
        }
        if (name.endsWith(".nwk") || name.endsWith(".newick")) {
            return forest.toNewick();
        }
        throw new InputException(
                file.toString(),
                "a name that ends in .json, .graphml, .nwk or .newick",
                "\"" + name + "\"",
                "Choose the format by the ending of the name.");
    }

    private static void write(Path file, String text) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + file, e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InputException(
                    file.toString(),
                    "a readable JSON file",
                    e.getClass().getSimpleName() + ": " + e.getMessage(),
                    "",
                    e);
        }
    }
}
