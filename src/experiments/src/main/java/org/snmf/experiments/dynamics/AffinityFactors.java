package org.snmf.experiments.dynamics;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A nonnegative CP factorization X_t[i, j] ≈ Σ_r u_r[i] u_r[j] v_r[t] (i ≠ j), the factor of the greatest ‖v_r‖ first.
 *
 * @param neurons U (d × R), columns of unit Euclidean length, or zero
 * @param times V (T × R), nonnegative, with the weight of each factor
 * @param errors the relative error Σ (X − X̂)² / Σ X² over i ≠ j, after each iteration; never rising
 * @param stopped whether a stop was asked for before the fit ended
 */
public record AffinityFactors(double[][] neurons, double[][] times, List<Double> errors, boolean stopped) {
    public AffinityFactors {
        errors = List.copyOf(errors);
    }

    /** Number of factors, R. */
    public int rank() {
        return neurons[0].length;
    }

    /** The relative error of these factors. */
    public double error() {
        return errors.get(errors.size() - 1);
    }

    /**
     * The members of factor r: rows i with u_r[i] of at least {@code share} of the largest, the largest first.
     *
     * @param most how many there may be
     */
    public int[] members(int r, double share, int most) {
        double largest = IntStream.range(0, neurons.length)
                .mapToDouble(i -> neurons[i][r])
                .max()
                .orElse(0);
        return IntStream.range(0, neurons.length)
                .filter(i -> neurons[i][r] > 0 && neurons[i][r] >= share * largest)
                .boxed()
                .sorted((i, j) -> Double.compare(neurons[j][r], neurons[i][r]))
                .limit(most)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Over how many times factor r is spread: (Σ v)² / Σ v², from 1 (one time) to T (all alike). */
    public double spread(int r) {
        double sum = 0;
        double squares = 0;
        for (double[] time : times) {
            sum += time[r];
            squares += time[r] * time[r];
        }
        return squares == 0 ? 0 : sum * sum / squares;
    }

    /** The times of factor r, the strongest first. */
    public int[] strongest(int r) {
        return IntStream.range(0, times.length)
                .boxed()
                .sorted((s, t) -> Double.compare(times[t][r], times[s][r]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
