package org.snmf.experiments.stats;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.snmf.errors.InputException;

/**
 * A permutation test: the observed statistic against its values when the labels are dealt at random. The p-value is
 * (1 + number of permutations at least as extreme) / (1 + permutations), which is never 0 (Phipson and Smyth 2010).
 * Same seed, same p.
 *
 * @param permutations number of random permutations, at least 1
 * @param alternative which values count as extreme
 * @param seed of the drawing
 */
public record Permutation(int permutations, Alternative alternative, long seed) {
    /** Which values of the statistic speak against chance. */
    public enum Alternative {
        /** At least the observed one. */
        GREATER,
        /** At most the observed one. */
        LESS,
        /** Either side: twice the smaller of the two one-sided p-values, at most 1. */
        TWO_SIDED
    }

    /** Values that differ by less than this share of their size count as equal, since sums in another order differ. */
    private static final double TIE = 1e-12;

    /** @throws InputException if there are no permutations */
    public Permutation {
        if (permutations < 1) {
            throw new InputException("permutations", "at least 1", "" + permutations, "");
        }
    }

    /**
     * The outcome of a test.
     *
     * @param observed the statistic on the labels as they are
     * @param chance its mean over the permutations
     * @param spread its standard deviation over the permutations
     * @param p the p-value, in (0, 1]; NaN where the statistic is NaN, as of an empty group
     * @param permutations number of permutations
     */
    public record Result(double observed, double chance, double spread, double p, int permutations) {}

    /** 10,000 permutations, greater values are extreme. */
    public static Permutation seeded(long seed) {
        return new Permutation(10_000, Alternative.GREATER, seed);
    }

    /**
     * Tests a statistic of labels.
     *
     * @param labels the labels as they are; not modified
     * @param statistic its value for labels in some order; the array is used again for the next permutation
     */
    public Result test(int[] labels, ToDoubleFunction<int[]> statistic) {
        int[] shuffled = labels.clone();
        double observed = statistic.applyAsDouble(shuffled);
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[permutations];
        for (int b = 0; b < permutations; b++) {
            shuffle(shuffled, random);
            values[b] = statistic.applyAsDouble(shuffled);
        }
        return result(observed, values);
    }

    private Result result(double observed, double[] values) {
        if (Double.isNaN(observed)) {
            return new Result(observed, Double.NaN, Double.NaN, Double.NaN, permutations);
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        double spread = Math.sqrt(squares / values.length);
        double tie = TIE * Math.abs(observed);
        // A permutation without a value speaks for chance: it counts as extreme.
        double greater =
                p(Arrays.stream(values).filter(v -> !(v < observed - tie)).count());
        double less = p(Arrays.stream(values).filter(v -> !(v > observed + tie)).count());
        double p =
                switch (alternative) {
                    case GREATER -> greater;
                    case LESS -> less;
                    case TWO_SIDED -> Math.min(1, 2 * Math.min(greater, less));
                };
        return new Result(observed, mean, spread, p, permutations);
    }

    private double p(long extreme) {
        return (1.0 + extreme) / (1.0 + permutations);
    }

    /** Puts the entries in random order, every order equally likely (Fisher and Yates). */
    static void shuffle(int[] entries, SplittableRandom random) {
        for (int i = entries.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int entry = entries[i];
            entries[i] = entries[j];
            entries[j] = entry;
        }
    }
}
