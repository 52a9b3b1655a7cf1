package org.snmf.models.generate;

import java.util.Set;
import org.snmf.errors.InputException;

/**
 * How the next token is chosen.
 *
 * @param maxNewTokens how many tokens a row gets at most
 * @param temperature logits are divided by it; 0 means greedy: the greatest logit, the lowest id among equals
 * @param topK only the k most likely tokens are drawn from; 0 means all
 * @param topP only the fewest most likely tokens whose probabilities reach this sum are drawn from; 1 means all
 * @param frequencyPenalty taken from a token's logit for each time that the row has generated it
 * @param seed row r draws from a generator of its own with seed {@code seed + r}, whatever other rows there are
 * @param stopIds tokens that end a row; the token itself is the row's last
 */
public record GenerationOptions(
        int maxNewTokens,
        double temperature,
        int topK,
        double topP,
        double frequencyPenalty,
        long seed,
        Set<Integer> stopIds) {
    public GenerationOptions {
        stopIds = Set.copyOf(stopIds);
        check("max-new-tokens", maxNewTokens >= 1, "at least 1", maxNewTokens);
        check("temperature", temperature >= 0 && temperature < Double.POSITIVE_INFINITY, "0 or more", temperature);
        check("top-k", topK >= 0, "0 (all) or more", topK);
        check("top-p", topP > 0 && topP <= 1, "above 0 and at most 1", topP);
        check("frequency-penalty", Double.isFinite(frequencyPenalty), "a finite number", frequencyPenalty);
    }

    private static void check(String option, boolean right, String expected, Number found) {
        if (!right) {
            throw new InputException(option, expected, String.valueOf(found), "");
        }
    }

    /** Greedy, without stop tokens. */
    public static GenerationOptions greedy(int maxNewTokens) {
        return new GenerationOptions(maxNewTokens, 0, 0, 1, 0, 0, Set.of());
    }

    /** Drawn at this temperature from the whole vocabulary. */
    public static GenerationOptions sampled(int maxNewTokens, double temperature, long seed) {
        return new GenerationOptions(maxNewTokens, temperature, 0, 1, 0, seed, Set.of());
    }

    /** The same, drawing from the k most likely only. */
    public GenerationOptions withTopK(int k) {
        return new GenerationOptions(maxNewTokens, temperature, k, topP, frequencyPenalty, seed, stopIds);
    }

    /** The same, drawing from the likeliest tokens that sum to p only. */
    public GenerationOptions withTopP(double p) {
        return new GenerationOptions(maxNewTokens, temperature, topK, p, frequencyPenalty, seed, stopIds);
    }

    /** The same with a frequency penalty. */
    public GenerationOptions withFrequencyPenalty(double penalty) {
        return new GenerationOptions(maxNewTokens, temperature, topK, topP, penalty, seed, stopIds);
    }

    /** The same, ending a row at these tokens. */
    public GenerationOptions withStopIds(Set<Integer> ids) {
        return new GenerationOptions(maxNewTokens, temperature, topK, topP, frequencyPenalty, seed, ids);
    }
}
