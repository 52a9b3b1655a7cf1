package org.snmf.experiments.describe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.snmf.errors.InputException;
import org.snmf.store.Sentence;

/**
 * The names among which a describer chooses.
 *
 * @param names distinct and not blank, at least two: with one there is nothing to choose
 * @param source where they are from
 */
public record ConceptNames(List<String> names, String source) {
    /** @throws InputException if there are fewer than two distinct names */
    public ConceptNames {
        names = names.stream()
                .map(String::strip)
                .filter(n -> !n.isEmpty())
                .distinct()
                .toList();
        if (names.size() < 2) {
            throw new InputException(
                    source,
                    "names for features, at least two",
                    names.isEmpty() ? "none" : "'" + names.get(0) + "' alone",
                    "Give data with labels, a file of names with --names, or --names general.");
        }
    }

    /** The labels of sentences. */
    public static ConceptNames ofLabels(List<Sentence> sentences) {
        return new ConceptNames(sentences.stream().map(Sentence::label).toList(), "labels of the data");
    }

    /** A person's own: a text file with one name a line; lines that begin with # are notes. */
    public static ConceptNames ofFile(Path file) {
        try {
            return new ConceptNames(withoutNotes(Files.readString(file)), file.toString());
        } catch (IOException e) {
            throw new InputException(file.toString(), "a text with a name a line", e.toString(), "", e);
        }
    }

    /** About two hundred and fifty general concepts that come with the library, for data without labels. */
    public static ConceptNames general() {
        try (InputStream in = ConceptNames.class.getResourceAsStream("concept-names.txt")) {
            return new ConceptNames(
                    withoutNotes(new String(in.readAllBytes(), StandardCharsets.UTF_8)), "general concepts");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> withoutNotes(String text) {
        return Stream.of(text.split("\\R"))
                .filter(line -> !line.startsWith("#"))
                .toList();
    }
}
