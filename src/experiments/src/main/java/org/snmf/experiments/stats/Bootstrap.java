package org.snmf.experiments.stats;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.snmf.errors.InputException;

/**
 * The percentile bootstrap (Efron 1979): the statistic is computed on samples of the same size drawn with replacement,
 * and the interval holds the middle share of its values. Same seed, same interval.
 *
 * @param replicates number of resamplings, at least 1
 * @param level share of the replicates within the interval, in (0, 1)
 * @param seed of the drawing
 */
public record Bootstrap(int replicates, double level, long seed) {
    /** @throws InputException if there are no replicates or the level is not in (0, 1) */
    public Bootstrap {
        if (replicates < 1) {
            throw new InputException("bootstrap replicates", "at least 1", "" + replicates, "");
        }
        if (!(level > 0 && level < 1)) {
            throw new InputException("bootstrap level", "a share in (0, 1)", "" + level, "");
        }
    }

    /** 10,000 replicates, 95 %. */
    public static Bootstrap seeded(long seed) {
        return new Bootstrap(10_000, 0.95, seed);
    }

    /** The mean of {@code values} with its interval; NaN throughout when there are none. */
    public Interval mean(double[] values) {
        return of(values.length, drawn -> {
            double sum = 0;
            for (int i : drawn) {
                sum += values[i];
            }
            return sum / drawn.length;
        });
    }

    /**
     * Any statistic of {@code n} things that are drawn together.
     *
     * @param statistic given the indices that were drawn (n of them, with repetitions), its value on those things; the
     *     array is used again for the next replicate
     */
    public Interval of(int n, ToDoubleFunction<int[]> statistic) {
        if (n == 0) {
            return new Interval(Double.NaN, Double.NaN, Double.NaN, level, replicates);
        }
        int[] drawn = new int[n];
        Arrays.setAll(drawn, i -> i);
        double estimate = statistic.applyAsDouble(drawn);
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[replicates];
        for (int b = 0; b < replicates; b++) {
            for (int i = 0; i < n; i++) {
                drawn[i] = random.nextInt(n);
            }
            values[b] = statistic.applyAsDouble(drawn);
        }
        Arrays.sort(values);
        double tail = (1 - level) / 2;
        return new Interval(estimate, quantile(values, tail), quantile(values, 1 - tail), level, replicates);
    }

    /**
     * A statistic of two groups that have nothing to do with each other, each drawn by itself.
     *
     * @param statistic given the drawn indices of the n things of the first group and of the m of the second
     */
    public Interval of(int n, int m, ToDoubleBiFunction<int[], int[]> statistic) {
        if (m == 0) {
            return of(0, drawn -> Double.NaN);
        }
        SplittableRandom random = new SplittableRandom(seed).split();
        int[] second = new int[m];
        Arrays.setAll(second, i -> i);
        double[] turn = {0};
        return of(n, drawn -> {
            if (turn[0]++ > 0) {
                Arrays.setAll(second, i -> random.nextInt(m));
            }
            return statistic.applyAsDouble(drawn, second);
        });
    }

    /** The q-quantile of ascending values, interpolated linearly between neighbours. */
    static double quantile(double[] ascending, double q) {
        double position = q * (ascending.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, ascending.length - 1);
        return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
    }
}
