package org.snmf.features;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a person reads of one feature: column r of Z and row r of Y with the places where it is strongest.
 *
 * @param index r, from 0
 * @param supportSize number of neurons with a value in column r of Z
 * @param share the feature's share of the reconstruction, as {@link ReconstructionShares} defines it; 0 for a dead
 *     feature
 * @param content what of the share lies beyond function words and punctuation, as {@link ContentShares} defines it
 * @param contexts the strongest contexts, strongest first; fewer than asked for when the coefficients are 0 elsewhere,
 *     none for a dead feature
 */
public record Feature(int index, int supportSize, double share, double content, List<Context> contexts) {
    public Feature {
        contexts = List.copyOf(contexts);
    }

    /** Whether the feature contributes nothing: its column of Z or its row of Y is all zero. */
    public boolean dead() {
        return share == 0;
    }

    /** The label of the data that most of the contexts have, the first of equals; empty where none has one. */
    public Optional<String> dataLabel() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Context context : contexts) {
            if (!context.sentence().label().isEmpty()) {
                counts.merge(context.sentence().label(), 1, Integer::sum);
            }
        }
        int most = counts.values().stream().mapToInt(count -> count).max().orElse(0);
        return counts.entrySet().stream()
                .filter(label -> label.getValue() == most)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Share of the contexts whose sentence has the {@link #dataLabel()}; NaN where there is none. */
    public double purity() {
        return dataLabel()
                .map(label -> contexts.stream()
                                .filter(c -> c.sentence().label().equals(label))
                                .count()
                        / (double) contexts.size())
                .orElse(Double.NaN);
    }

    /**
     * Share of the contexts at whose token the same word stands, in whatever case, for the word that stands at most of them:
     * 1 where the feature reads one word, 0 where there are no contexts.
     */
    public double wordShare() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Context context : contexts) {
            counts.merge(context.token().text().strip().toLowerCase(Locale.ROOT), 1, Integer::sum);
        }
        int most = counts.values().stream().mapToInt(count -> count).max().orElse(0);
        return contexts.isEmpty() ? 0 : most / (double) contexts.size();
    }

    /** The largest coefficient among the contexts; 0 when there are none. */
    public float peak() {
        return contexts.isEmpty() ? 0 : contexts.get(0).coefficient();
    }
}
