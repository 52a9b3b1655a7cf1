package org.snmf.experiments.steer;

import java.util.Map;
import org.snmf.experiments.judge.Score;

/**
 * What the texts of one target and sign are worth. Judged scores are means over the texts that have one, NaN where none has.
 *
 * @param strength what was added
 * @param concept mean concept score, in [0, 2]
 * @param fluency mean fluency score, in [0, 2]
 * @param finalScore mean over texts of the harmonic mean of both
 * @param scored texts with a final score
 * @param states how many final scores are in each state; empty without a judge
 * @param perplexity of the texts under the unsteered model after their prompts, a token: exp of the mean over texts
 * @param repetition mean share of pairs of words that occurred before
 */
public record CellScore(
        Strength.Reached strength,
        double concept,
        double fluency,
        double finalScore,
        int scored,
        Map<Score.State, Integer> states,
        double perplexity,
        double repetition) {
    public CellScore {
        states = Map.copyOf(states);
    }
}
