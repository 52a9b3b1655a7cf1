package org.snmf.experiments.judge;

import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.snmf.errors.InputException;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.experiments.stats.Interval;
import org.snmf.experiments.stats.Permutation;
import org.snmf.experiments.stats.Permutation.Alternative;

/**
 * How far two raters agree on the order of texts.
 *
 * @param n texts that both have scored
 * @param spearman Spearman's rank correlation with a bootstrap interval over texts
 * @param p of a permutation test against none, two-sided
 */
public record Agreement(int n, Interval spearman, double p) {
    private static final int LEAST = 3;
    private static final long SEED = 1;

    /**
     * Compares two raters; entry i of both is of text i.
     *
     * @throws InputException if the lengths differ, there are fewer than three texts, or a rater gave all the same score
     */
    public static Agreement of(double[] one, double[] other) {
        if (one.length != other.length || one.length < LEAST) {
            throw new InputException(
                    "agreement",
                    "the same three texts or more of both raters",
                    one.length + " and " + other.length,
                    "");
        }
        if (constant(one) || constant(other)) {
            throw new InputException("agreement", "scores that differ", "one score for all texts of a rater", "");
        }
        Interval interval = Bootstrap.seeded(SEED).of(one.length, drawn -> spearman(one, other, drawn));
        int[] order = IntStream.range(0, one.length).toArray();
        double p = new Permutation(10_000, Alternative.TWO_SIDED, SEED)
                .test(order, shuffled -> new SpearmansCorrelation()
                        .correlation(
                                one,
                                IntStream.of(shuffled)
                                        .mapToDouble(i -> other[i])
                                        .toArray()))
                .p();
        return new Agreement(one.length, interval, p);
    }

    private static boolean constant(double[] values) {
        return IntStream.range(1, values.length).allMatch(i -> values[i] == values[0]);
    }

    /** Of texts drawn with repetition; a sample in which a rater gave one score orders nothing and counts as 0. */
    private static double spearman(double[] one, double[] other, int[] drawn) {
        double[] x = IntStream.of(drawn).mapToDouble(i -> one[i]).toArray();
        double[] y = IntStream.of(drawn).mapToDouble(i -> other[i]).toArray();
        return constant(x) || constant(y) ? 0 : new SpearmansCorrelation().correlation(x, y);
    }
}
