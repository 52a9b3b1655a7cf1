package org.snmf.experiments.dictionary.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.experiments.dictionary.Gate;
import org.snmf.experiments.dictionary.Made;
import org.snmf.experiments.dictionary.Normalisation;
import org.snmf.experiments.dictionary.RowMatrix;
import org.snmf.experiments.dictionary.SlowDictionary;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.matrix.ActivationMatrix;

/** A dictionary of random numbers, and what a published file of it must compute. */
abstract class PublishedSample {
    static final int D = 6;
    static final int M = 12;

    @TempDir
    Path folder;

    final Made made = new Made(21);
    /** m × d. */
    final RowMatrix encoder = made.matrix(M, D);

    final RowMatrix decoder = made.matrix(M, D);
    final float[] encoderBias = made.numbers(M, 0.2);
    final float[] decoderBias = made.numbers(D, 0.5);
    final float[] thresholds = made.numbers(M, 0.5);

    SparseDictionary plain(Gate gate, boolean subtracts) {
        return new SparseDictionary(
                "expected",
                encoder,
                encoderBias,
                decoder,
                decoderBias,
                gate,
                subtracts,
                Normalisation.NONE,
                Optional.empty(),
                Made.SITE,
                Made.SITE,
                false);
    }

    /** Names of SAELens: W_enc [d, m], W_dec [m, d]. */
    Written saeLens() {
        return new Written()
                .matrix("W_enc", encoder.transposed())
                .matrix("W_dec", decoder)
                .vector("b_enc", encoderBias)
                .vector("b_dec", decoderBias);
    }

    /** Layers of PyTorch: encoder.weight [m, d], decoder.weight [d, m]. */
    Written linear() {
        return new Written()
                .matrix("encoder.weight", encoder)
                .matrix("decoder.weight", decoder.transposed())
                .vector("encoder.bias", encoderBias);
    }

    PublishedDictionary saeLens(Written arrays, String config) {
        Written.text(folder.resolve("cfg.json"), config);
        arrays.safetensors(folder.resolve("sae_weights.safetensors"));
        return PublishedDictionary.open(folder, ReadOptions.NONE);
    }

    static void same(SparseDictionary read, SparseDictionary expected) {
        ActivationMatrix x = new Made(2).activations(read.inputWidth(), 50);
        for (int t = 0; t < x.tokens(); t++) {
            SlowDictionary.Coded a = SlowDictionary.code(read, Made.row(x, t));
            SlowDictionary.Coded b = SlowDictionary.code(expected, Made.row(x, t));
            assertThat(a.f()).containsExactly(b.f(), within(1e-5));
            assertThat(a.y()).containsExactly(b.y(), within(1e-5));
        }
    }

    static Decision decision(PublishedDictionary published, String what) {
        return published.decisions().stream()
                .filter(d -> d.what().equals(what))
                .findFirst()
                .orElseThrow();
    }
}
