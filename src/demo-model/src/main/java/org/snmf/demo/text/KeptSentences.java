package org.snmf.demo.text;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Sentences that are kept for the notebooks and must not be trained on. A sentence counts as kept if its words are
 * those of a kept one, or differ in one word only.
 */
final class KeptSentences {
    private static final int SHORTEST_NEAR = 5;
    private final Set<String> keys = new HashSet<>();

    KeptSentences(Collection<String> sentences) {
        for (String sentence : sentences) {
            String[] words = words(sentence);
            keys.add(String.join(" ", words));
            for (int i = 0; i < words.length && words.length >= SHORTEST_NEAR; i++) {
                keys.add(masked(words, i));
            }
        }
    }

    /** Whether {@code sentence} is a kept one or nearly so. */
    boolean contains(String sentence) {
        String[] words = words(sentence);
        boolean found = keys.contains(String.join(" ", words));
        for (int i = 0; i < words.length && words.length >= SHORTEST_NEAR && !found; i++) {
            found = keys.contains(masked(words, i));
        }
        return found;
    }

    private static String[] words(String sentence) {
        return sentence.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip()
                .split(" ");
    }

    private static String masked(String[] words, int at) {
        String[] copy = words.clone();
        copy[at] = "_";
        return String.join(" ", copy);
    }
}
