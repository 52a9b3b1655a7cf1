package org.snmf.experiments.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snmf.errors.InputException;

/**
 * What is asked, as a text with places {@code {{name}}} to fill. The shipped ones follow the paper's Appendix H in words of
 * their own; a folder may hold others under the same names.
 */
public final class PromptTemplate {
    /** The texts that there are, and the places that each has. */
    public enum Name {
        /** A description from contexts. */
        DESCRIBE_CONTEXTS(Set.of("contexts")),
        /** A description from promoted tokens. */
        DESCRIBE_TOKENS(Set.of("tokens")),
        /** A sentence that shows a concept, for a data set. */
        WRITE_CONCEPT(Set.of("concept", "sentences")),
        /** A sentence that should activate a feature. */
        WRITE_ACTIVATING(Set.of("description", "sentences")),
        /** A sentence that should not. */
        WRITE_NEUTRAL(Set.of("description", "sentences")),
        /** How well a text shows a concept. */
        JUDGE_CONCEPT(Set.of("concept", "text")),
        /** How fluent a text is. */
        JUDGE_FLUENCY(Set.of("text"));

        private final Set<String> places;

        Name(Set<String> places) {
            this.places = places;
        }

        /** Its file in a folder of templates. */
        public String file() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + ".txt";
        }
    }

    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private final Name name;
    private final String text;

    private PromptTemplate(Name name, String text) {
        this.name = name;
        this.text = text;
    }

    /**
     * The folder's text where it has one of that name, else the shipped one.
     *
     * @param folder of a person's own templates
     * @throws InputException if the folder holds a text file of no such name, or a text lacks a place or has an unknown one
     */
    public static PromptTemplate of(Name name, Optional<Path> folder) {
        Optional<Path> own = folder.map(f -> checked(f).resolve(name.file())).filter(Files::exists);
        String where = own.map(Path::toString).orElse(name.file());
        String text = own.map(PromptTemplate::read).orElseGet(() -> shipped(name));
        Set<String> found =
                PLACE.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toCollection(TreeSet::new));
        if (!found.equals(name.places)) {
            throw new InputException(where, "the places " + places(name.places), places(found), "");
        }
        return new PromptTemplate(name, text);
    }

    private static String places(Set<String> names) {
        return names.isEmpty()
                ? "none"
                : new TreeSet<>(names).stream().map(n -> "{{" + n + "}}").collect(Collectors.joining(", "));
    }

    /** A misspelt name would silently leave the shipped text in force. */
    private static Path checked(Path folder) {
        Set<String> known = Stream.of(Name.values()).map(Name::file).collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> files = Files.list(folder)) {
            files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".txt") && !known.contains(f))
                    .findFirst()
                    .ifPresent(f -> {
                        throw new InputException(
                                folder.resolve(f).toString(), "one of " + String.join(", ", known), f, "Rename it.");
                    });
            return folder;
        } catch (IOException e) {
            throw new InputException(folder.toString(), "a folder of templates", e.toString(), "", e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InputException(file.toString(), "a text in UTF-8", e.toString(), "", e);
        }
    }

    private static String shipped(Name name) {
        try (InputStream in = PromptTemplate.class.getResourceAsStream(name.file())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text with every place filled. What is filled in is not searched for places. */
    public String fill(Map<String, String> values) {
        if (!values.keySet().equals(name.places)) {
            throw new InputException(name.file(), "values for " + places(name.places), places(values.keySet()), "");
        }
        return PLACE.matcher(text)
                .replaceAll((MatchResult place) -> Matcher.quoteReplacement(values.get(place.group(1))));
    }
}
