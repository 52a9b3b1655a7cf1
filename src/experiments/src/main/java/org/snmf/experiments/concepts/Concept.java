package org.snmf.experiments.concepts;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.snmf.errors.InputException;
import org.snmf.experiments.describe.Words;

/**
 * Something that words name.
 *
 * @param name what it is called in tables
 * @param words the words that name it, in lower case
 */
public record Concept(String name, Set<String> words) {
    public Concept {
        words = words.stream().map(Words::fold).collect(Collectors.toUnmodifiableSet());
    }

    /** A concept with one word. */
    public static Concept of(String word) {
        return new Concept(word, Set.of(word));
    }

    /** Monday to Sunday. */
    public static List<Concept> days() {
        return list("Monday Tuesday Wednesday Thursday Friday Saturday Sunday");
    }

    /** January to December. */
    public static List<Concept> months() {
        return list("January February March April May June July August September October November December");
    }

    /** One concept for each word of {@code words}, which are parted by spaces. */
    public static List<Concept> list(String words) {
        return Arrays.stream(words.split(" ")).map(Concept::of).toList();
    }

    /** Four kinds of words for time: days of the week, months, seasons, and units from the second to the decade. */
    public static List<Concept> kindsOfTime() {
        return List.of(
                together("day", days()),
                together("month", months()),
                together("season", list("spring summer autumn winter")),
                together(
                        "unit",
                        list("second seconds minute minutes hour hours day days week weeks month months year years "
                                + "century decade")));
    }

    /** All words of several concepts as one concept. */
    public static Concept together(String name, List<Concept> concepts) {
        return new Concept(
                name, concepts.stream().flatMap(c -> c.words().stream()).collect(Collectors.toSet()));
    }

    /**
     * Refuses concepts of which two have a word in common: what is found for the one would be taken for both.
     *
     * @throws InputException naming the two and the word
     */
    public static void requireDistinct(List<Concept> concepts) {
        Map<String, Concept> byWord = new HashMap<>();
        for (Concept concept : concepts) {
            for (String word : concept.words()) {
                Concept earlier = byWord.put(word, concept);
                if (earlier != null) {
                    throw new InputException(
                            "concepts",
                            "each concept once, in one group",
                            "'" + word + "' in " + earlier.name() + " and in " + concept.name(),
                            "Leave one of them out.");
                }
            }
        }
    }

    /** Whether {@code word} names it, in whatever case. */
    public boolean names(String word) {
        return words.contains(Words.fold(word));
    }
}
