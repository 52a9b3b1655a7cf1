package org.snmf.demo.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.snmf.errors.InputException;

/**
 * Reads the grammar's text files. A line that begins with {@code @} opens a section: {@code @table name [uniform] :
 * columns}, {@code @list name}, {@code @cast name}, {@code @phrases cast}, {@code @templates}, {@code @times name},
 * {@code @frames}, {@code @joins}, {@code @openings}; {@code @weight} and (in a family's file) {@code @times} hold
 * one value. {@code #} begins a comment line.
 */
final class GrammarReader {
    private static final List<String> FAMILIES = List.of(
            "days",
            "months",
            "units",
            "colours",
            "animals",
            "food",
            "professions",
            "countries",
            "software",
            "emotions",
            "weather",
            "vehicles",
            "house",
            "body",
            "music",
            "dining",
            "sport",
            "everyday");

    private final Grammar grammar =
            new Grammar(new Verbs(lines("irregular-verbs.txt")), new Nouns(lines("irregular-nouns.txt")));
    private final List<WordFamily.Phrases> phrases = new ArrayList<>();
    private final List<String> templates = new ArrayList<>();
    private double weight;
    private String preferredTimes = "general";

    Grammar read() {
        for (String file : List.of("casts.txt", "frames.txt", "times.txt")) {
            readFile(file);
        }
        for (String family : FAMILIES) {
            phrases.clear();
            templates.clear();
            weight = 1;
            preferredTimes = "general";
            readFile("families/" + family + ".txt");
            grammar.families.add(
                    new WordFamily(family, weight, preferredTimes, List.copyOf(phrases), List.copyOf(templates)));
        }
        return grammar;
    }

    private void readFile(String file) {
        Section section = line -> {
            throw new InputException(file, "a section that begins with @", line, "Put the line into a section.");
        };
        boolean inFamily = file.startsWith("families/");
        for (String line : lines(file)) {
            if (line.startsWith("@")) {
                section = open(line.substring(1), inFamily);
            } else {
                section.accept(line);
            }
        }
    }

    /** Takes the lines of one section. */
    private interface Section {
        void accept(String line);
    }

    private Section open(String heading, boolean inFamily) {
        String[] words = heading.split(" ", -1);
        String name = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "table" -> table(name, heading)::add;
            case "list" -> {
                Table list = new Table(name, false, List.of());
                grammar.tables.put(name, list);
                yield line -> Arrays.stream(line.split(" *, *")).forEach(list::add);
            }
            case "cast" -> list(grammar.casts.computeIfAbsent(name, key -> new ArrayList<>()));
            case "phrases" -> {
                List<String> verbPhrases = new ArrayList<>();
                phrases.add(new WordFamily.Phrases(name, verbPhrases));
                yield list(verbPhrases);
            }
            case "templates" -> list(templates);
            case "frames" -> line -> grammar.frames.add(Tensed.parse(line));
            case "joins" -> line -> grammar.joins.add(Tensed.parse(line));
            case "openings" -> list(grammar.openings);
            case "times" -> times(name, inFamily);
            case "weight" -> {
                weight = Double.parseDouble(name);
                yield line -> {};
            }
            default ->
                throw new InputException("the grammar", "a known section", "@" + heading, "Correct the heading.");
        };
    }

    private static Section list(List<String> lines) {
        return lines::add;
    }

    private Section times(String name, boolean inFamily) {
        if (inFamily) {
            preferredTimes = name;
            return line -> {};
        }
        List<Tensed> group = grammar.times.computeIfAbsent(name, key -> new ArrayList<>());
        return line -> group.add(Tensed.parse(line));
    }

    private Table table(String name, String heading) {
        int colon = heading.indexOf(':');
        List<String> columns = List.of(heading.substring(colon + 1).strip().split(" +"));
        Table table = new Table(name, heading.substring(0, colon).contains(" uniform"), columns);
        grammar.tables.put(name, table);
        return table;
    }

    private static List<String> lines(String file) {
        try (InputStream in = GrammarReader.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new InputException(file, "a resource beside the generator", "none", "Build the module again.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
