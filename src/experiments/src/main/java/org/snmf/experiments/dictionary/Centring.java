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
        float[] values = new float[Math.multiplyExact(a.neurons(), a.tokens())];
        float[] row = new float[a.neurons()];
        for (int t = 0; t < a.tokens(); t++) {
            a.block(t, 1).get(0, row);
            float mean = (float) mean(row);
            for (int j = 0; j < row.length; j++) {
                values[t * row.length + j] = row[j] - mean;
            }
        }
        return Matrices.dense(a.neurons(), a.tokens(), values);
    }

    static double mean(float[] x) {
        double sum = 0;
        for (float value : x) {
            sum += value;
        }
        return sum / x.length;
    }
}
