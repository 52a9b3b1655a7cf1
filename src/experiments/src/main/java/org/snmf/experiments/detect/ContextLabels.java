package org.snmf.experiments.detect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snmf.experiments.directions.Activity;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.store.Token;

/**
 * Labels from labelled sentences: a direction is called what most of the sentences are called in which it is strongest. The
 * sentences must not be those that it is then tested on.
 */
public final class ContextLabels {
    /** How many sentences are asked. */
    public static final int CONTEXTS = 10;

    private static final String GIVER = "contexts";
    private static final String SUPERVISION = "supervision";

    private ContextLabels() {}

    /**
     * The label of most of the {@value #CONTEXTS} sentences with the largest coefficients, each sentence counted once at its
     * strongest token and only where the coefficient is positive; of equally frequent labels that of the strongest sentence.
     * Without a positive coefficient there is no label. {@link DirectionLabel#share} is the share of those sentences.
     *
     * @param activity how strong each direction is in labelled sentences
     * @return one label a row, in order
     */
    public static List<DirectionLabel> of(Activity activity) {
        return IntStream.range(0, activity.strengths().features())
                .mapToObj(i -> label(activity, i))
                .toList();
    }

    /** Each direction is called by its own name, as those are that were made for a label. */
    public static List<DirectionLabel> ofNames(ConceptDirections directions) {
        return IntStream.range(0, directions.size())
                .mapToObj(i -> new DirectionLabel(Optional.of(directions.name(i)), 1, SUPERVISION))
                .toList();
    }

    /** Whether a method was told the label, as those are that {@link #ofNames} gives. */
    public static boolean isTold(DirectionLabel label) {
        return label.giver().equals(SUPERVISION);
    }

    private static DirectionLabel label(Activity activity, int i) {
        List<Token> strongest = activity.peaks(i, CONTEXTS);
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Token peak : strongest) {
            counts.merge(activity.tokens().sentence(peak.sentence()).label(), 1, Integer::sum);
        }
        counts.remove("");
        // The map keeps the order of strength, so the first of equals is that of the strongest sentence.
        return counts.entrySet().stream()
                .reduce((a, b) -> b.getValue() > a.getValue() ? b : a)
                .map(most -> new DirectionLabel(
                        Optional.of(most.getKey()), most.getValue() / (double) strongest.size(), GIVER))
                .orElse(DirectionLabel.none(GIVER));
    }
}
