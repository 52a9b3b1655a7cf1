package org.snmf.experiments.dynamics;

import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;

/**
 * A tensor of affinities (d × d × T, nonnegative, symmetric in the first two): X_t[i, j] = max(0, r), where r is Pearson's
 * correlation of the activations of neurons i and j over the tokens of time t; 0 where one of them does not vary there.
 * X_t[i, i] is 0 and no part of a fit, since a neuron's affinity to itself says nothing.
 *
 * @param times a name for each time
 * @param neurons which neuron of A (d_a × n) each of the d rows is, ascending
 * @param values T matrices, d × d by rows; not copied
 */
public record Affinities(List<String> times, int[] neurons, float[][] values) {
    /** The most neurons that are compared: memory and time go with their square. */
    public static final int MOST = 400;

    private static final int BLOCK = 256;

    /** X_t[i, j]. */
    public float at(int t, int i, int j) {
        return values[t][i * neurons.length + j];
    }

    /**
     * The affinities of the {@code d} neurons whose activations vary most over all tokens.
     *
     * @param a A (d_a × n); not modified
     * @param d from 2 to {@link #MOST}; all of A's neurons where it has fewer
     * @throws InputException if d is out of range
     */
    public static Affinities of(ActivationMatrix a, Stretches stretches, int d) {
        if (d < 2 || d > MOST) {
            throw new InputException("--neurons", "2 to " + MOST, "" + d, "");
        }
        return of(a, stretches, mostVaried(a, d));
    }

    /** The affinities of the neurons named, ascending. */
    public static Affinities of(ActivationMatrix a, Stretches stretches, int[] neurons) {
        float[][] values = new float[stretches.size()][];
        for (int t = 0; t < values.length; t++) {
            values[t] = matrix(standardized(a, stretches.tokens().get(t), neurons));
        }
        return new Affinities(stretches.names(), neurons.clone(), values);
    }

    private static int[] mostVaried(ActivationMatrix a, int d) {
        double[] sums = new double[a.neurons()];
        double[] squares = new double[a.neurons()];
        for (int from = 0; from < a.tokens(); from += BLOCK) {
            int count = Math.min(BLOCK, a.tokens() - from);
            FloatBuffer block = a.block(from, count);
            for (int entry = 0; entry < count * sums.length; entry++) {
                double value = block.get(entry);
                sums[entry % sums.length] += value;
                squares[entry % sums.length] += value * value;
            }
        }
        return IntStream.range(0, sums.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> sums[i] * sums[i] / a.tokens() - squares[i]))
                .limit(d)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    /** For each neuron its activations over these tokens, less their mean and of unit length; zeros where they are all equal. */
    private static double[][] standardized(ActivationMatrix a, int[] tokens, int[] neurons) {
        double[][] rows = new double[neurons.length][tokens.length];
        for (int t = 0; t < tokens.length; t++) {
            FloatBuffer token = a.block(tokens[t], 1);
            for (int i = 0; i < neurons.length; i++) {
                rows[i][t] = token.get(neurons[i]);
            }
        }
        for (double[] row : rows) {
            double mean =
                    IntStream.range(0, row.length).mapToDouble(t -> row[t]).sum() / row.length;
            double squares = 0;
            for (int t = 0; t < row.length; t++) {
                row[t] -= mean;
                squares += row[t] * row[t];
            }
            // What is left of equal float32 numbers after subtracting their mean is rounding.
            double length = Math.sqrt(squares);
            boolean varies = length > 1e-6 * Math.abs(mean) * Math.sqrt(row.length);
            for (int t = 0; t < row.length; t++) {
                row[t] = varies ? row[t] / length : 0;
            }
        }
        return rows;
    }

    private static float[] matrix(double[][] rows) {
        int d = rows.length;
        float[] x = new float[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < i; j++) {
                double product = 0;
                for (int t = 0; t < rows[i].length; t++) {
                    product += rows[i][t] * rows[j][t];
                }
                x[i * d + j] = (float) Math.max(0, product);
                x[j * d + i] = x[i * d + j];
            }
        }
        return x;
    }
}
