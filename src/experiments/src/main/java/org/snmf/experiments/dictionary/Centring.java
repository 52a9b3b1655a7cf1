package org.snmf.experiments.dictionary;

import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;

/**
 * Activations minus their mean over the neurons, token by token: what models with LayerNorm have in their residual stream
 * where a loader has centred the weights that write to it.
 */
public final class Centring {
    private Centring() {}

    /** The centred activations: another matrix in memory, of the same shape. */
    public static ActivationMatrix of(ActivationMatrix a) {
        return shifted(a, a, -1);
    }

    /** {@code made} with the mean of each token of {@code a}, of the same shape, added again: another matrix in memory. */
    public static ActivationMatrix undone(ActivationMatrix made, ActivationMatrix a) {
        return shifted(made, a, 1);
    }

    private static ActivationMatrix shifted(ActivationMatrix x, ActivationMatrix a, int sign) {
        float[] values = new float[Math.multiplyExact(x.neurons(), x.tokens())];
        float[] row = new float[a.neurons()];
        for (int t = 0; t < x.tokens(); t++) {
            a.block(t, 1).get(0, row);
            float shift = sign * (float) mean(row);
            x.block(t, 1).get(0, row);
            for (int j = 0; j < row.length; j++) {
                values[t * row.length + j] = row[j] + shift;
            }
        }
        ActivationMatrix dense = Matrices.dense(x.neurons(), x.tokens(), values);
        return a.origin().map(o -> Matrices.withOrigin(dense, () -> o)).orElse(dense);
    }

    static double mean(float[] x) {
        double sum = 0;
        for (float value : x) {
            sum += value;
        }
        return sum / x.length;
    }
}
