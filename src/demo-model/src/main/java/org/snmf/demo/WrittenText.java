package org.snmf.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.snmf.errors.InputException;

/**
 * The paragraphs written by hand for this project.
 *
 * @param training what the model learns from
 * @param heldOut every tenth paragraph of each file (the 10th, 20th, …), which it never sees
 */
public record WrittenText(List<String> training, List<String> heldOut) {
    private static final int HELD_OUT_ONE_IN = 10;

    public WrittenText {
        training = List.copyOf(training);
        heldOut = List.copyOf(heldOut);
    }

    /**
     * Reads all {@code .txt} files of {@code folder} in the order of their names: one paragraph a line, empty lines
     * between.
     *
     * @throws InputException if there is none
     */
    public static WrittenText read(Path folder) {
        List<String> training = new ArrayList<>();
        List<String> heldOut = new ArrayList<>();
        for (Path file : files(folder)) {
            List<String> paragraphs = paragraphs(file);
            for (int i = 0; i < paragraphs.size(); i++) {
                (i % HELD_OUT_ONE_IN == HELD_OUT_ONE_IN - 1 ? heldOut : training).add(paragraphs.get(i));
            }
        }
        if (training.isEmpty()) {
            throw new InputException(folder.toString(), "files *.txt with paragraphs", "none", "");
        }
        return new WrittenText(training, heldOut);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> paragraphs(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
