package org.snmf.experiments.hierarchy;

import org.snmf.errors.InputException;
import org.snmf.experiments.stats.Bootstrap;

/**
 * How coverage is measured.
 *
 * @param childTokens how many most promoted tokens of a child count, at least 1; the paper has 10
 * @param parentTokens how many of a parent, at least {@code childTokens}; the paper has 50
 * @param seed of the random children of the control
 * @param bootstrap of the intervals, over parents
 */
public record CoverageOptions(int childTokens, int parentTokens, long seed, Bootstrap bootstrap) {
    /** @throws InputException if a number is out of its range */
    public CoverageOptions {
        if (childTokens < 1 || parentTokens < childTokens) {
            throw new InputException(
                    "promoted tokens",
                    "at least 1 of a child and no fewer of a parent",
                    childTokens + " and " + parentTokens,
                    "");
        }
    }

    /** The paper's numbers: the 10 tokens that a child promotes most against the 50 of its parent. */
    public static CoverageOptions paper(long seed) {
        return new CoverageOptions(10, 50, seed, Bootstrap.seeded(seed));
    }
}
