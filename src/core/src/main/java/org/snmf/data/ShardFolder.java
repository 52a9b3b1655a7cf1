package org.snmf.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snmf.errors.InputException;
import org.snmf.store.Sentence;

/**
 * A folder of Parquet shards, as a data set of the Hugging Face hub lies on disk: {@code data/train-00000-of-00002.parquet} or
 * {@code plain_text/train/0000.parquet}. Shards that differ in their numbers alone are one split.
 */
final class ShardFolder {
    private static final String SHARD = "([-_]?\\d+(-of-\\d+)?)?\\.parquet$";

    private ShardFolder() {}

    /**
     * The sentences of a split, shard by shard.
     *
     * @param split its name, with or without folders before it; empty for the only one
     */
    static List<Sentence> of(Path folder, String split) {
        Map<String, List<Path>> splits = splits(folder);
        if (splits.isEmpty()) {
            throw new InputException(
                    folder.toString(),
                    "a folder with Parquet files",
                    holdsArrow(folder) ? "Arrow files of save_to_disk" : "a folder without any",
                    holdsArrow(folder)
                            ? "Write the data set with to_parquet, or as JSON Lines."
                            : "Name a file of sentences.");
        }
        List<String> meant = splits.keySet().stream()
                .filter(name -> split.isEmpty() || name.equals(split) || name.endsWith("/" + split))
                .toList();
        if (meant.size() != 1) {
            throw new InputException(
                    folder.toString(),
                    split.isEmpty() ? "one split" : "one split named " + split,
                    String.join(", ", splits.keySet()),
                    "Name one of them behind the folder, as in " + folder + "#"
                            + splits.keySet().iterator().next() + ".");
        }
        List<Sentence> sentences = new ArrayList<>();
        for (Path shard : splits.getOrDefault(meant.get(0), List.of())) {
            sentences.addAll(ParquetSentences.of(shard));
        }
        return sentences;
    }

    /** Shards in order, by the name of their split. */
    private static Map<String, List<Path>> splits(Path folder) {
        Map<String, List<Path>> splits = new TreeMap<>();
        for (Path file : files(folder)) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            if (name.endsWith(".parquet")) {
                String split = name.replaceFirst(SHARD, "").replaceFirst("/$", "");
                splits.computeIfAbsent(split, s -> new ArrayList<>()).add(file);
            }
        }
        return splits;
    }

    private static boolean holdsArrow(Path folder) {
        return files(folder).stream().anyMatch(file -> file.toString().endsWith(".arrow"));
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder, 4)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new InputException(folder.toString(), "a readable folder", e.toString(), "", e);
        }
    }
}
