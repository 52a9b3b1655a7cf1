package org.snmf.experiments.dictionary.training;

import java.util.Arrays;
import java.util.Optional;
import org.snmf.experiments.dictionary.DictionarySite;
import org.snmf.experiments.dictionary.Gate;
import org.snmf.experiments.dictionary.Normalisation;
import org.snmf.experiments.dictionary.RowMatrix;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.models.network.place.Location;

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

    /** The same in the form of all dictionaries, which encodes and decodes; {@code place} is where it was trained. */
    public SparseDictionary dictionary(Location place) {
        DictionarySite site = DictionarySite.of(place);
        return new SparseDictionary(
                sparsity.method(),
                new RowMatrix(encoder, latents(), width()),
                encoderBias,
                new RowMatrix(decoder, latents(), width()),
                decoderBias,
                sparsity instanceof Sparsity.TopK topK ? new Gate.TopK(topK.active()) : new Gate.Relu(),
                true,
                Normalisation.NONE,
                Optional.empty(),
                site,
                site,
                false);
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
}
