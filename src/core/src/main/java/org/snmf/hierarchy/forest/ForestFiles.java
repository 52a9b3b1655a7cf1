package org.snmf.hierarchy.forest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.snmf.errors.InputException;
import org.snmf.files.AtomicFile;

/** Reads and writes forests; a file appears under its name only when it is whole. */
final class ForestFiles {
    private ForestFiles() {}

    static void save(FeatureForest forest, Path file) {
        AtomicFile.write(file, export(forest, file));
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
