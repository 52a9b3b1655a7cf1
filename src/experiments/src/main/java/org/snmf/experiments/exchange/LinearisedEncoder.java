package org.snmf.experiments.exchange;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.snmf.engine.Block;
import org.snmf.engine.Cholesky;
import org.snmf.engine.Engine;
import org.snmf.experiments.dictionary.DictionaryCoder;
import org.snmf.experiments.dictionary.DictionarySite;
import org.snmf.experiments.dictionary.Gate;
import org.snmf.experiments.dictionary.Normalisation;
import org.snmf.experiments.dictionary.RowMatrix;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.SparseColumns;

/**
 * Features as an autoencoder of MLP activations, for tools that know only those. Row r of the decoder is z_r. SNMF has no encoder:
 * the coefficients of a token solve min ‖a − Z y‖ under y ≥ 0, for which an autoencoder has but one matrix product. Taken is that
 * problem without its bound, W_enc = Z (ZᵀZ + λI)⁻¹, whose negative solutions the relu cuts off; {@link #relativeError} says what
 * that costs.
 */
public final class LinearisedEncoder {
    /** Against features that are nearly copies of each other, as a share of the mean squared length of a feature. */
    private static final double RIDGE = 1e-4;

    private static final int TOKENS_AT_A_TIME = 256;

    private LinearisedEncoder() {}

    /**
     * The autoencoder of the features Z (d_a × k), with k latents and without biases.
     *
     * @param site where the activations are
     */
    public static SparseDictionary of(SparseColumns z, DictionarySite site) {
        int k = z.columns();
        int neurons = z.rows();
        float[] decoder = new float[Math.multiplyExact(k, neurons)];
        double[][] gram = new double[k][k];
        double trace = 0;
        for (int r = 0; r < k; r++) {
            float[] column = z.column(r);
            System.arraycopy(column, 0, decoder, r * neurons, neurons);
            for (int s = 0; s < k; s++) {
                for (int i = z.offset(s); i < z.offset(s + 1); i++) {
                    gram[r][s] += (double) column[z.index(i)] * z.value(i);
                }
            }
            trace += gram[r][r];
        }
        float[] encoder = new float[decoder.length];
        try (Engine engine = Engine.open("torch", 1);
                Block rows = engine.allocate(k, neurons)) {
            rows.values().put(0, decoder);
            Cholesky.ridged(gram, RIDGE * trace / k, engine).factor().solve(rows, engine);
            rows.values().get(0, encoder);
        }
        return new SparseDictionary(
                "SNMF",
                new RowMatrix(encoder, k, neurons),
                new float[k],
                new RowMatrix(decoder, k, neurons),
                new float[neurons],
                new Gate.Relu(),
                false,
                Normalisation.NONE,
                Optional.empty(),
                site,
                site,
                false);
    }

    /** ‖A − Z relu(W_encᵀA)‖_F / ‖A‖_F: to be held against the relative error of the factorization itself. */
    public static double relativeError(SparseDictionary autoencoder, ActivationMatrix a) {
        double left = 0;
        double all = 0;
        try (DictionaryCoder coder = new DictionaryCoder(autoencoder, 1)) {
            ActivationMatrix reconstructed = coder.reconstruct(a);
            for (int from = 0; from < a.tokens(); from += TOKENS_AT_A_TIME) {
                int count = Math.min(TOKENS_AT_A_TIME, a.tokens() - from);
                float[] given = new float[count * a.neurons()];
                a.block(from, count).get(0, given);
                FloatBuffer found = reconstructed.block(from, count);
                for (int i = 0; i < given.length; i++) {
                    double rest = given[i] - found.get(i);
                    left += rest * rest;
                    all += (double) given[i] * given[i];
                }
            }
        }
        return Math.sqrt(left / all);
    }
}
