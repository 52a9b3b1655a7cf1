package org.snmf.experiments.steer;

import java.util.List;
import java.util.Optional;
import org.snmf.models.network.ScoredToken;

/**
 * What a direction does, measured without a judge.
 *
 * @param outputScore {@link OutputScore} of sign 1 and of sign −1
 * @param inputScore share of the strongest contexts whose strongest token is among those that sign 1 promotes most (Arad, Mueller
 *     and Belinkov 2025), in [0, 1]; NaN where fewer than ten contexts are known
 * @param promoted the tokens that sign 1 and that sign −1 promote most
 * @param elsewhere divergence on unrelated prompts at the strength of the best cell, in nats; empty where no cell is best
 * @param shift what the strength of the best cell does to the logits of the next token; without a judge that of the middle
 *     cell of the first sign that has cells; empty where none is reached
 */
public record Effects(
        List<Double> outputScore,
        double inputScore,
        List<List<ScoredToken>> promoted,
        Optional<Double> elsewhere,
        Optional<LogitShift> shift) {
    private static final int LEAST_CONTEXTS = 10;

    public Effects {
        outputScore = List.copyOf(outputScore);
        promoted = promoted.stream().map(List::copyOf).toList();
    }

    /** The greater output score of both signs. */
    public double greaterOutputScore() {
        return Math.max(outputScore.get(0), outputScore.get(1));
    }

    /** The input score of a direction whose contexts have these strongest tokens. */
    static double inputScore(List<Integer> peaks, List<ScoredToken> promoted) {
        List<Integer> ids = promoted.stream().map(ScoredToken::id).toList();
        return peaks.size() < LEAST_CONTEXTS
                ? Double.NaN
                : peaks.stream()
                        .mapToInt(id -> ids.contains(id) ? 1 : 0)
                        .average()
                        .orElseThrow();
    }
}
