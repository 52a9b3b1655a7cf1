package org.snmf.experiments.dictionary.training;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.Matrices;

/**
 * An autoencoder: h = W_enc (x − b_dec) + b_enc, f = max(h, 0) (TopK: at the k largest entries of h), x̂ = fᵀ W_dec + b_dec.
 * Arrays are not copied and must not be changed.
 *
 * @param encoder W_enc, m × d_a, row by row
 * @param encoderBias b_enc, m
 * @param decoder W_dec, m × d_a, row by row: row j is the direction of latent j
 * @param decoderBias b_dec, d_a
 * @param sparsity which latents are active
 */
public record AutoencoderWeights(
        float[] encoder, float[] encoderBias, float[] decoder, float[] decoderBias, Sparsity sparsity) {
    public AutoencoderWeights {
        if (encoder.length != encoderBias.length * decoderBias.length || decoder.length != encoder.length) {
            throw new IllegalArgumentException("expected two matrices of " + encoderBias.length + " x "
                    + decoderBias.length + ", found " + encoder.length + " and " + decoder.length + " values");
        }
    }

    /** m. */
    public int latents() {
        return encoderBias.length;
    }

    /** d_a. */
    public int width() {
        return decoderBias.length;
    }

    /** Row j of the decoder, a fresh array. */
    public float[] direction(int j) {
        return Arrays.copyOfRange(decoder, j * width(), (j + 1) * width());
    }

    /** The latents of every token of {@code a} (d_a × n): m × n, nonnegative. */
    public Coefficients encode(ActivationMatrix a) {
        float[][] rows = new float[latents()][a.tokens()];
        float[] x = new float[width()];
        for (int t = 0; t < a.tokens(); t++) {
            read(a, t, x);
            float[] f = latents(x);
            for (int j = 0; j < f.length; j++) {
                rows[j][t] = f[j];
            }
        }
        return new DenseCoefficients(rows);
    }

    /** x̂ for every token of {@code a} (d_a × n), of the same shape. */
    public ActivationMatrix reconstruct(ActivationMatrix a) {
        float[] values = new float[Math.multiplyExact(a.tokens(), width())];
        float[] x = new float[width()];
        for (int t = 0; t < a.tokens(); t++) {
            read(a, t, x);
            decode(latents(x), values, t * width());
        }
        return Matrices.dense(width(), a.tokens(), values);
    }

    /** The same autoencoder for tokens that are not scaled by {@code s} before. */
    AutoencoderWeights unscaled(double s) {
        return new AutoencoderWeights(
                times(encoder, s), encoderBias.clone(), times(decoder, 1 / s), times(decoderBias, 1 / s), sparsity);
    }

    private static float[] times(float[] values, double factor) {
        float[] product = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            product[i] = (float) (values[i] * factor);
        }
        return product;
    }

    private void read(ActivationMatrix a, int t, float[] x) {
        if (a.neurons() != width()) {
            throw new InputException(
                    "activations for an autoencoder",
                    "width " + width(),
                    "" + a.neurons(),
                    "Give activations of the layer and site that it was trained on.");
        }
        FloatBuffer values = a.block(t, 1);
        values.get(0, x);
        for (int i = 0; i < x.length; i++) {
            x[i] -= decoderBias[i];
        }
    }

    /** f for x − b_dec. */
    private float[] latents(float[] centred) {
        float[] h = new float[latents()];
        for (int j = 0; j < h.length; j++) {
            float sum = encoderBias[j];
            for (int i = 0; i < centred.length; i++) {
                sum += encoder[j * centred.length + i] * centred[i];
            }
            h[j] = sum;
        }
        float least = 0;
        if (sparsity instanceof Sparsity.TopK topK) {
            float[] sorted = h.clone();
            Arrays.sort(sorted);
            least = sorted[sorted.length - topK.active()];
        }
        for (int j = 0; j < h.length; j++) {
            h[j] = h[j] >= least ? Math.max(0, h[j]) : 0;
        }
        return h;
    }

    private void decode(float[] f, float[] into, int offset) {
        System.arraycopy(decoderBias, 0, into, offset, width());
        for (int j = 0; j < f.length; j++) {
            for (int i = 0; f[j] > 0 && i < width(); i++) {
                into[offset + i] += f[j] * decoder[j * width() + i];
            }
        }
    }
}
