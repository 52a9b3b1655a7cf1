package org.snmf.experiments.dictionary;

import java.util.Optional;
import org.snmf.models.checkpoint.Family;
import org.snmf.models.checkpoint.ModelConfig;

/**
 * A sparse autoencoder or transcoder in the one form that all are read into. For a token x (d_in):
 *
 * <pre>
 *   x' = normalised x,   x'' = x' − b_dec if it is subtracted
 *   h  = W_enc x'' + b_enc,   f = gate(h)                            (m latents)
 *   y  = W_decᵀ f + b_dec, normalisation undone, + S x with a skip   (d_out)
 * </pre>
 *
 * Row j of the decoder is the direction of latent j in the space of the output site. Immutable; arrays are not copied.
 *
 * @param name what it is called
 * @param encoder W_enc, m × d_in
 * @param encoderBias b_enc, m
 * @param decoder W_dec, m × d_out
 * @param decoderBias b_dec, d_out
 * @param gate which latents are active
 * @param subtractsDecoderBias whether b_dec is taken from the normalised input
 * @param normalisation what is done to x before
 * @param skip S, d_out × d_in; x is neither normalised nor shifted
 * @param input where x is read
 * @param output where y belongs; the same as {@code input} for an autoencoder
 * @param centresInput whether activations of the network must first lose their mean over neurons, see {@link Centring}
 */
public record SparseDictionary(
        String name,
        RowMatrix encoder,
        float[] encoderBias,
        RowMatrix decoder,
        float[] decoderBias,
        Gate gate,
        boolean subtractsDecoderBias,
        Normalisation normalisation,
        Optional<RowMatrix> skip,
        DictionarySite input,
        DictionarySite output,
        boolean centresInput) {

    public SparseDictionary {
        require(encoderBias.length == encoder.rows(), "b_enc of " + encoder.rows() + " numbers", encoderBias.length);
        require(decoder.rows() == encoder.rows(), "a decoder of " + encoder.rows() + " latents", decoder.rows());
        require(decoderBias.length == decoder.columns(), "b_dec of " + decoder.columns(), decoderBias.length);
        require(
                !subtractsDecoderBias || decoder.columns() == encoder.columns(),
                "equal widths where b_dec is subtracted",
                decoder.columns());
        skip.ifPresent(s -> require(
                s.rows() == decoder.columns() && s.columns() == encoder.columns(), "a skip of d_out x d_in", s.rows()));
    }

    private static void require(boolean fits, String expected, int found) {
        if (!fits) {
            throw new IllegalArgumentException("expected " + expected + ", found " + found);
        }
    }

    /** Number of latents, m. */
    public int latents() {
        return encoder.rows();
    }

    /** Width of the input, d_in. */
    public int inputWidth() {
        return encoder.columns();
    }

    /** Width of the output, d_out. */
    public int outputWidth() {
        return decoder.columns();
    }

    /** Whether what it gives belongs to another place than what it reads. */
    public boolean isTranscoder() {
        return !input.equals(output);
    }

    /** The direction of latent j: what one unit of it adds at the output site; a fresh array of length d_out. */
    public float[] direction(int j) {
        return decoder.row(j);
    }

    /** What latent j looks for at the input site; a fresh array of length d_in. */
    public float[] detector(int j) {
        return encoder.row(j);
    }

    /** Whether activations of such a model lose their mean first: it wants that, and the model has LayerNorm. */
    public boolean centresIn(ModelConfig config) {
        return centresInput && config.family().norm() == Family.NormKind.LAYER;
    }

    /** The same at other places, or with activations that are centred or not. */
    public SparseDictionary at(DictionarySite newInput, DictionarySite newOutput, boolean centres) {
        return new SparseDictionary(
                name,
                encoder,
                encoderBias,
                decoder,
                decoderBias,
                gate,
                subtractsDecoderBias,
                normalisation,
                skip,
                newInput,
                newOutput,
                centres);
    }

    /** The same read with another gate. */
    public SparseDictionary withGate(Gate other) {
        return with(encoder, decoder, other, subtractsDecoderBias, normalisation, skip);
    }

    /** The same with b_dec subtracted from the input, or not. */
    public SparseDictionary withDecoderBiasSubtracted(boolean subtracted) {
        return with(encoder, decoder, gate, subtracted, normalisation, skip);
    }

    /** The same with other matrices of the same shapes. */
    public SparseDictionary withMatrices(RowMatrix otherEncoder, RowMatrix otherDecoder) {
        return with(otherEncoder, otherDecoder, gate, subtractsDecoderBias, normalisation, skip);
    }

    /** The same with another skip. */
    public SparseDictionary withSkip(Optional<RowMatrix> other) {
        return with(encoder, decoder, gate, subtractsDecoderBias, normalisation, other);
    }

    /** The same with another normalisation. */
    public SparseDictionary withNormalisation(Normalisation other) {
        return with(encoder, decoder, gate, subtractsDecoderBias, other, skip);
    }

    /** The same for inputs that are multiplied by s before, and outputs divided by it: W_enc·s, W_dec/s, b_dec/s. */
    SparseDictionary scaledInput(double s) {
        float[] bias = decoderBias.clone();
        for (int i = 0; i < bias.length; i++) {
            bias[i] /= (float) s;
        }
        return new SparseDictionary(
                name,
                encoder.scaled(s),
                encoderBias,
                decoder.scaled(1 / s),
                bias,
                gate,
                subtractsDecoderBias,
                normalisation,
                skip,
                input,
                output,
                centresInput);
    }

    private SparseDictionary with(
            RowMatrix e, RowMatrix d, Gate g, boolean subtracts, Normalisation n, Optional<RowMatrix> s) {
        return new SparseDictionary(
                name, e, encoderBias, d, decoderBias, g, subtracts, n, s, input, output, centresInput);
    }

    @Override
    public String toString() {
        return name + ": " + inputWidth() + " → " + latents() + " latents → " + outputWidth() + ", " + gate.text();
    }
}
