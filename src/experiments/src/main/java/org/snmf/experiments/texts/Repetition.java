package org.snmf.experiments.texts;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** How much a text repeats itself, from its words alone. */
public final class Repetition {
    private Repetition() {}

    /**
     * Share of the text's pairs of neighbouring words that occurred in it before: 1 − distinct/all, in [0, 1). Ordinary
     * prose of fifty words has a few hundredths, a loop nearly 1. Texts of fewer than two words have 0.
     */
    public static double ofPairs(String text) {
        List<String> words = Stream.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}'’]+"))
                .filter(w -> !w.isEmpty())
                .toList();
        Set<List<String>> distinct = new HashSet<>();
        for (int i = 0; i + 1 < words.size(); i++) {
            distinct.add(words.subList(i, i + 2));
        }
        return words.size() < 2 ? 0 : 1 - distinct.size() / (words.size() - 1.0);
    }
}
