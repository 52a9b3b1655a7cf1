package org.snmf.experiments.dictionary.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.snmf.experiments.dictionary.DictionarySite.Kind;
import org.snmf.experiments.dictionary.Gate;
import org.snmf.experiments.dictionary.Made;
import org.snmf.experiments.dictionary.Normalisation;
import org.snmf.experiments.dictionary.RowMatrix;
import org.snmf.experiments.dictionary.SlowDictionary;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.experiments.dictionary.published.Decision.Origin;
import org.snmf.matrix.ActivationMatrix;

/** The layouts of SAELens, written here: read, they compute what its equations say of the arrays in the file. */
class SaeLensTest extends PublishedSample {
    @Test
    void saeLensOfTheSixthGeneration() {
        PublishedDictionary published = saeLens(saeLens().vector("threshold", thresholds), """
                {"architecture": "jumprelu", "d_in": 6, "d_sae": 12, "apply_b_dec_to_input": false,
                 "normalize_activations": "none", "metadata": {"sae_lens_version": "6.1.0", "model_name": "gpt2",
                 "hook_name": "blocks.2.hook_resid_post", "prepend_bos": false,
                 "model_from_pretrained_kwargs": {"center_writing_weights": false}}}""");
        same(published.dictionary(), plain(new Gate.JumpRelu(thresholds, true), false));
        assertThat(published.format()).isEqualTo("saelens");
        assertThat(published.dictionary().input().kind()).isEqualTo(Kind.RESID_POST);
        assertThat(published.dictionary().input().layer()).hasValue(2);
        assertThat(published.beginToken()).contains(false);
        assertThat(published.dictionary().centresInput()).isFalse();
        assertThat(decision(published, "subtract b_dec"))
                .isEqualTo(new Decision("subtract b_dec", "false", Origin.FILE));
    }

    @Test
    void saeLensOfEarlierGenerations() {
        PublishedDictionary oldest = saeLens(
                saeLens(),
                "{\"d_in\": 6, \"d_sae\": 12, \"hook_point\": \"blocks.1.hook_resid_pre\", "
                        + "\"model_name\": \"gpt2-small\", \"normalize_activations\": false}");
        same(oldest.dictionary(), plain(new Gate.Relu(), true));
        assertThat(oldest.dictionary().input().kind()).isEqualTo(Kind.RESID_PRE);
        assertThat(oldest.dictionary().centresInput()).isTrue();
        assertThat(oldest.beginToken()).contains(true);
        assertThat(decision(oldest, "gate").from()).isEqualTo(Origin.REGISTRY);
        PublishedDictionary middle = saeLens(
                saeLens(),
                "{\"architecture\": \"standard\", \"activation_fn_str\": \"topk\", \"activation_fn_kwargs\": {\"k\": 3}, "
                        + "\"hook_name\": \"blocks.1.hook_mlp_out\", \"apply_b_dec_to_input\": true}");
        same(middle.dictionary(), plain(new Gate.TopK(3), true));
        assertThat(middle.warnings()).anyMatch(w -> w.contains("the activation decides"));
        assertThat(middle.expectedL0().orElseThrow().value()).isEqualTo(3);
    }

    @Test
    void saeLensGatedTranscodersAndNormalisations() {
        Gate.Gated gated = new Gate.Gated(made.numbers(M, 1), made.numbers(M, 1), made.numbers(M, 0.3));
        PublishedDictionary g = saeLens(
                saeLens()
                        .without("b_enc")
                        .vector("b_gate", gated.gateBias())
                        .vector("b_mag", gated.magnitudeBias())
                        .vector("r_mag", gated.logScale()),
                "{\"architecture\": \"gated\", \"normalize_activations\": \"layer_norm\"}");
        SparseDictionary bare = plain(gated, true);
        same(
                g.dictionary(),
                new SparseDictionary(
                        "",
                        encoder,
                        new float[M],
                        decoder,
                        decoderBias,
                        gated,
                        true,
                        Normalisation.LAYER_NORM,
                        Optional.empty(),
                        bare.input(),
                        bare.output(),
                        false));
        RowMatrix skip = made.matrix(D, D);
        PublishedDictionary s = saeLens(
                saeLens().matrix("W_skip", skip),
                "{\"architecture\": \"skip_transcoder\", \"apply_b_dec_to_input\": false, \"metadata\": {\"hook_name\": "
                        + "\"blocks.0.ln2.hook_normalized\", \"hook_name_out\": \"blocks.0.hook_mlp_out\"}}");
        same(s.dictionary(), plain(new Gate.Relu(), false).withSkip(Optional.of(skip)));
        assertThat(s.dictionary().isTranscoder()).isTrue();
        PublishedDictionary n = saeLens(saeLens(), "{\"normalize_activations\": \"constant_norm_rescale\"}");
        same(n.dictionary(), plain(new Gate.Relu(), true).withNormalisation(Normalisation.TOKEN_NORM));
    }

    /** x' = s·x, then y/s: computed here on scaled tokens, not by folding. */
    @Test
    void aFixedFactorIsAskedForAndScalesBothSides() {
        String config = "{\"normalize_activations\": \"expected_average_only_in\"}";
        assertThatThrownBy(() -> saeLens(saeLens(), config))
                .hasMessageContaining("expected_average_only_in")
                .hasMessageContaining("norm_scaling_factor")
                .hasMessageContaining("--factor");
        double s = 0.25;
        PublishedDictionary published = PublishedDictionary.open(folder, ReadOptions.NONE.withFactor(s));
        assertThat(decision(published, "expected_average_only_in factor").from())
                .isEqualTo(Origin.GIVEN);
        ActivationMatrix x = made.activations(D, 20);
        for (int t = 0; t < 20; t++) {
            float[] row = Made.row(x, t);
            float[] scaled = Draft.scaled(row, s);
            SlowDictionary.Coded inner = SlowDictionary.code(plain(new Gate.Relu(), true), scaled);
            SlowDictionary.Coded read = SlowDictionary.code(published.dictionary(), row);
            assertThat(read.f()).containsExactly(inner.f(), within(1e-5));
            assertThat(read.y())
                    .containsExactly(Arrays.stream(inner.y()).map(v -> v / s).toArray(), within(1e-5));
        }
        Written.text(folder.resolve("activation_scaler.json"), "{\"scaling_factor\": 0.25}");
        assertThat(decision(PublishedDictionary.open(folder, ReadOptions.NONE), "expected_average_only_in factor")
                        .from())
                .isEqualTo(Origin.FILE);
        Written.text(folder.resolve("cfg.json"), "{}");
        assertThatThrownBy(() -> PublishedDictionary.open(folder, ReadOptions.NONE.withFactor(s)))
                .hasMessageContaining("--factor: expected none for this dictionary");
    }

    @Test
    void asksWhatNoFileSaysAndNamesWhatItCannotRead() {
        assertThatThrownBy(() -> PublishedDictionary.open(folder, ReadOptions.NONE))
                .hasMessageContaining("expected a dictionary");
        assertThatThrownBy(() -> saeLens(saeLens(), "{\"architecture\": \"topk\"}"))
                .hasMessageContaining("--k");
        same(PublishedDictionary.open(folder, ReadOptions.NONE.withK(2)).dictionary(), plain(new Gate.TopK(2), true));
        assertThatThrownBy(() -> saeLens(saeLens(), "{\"architecture\": \"temporal\"}"))
                .hasMessageContaining("temporal");
        assertThatThrownBy(() -> saeLens(saeLens(), "{\"hook_head_index\": 5}"))
                .hasMessageContaining("hook_head_index");
        assertThatThrownBy(() -> saeLens(saeLens(), "{\"d_sae\": 99}"))
                .hasMessageContaining("d_sae: expected 12, the width of the tensors, found 99");
        assertThatThrownBy(() -> saeLens(saeLens().matrix("W_dec", made.matrix(10, D)), "{}"))
                .hasMessageContaining("W_enc of shape [6, 12] and W_dec of shape [10, 6]");
        float[] broken = encoderBias.clone();
        broken[3] = Float.NaN;
        assertThatThrownBy(() -> saeLens(saeLens().vector("b_enc", broken), "{}"))
                .hasMessageContaining("b_enc")
                .hasMessageContaining("1 of 12 that are not");
        assertThatThrownBy(() -> saeLens(saeLens().vector("scaling_factor", thresholds), "{}"))
                .hasMessageContaining("scaling_factor");
        assertThatThrownBy(() -> PublishedDictionary.open(folder, ReadOptions.NONE.withFormat("mine")))
                .hasMessageContaining("one of saelens, sparsify");
        saeLens(saeLens(), "{}");
        Path second = folder.resolve("b/params.npz");
        saeLens().npz(second);
        assertThatThrownBy(() -> PublishedDictionary.open(folder, ReadOptions.NONE))
                .hasMessageContaining("found 2");
    }
}
