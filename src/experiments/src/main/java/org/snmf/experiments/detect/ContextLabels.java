package org.snmf.experiments.detect;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.matrix.Coefficients;
import org.snmf.store.TokenTable;

/**
 * Labels from labelled sentences: a direction is called what most of the sentences are called in which it is strongest. The
 * sentences must not be those that it is then tested on.
 */
public final class ContextLabels {
    /** How many sentences are asked. */
    public static final int CONTEXTS = 10;

    private static final String GIVER = "contexts";

    private ContextLabels() {}

    /**
     * The label of most of the {@value #CONTEXTS} sentences with the largest coefficients, each sentence counted once at its
     * strongest token and only where the coefficient is positive; of equally frequent labels that of the strongest sentence.
     * Without a positive coefficient there is no label. {@link DirectionLabel#share} is the share of those sentences.
     *
     * @param strengths how strong each direction is at each token (k × n)
     * @param tokens what the n columns are, labelled
     * @return one label a row, in order
     */
    public static List<DirectionLabel> of(Coefficients strengths, TokenTable tokens) {
        if (strengths.tokens() != tokens.size()) {
            throw new InputException(
                    "strengths of directions",
                    "one column for each of " + tokens.size() + " tokens",
                    strengths.tokens() + " columns",
                    "");
        }
        return IntStream.range(0, strengths.features())
                .mapToObj(r -> label(strengths.feature(r), tokens))
                .toList();
    }

    /** Each direction is called by its own name, as those are that were made for a label. */
    public static List<DirectionLabel> ofNames(ConceptDirections directions) {
        return IntStream.range(0, directions.size())
                .mapToObj(i -> new DirectionLabel(Optional.of(directions.name(i)), 1, "supervision"))
                .toList();
    }

    private static DirectionLabel label(float[] row, TokenTable tokens) {
        float[] best = new float[tokens.sentenceCount()];
        for (int t = 0; t < row.length; t++) {
            int sentence = tokens.token(t).sentence();
            best[sentence] = Math.max(best[sentence], row[t]);
        }
        PriorityQueue<Integer> strongest = new PriorityQueue<>(
                Comparator.comparingDouble((Integer s) -> -best[s]).thenComparing(s -> s));
        IntStream.range(0, best.length).filter(s -> best[s] > 0).forEach(strongest::add);
        Map<String, Integer> counts = new LinkedHashMap<>();
        int asked = Math.min(CONTEXTS, strongest.size());
        for (int i = 0; i < asked; i++) {
            counts.merge(tokens.sentence(strongest.remove()).label(), 1, Integer::sum);
        }
        counts.remove("");
        // The map keeps the order of strength, so the first of equals is that of the strongest sentence.
        return counts.entrySet().stream()
                .reduce((a, b) -> b.getValue() > a.getValue() ? b : a)
                .map(most -> new DirectionLabel(Optional.of(most.getKey()), most.getValue() / (double) asked, GIVER))
                .orElse(DirectionLabel.none(GIVER));
    }
}
