package org.snmf.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.snmf.errors.InputException;

/** Finds the files that hold a checkpoint's weights. */
public final class WeightFiles {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private WeightFiles() {}

    public static List<Path> of(Path directory) {
        if (Files.isRegularFile(directory.resolve(SINGLE))) {
            return List.of(directory.resolve(SINGLE));
        }
        Path index = directory.resolve(INDEX);
        if (!Files.isRegularFile(index)) {
            throw new InputException(
                    directory.toString(),
                    SINGLE + " or " + INDEX,
                    "neither",
                    "Weights in other formats (pickles, GGUF) are not read; convert them to safetensors.");
        }
        return shards(directory, index);
    }

    private static List<Path> shards(Path directory, Path index) {
        JsonNode map;
        try {
            map = new ObjectMapper().readTree(index.toFile()).path("weight_map");
        } catch (IOException e) {
            throw new InputException(index.toString(), "JSON", e.getMessage(), "Download the file again.", e);
        }
        TreeSet<String> names = new TreeSet<>();
        map.forEach(name -> names.add(name.asText()));
        if (names.isEmpty()) {
            throw new InputException(index.toString(), "a weight_map", "none", "Download the file again.");
        }
        List<Path> files = names.stream().map(directory::resolve).toList();
        for (Path file : files) {
            if (!file.normalize().startsWith(directory.normalize())) {
                throw new InputException(index.toString(), "shards beside it", file.toString(), "");
            }
            if (!Files.isRegularFile(file)) {
                throw new InputException(
                        directory.toString(),
                        "shard " + file.getFileName() + ", which the index names",
                        "no such file",
                        "Download the missing shard.");
            }
        }
        return files;
    }
}
