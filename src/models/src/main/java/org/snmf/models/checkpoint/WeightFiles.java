package org.snmf.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.snmf.errors.InputException;

/**
 * The files that hold a checkpoint's weights.
 *
 * @param files by rising name
 * @param index which file a stored name belongs to; empty where there is one file
 */
public record WeightFiles(List<Path> files, Map<String, Path> index) {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    public static WeightFiles of(Path directory) {
        if (Files.isRegularFile(directory.resolve(SINGLE))) {
            return new WeightFiles(List.of(directory.resolve(SINGLE)), Map.of());
        }
        Path index = directory.resolve(INDEX);
        if (!Files.isRegularFile(index)) {
            throw ForeignFormats.withoutWeights(directory, SINGLE + " or " + INDEX);
        }
        return shards(directory, index);
    }

    private static WeightFiles shards(Path directory, Path index) {
        JsonNode map = ConfigKeys.parse(index).path("weight_map");
        Map<String, Path> places = new HashMap<>();
        TreeSet<String> names = new TreeSet<>();
        map.properties().forEach(entry -> {
            String name = entry.getValue().asText();
            names.add(name);
            places.put(entry.getKey(), directory.resolve(name));
        });
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
        return new WeightFiles(files, places);
    }
}
