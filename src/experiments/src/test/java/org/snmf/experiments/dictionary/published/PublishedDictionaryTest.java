package org.snmf.experiments.dictionary.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.experiments.dictionary.DictionarySite.Kind;
import org.snmf.experiments.dictionary.Gate;
import org.snmf.experiments.dictionary.Made;
import org.snmf.experiments.dictionary.Normalisation;
import org.snmf.experiments.dictionary.RowMatrix;
import org.snmf.experiments.dictionary.SlowDictionary;
import org.snmf.experiments.dictionary.published.Decision.Origin;
import org.snmf.matrix.ActivationMatrix;

/** Each layout, written here: read, it computes what the equations of its publisher say of the arrays in the file. */
class PublishedDictionaryTest {
    private static final int D = 6;
    private static final int M = 12;

    @TempDir
    Path folder;

    private final Made made = new Made(21);
    /** m × d. */
    private final RowMatrix encoder = made.matrix(M, D);

    private final RowMatrix decoder = made.matrix(M, D);
    private final float[] encoderBias = made.numbers(M, 0.2);
    private final float[] decoderBias = made.numbers(D, 0.5);
    private final float[] thresholds = made.numbers(M, 0.5);

    private SparseDictionary plain(Gate gate, boolean subtracts) {
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
    private Written saeLens() {
        return new Written()
                .matrix("W_enc", encoder.transposed())
                .matrix("W_dec", decoder)
                .vector("b_enc", encoderBias)
                .vector("b_dec", decoderBias);
    }

    /** Layers of PyTorch: encoder.weight [m, d], decoder.weight [d, m]. */
    private Written linear() {
        return new Written()
                .matrix("encoder.weight", encoder)
                .matrix("decoder.weight", decoder.transposed())
                .vector("encoder.bias", encoderBias);
    }

    private PublishedDictionary saeLens(Written arrays, String config) {
        Written.text(folder.resolve("cfg.json"), config);
        arrays.safetensors(folder.resolve("sae_weights.safetensors"));
        return PublishedDictionary.open(folder, ReadOptions.NONE);
    }

    private static void same(SparseDictionary read, SparseDictionary expected) {
        ActivationMatrix x = new Made(2).activations(read.inputWidth(), 50);
        for (int t = 0; t < x.tokens(); t++) {
            SlowDictionary.Coded a = SlowDictionary.code(read, Made.row(x, t));
            SlowDictionary.Coded b = SlowDictionary.code(expected, Made.row(x, t));
            assertThat(a.f()).containsExactly(b.f(), within(1e-5));
            assertThat(a.y()).containsExactly(b.y(), within(1e-5));
        }
    }

    private static Decision decision(PublishedDictionary published, String what) {
        return published.decisions().stream()
                .filter(d -> d.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

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
    void sparsifyNamesItsModuleAndSubtractsOnlyInAutoencoders() {
        Path sub = folder.resolve("layers.4.mlp");
        Written arrays =
                linear().without("decoder.weight").matrix("W_dec", decoder).vector("b_dec", decoderBias);
        Written.text(
                sub.resolve("cfg.json"), "{\"activation\": \"groupmax\", \"k\": 3, \"d_in\": 6, \"num_latents\": 12}");
        arrays.safetensors(sub.resolve("sae.safetensors"));
        PublishedDictionary groups = PublishedDictionary.open(folder, ReadOptions.NONE);
        same(groups.dictionary(), plain(new Gate.GroupMax(3), true));
        assertThat(groups.dictionary().input().kind()).isEqualTo(Kind.MLP_OUT);
        RowMatrix skip = made.matrix(D, D);
        Written.text(sub.resolve("cfg.json"), "{\"k\": 3, \"transcode\": true, \"skip_connection\": true}");
        arrays.matrix("W_skip", skip).safetensors(sub.resolve("sae.safetensors"));
        PublishedDictionary transcoder = PublishedDictionary.open(sub, ReadOptions.NONE);
        same(transcoder.dictionary(), plain(new Gate.TopK(3), false).withSkip(Optional.of(skip)));
        assertThat(transcoder.dictionary().input().kind()).isEqualTo(Kind.MLP_IN);
        assertThat(transcoder.dictionary().output().kind()).isEqualTo(Kind.MLP_OUT);
    }

    @Test
    void gemmaScopeReadsItsFolders() {
        Path sub = folder.resolve("gemma-scope-2b-pt-mlp/layer_7/width_16k/average_l0_5");
        saeLens().vector("threshold", thresholds).npz(sub.resolve("params.npz"));
        PublishedDictionary published = PublishedDictionary.open(folder, ReadOptions.NONE);
        same(published.dictionary(), plain(new Gate.JumpRelu(thresholds, true), false));
        assertThat(published.expectedL0().orElseThrow().value()).isEqualTo(5);
        assertThat(published.dictionary().input().kind()).isEqualTo(Kind.MLP_ADDED);
        assertThat(published.dictionary().input().layer()).hasValue(7);
        assertThat(published.warnings()).anyMatch(w -> w.contains("16384 latents, the file has 12"));
        saeLens().npz(sub.resolve("params.npz"));
        assertThatThrownBy(() -> PublishedDictionary.open(folder, ReadOptions.NONE))
                .hasMessageContaining("threshold");
    }

    @Test
    void gemmaScope2AddsItsSkipUntransposed() {
        RowMatrix affine = made.matrix(D, D);
        Path sub = folder.resolve("gemma-scope-2-1b-pt/transcoder_all/layer_3_width_16k_l0_small_affine");
        new Written()
                .matrix("w_enc", encoder.transposed())
                .matrix("w_dec", decoder)
                .vector("b_enc", encoderBias)
                .vector("b_dec", decoderBias)
                .vector("threshold", thresholds)
                .matrix("affine_skip_connection", affine)
                .safetensors(sub.resolve("params.safetensors"));
        PublishedDictionary published = PublishedDictionary.open(folder, ReadOptions.NONE);
        same(
                published.dictionary(),
                plain(new Gate.JumpRelu(thresholds, true), false).withSkip(Optional.of(affine.transposed())));
        assertThat(published.dictionary().input().kind()).isEqualTo(Kind.MLP_IN);
        assertThat(published.dictionary().output().kind()).isEqualTo(Kind.MLP_ADDED);
    }

    @Test
    void llamaScopeInItsTwoReadings() {
        Path sub = folder.resolve("Llama3_1-8B-Base-L3R-2x");
        Written.text(sub.resolve("hyperparams.json"), """
                {"hook_point_in": "blocks.3.hook_resid_post", "hook_point_out": "blocks.3.hook_resid_post",
                 "d_model": 6, "d_sae": 12, "act_fn": "jumprelu", "jump_relu_threshold": 0.5,
                 "norm_activation": "dataset-wise", "dataset_average_activation_norm": {"in": 4.0, "out": 4.0},
                 "sparsity_include_decoder_norm": true, "top_k": 50}""");
        linear().vector("decoder.bias", decoderBias).safetensors(sub.resolve("checkpoints/final.safetensors"));
        double s = Math.sqrt(D) / 4;
        SparseDictionary release = PublishedDictionary.open(folder, ReadOptions.NONE).dictionary();
        SparseDictionary other = PublishedDictionary.open(folder, ReadOptions.NONE.withReading("saelens"))
                .dictionary();
        ActivationMatrix x = made.activations(D, 40);
        for (int t = 0; t < 40; t++) {
            float[] row = Made.row(x, t);
            double[] own = SlowDictionary.code(release, row).f();
            double[] theirs = SlowDictionary.code(other, row).f();
            for (int j = 0; j < M; j++) {
                double h = encoderBias[j];
                for (int i = 0; i < D; i++) {
                    h += s * row[i] * encoder.get(j, i);
                }
                double scaled = h / s * decoder.norm(j);
                assertThat(own[j]).isCloseTo(scaled > 0.5 ? scaled : 0, within(1e-5));
                assertThat(theirs[j]).isCloseTo(h > 0.5 * s ? Math.max(0, h) : 0, within(1e-5));
            }
        }
        assertThatThrownBy(() -> PublishedDictionary.open(folder, ReadOptions.NONE.withReading("mine")))
                .hasMessageContaining("release or saelens");
    }

    @Test
    void openAiNormalisesWhereItIsTopK() {
        Path file = folder.resolve("gpt2-small/mlp_post_act_v4/autoencoders/5.pt");
        Written arrays = linear().without("encoder.bias")
                .vector("latent_bias", encoderBias)
                .vector("pre_bias", decoderBias)
                .vector("stats_last_nonzero", new float[M])
                .value("activation", "ReLU");
        arrays.pt(file);
        PublishedDictionary relu = PublishedDictionary.open(folder, ReadOptions.NONE);
        same(relu.dictionary(), plain(new Gate.Relu(), true));
        assertThat(relu.dictionary().input().kind()).isEqualTo(Kind.MLP_ACT);
        assertThat(relu.dictionary().input().layer()).hasValue(5);
        assertThat(relu.warnings()).isEmpty();
        arrays.value("activation", "TopK")
                .value("activation_state_dict", Map.of("k", 4))
                .value("activation.k", 4)
                .pt(file);
        SparseDictionary topK = PublishedDictionary.open(file, ReadOptions.NONE).dictionary();
        same(topK, plain(new Gate.TopK(4), true).withNormalisation(Normalisation.LAYER_NORM));
    }

    private PublishedDictionary dictionaryLearning(String type, Written arrays, ReadOptions options) {
        Path sub = folder.resolve("trainer_0");
        Written.text(
                sub.resolve("config.json"),
                "{\"trainer\": {\"dict_class\": \"" + type + "\", \"activation_dim\": 6, \"dict_size\": 12, \"k\": 3, "
                        + "\"layer\": 2, \"submodule_name\": \"resid_post_layer_2\", \"norm_factor\": 7.5}}");
        arrays.pt(sub.resolve("ae.pt"));
        return PublishedDictionary.open(folder, options);
    }

    @Test
    void dictionaryLearningGoesByItsClass() {
        Written auto = linear().vector("bias", decoderBias);
        same(
                dictionaryLearning("AutoEncoder", auto, ReadOptions.NONE.withReading("raw"))
                        .dictionary(),
                plain(new Gate.Relu(), true));
        SparseDictionary renormalised =
                dictionaryLearning("AutoEncoder", auto, ReadOptions.NONE).dictionary();
        float[] row = Made.row(made.activations(D, 1), 0);
        double[] raw = SlowDictionary.code(plain(new Gate.Relu(), true), row).f();
        double[] times = SlowDictionary.code(renormalised, row).f();
        for (int j = 0; j < M; j++) {
            assertThat(times[j]).isCloseTo(raw[j] * decoder.norm(j), within(1e-5));
        }
        same(
                dictionaryLearning("AutoEncoderNew", linear().vector("decoder.bias", decoderBias), ReadOptions.NONE)
                        .dictionary(),
                plain(new Gate.Relu(), false));
        Written batch = linear().vector("b_dec", decoderBias).scalar("k", 3).scalar("threshold", 0.4f);
        same(
                dictionaryLearning("AutoEncoderTopK", batch, ReadOptions.NONE).dictionary(),
                plain(new Gate.TopK(3), true));
        PublishedDictionary threshold = dictionaryLearning("BatchTopKSAE", batch, ReadOptions.NONE);
        same(threshold.dictionary(), plain(new Gate.JumpRelu(Made.filled(M, 0.4f), true), true));
        assertThat(threshold.expectedL0().orElseThrow().value()).isEqualTo(3);
        assertThat(decision(threshold, "norm_factor").value()).contains("not applied again");
        PublishedDictionary unset = dictionaryLearning("BatchTopKSAE", batch.scalar("threshold", -1), ReadOptions.NONE);
        same(unset.dictionary(), plain(new Gate.Relu(), true));
        same(
                dictionaryLearning("JumpReluAutoEncoder", saeLens().vector("threshold", thresholds), ReadOptions.NONE)
                        .dictionary(),
                plain(new Gate.JumpRelu(thresholds, true), false));
        same(
                dictionaryLearning(
                                "MatryoshkaBatchTopKSAE",
                                saeLens()
                                        .scalar("k", 3)
                                        .scalar("threshold", 0.4f)
                                        .vector("group_sizes", 4, 8),
                                ReadOptions.NONE)
                        .dictionary(),
                plain(new Gate.JumpRelu(Made.filled(M, 0.4f), true), true));
        assertThatThrownBy(() -> dictionaryLearning("CrossCoder", auto, ReadOptions.NONE))
                .hasMessageContaining("found CrossCoder");
    }

    @Test
    void qwenScopeIsTransposedAndTakesKFromItsFolder() {
        Written arrays = new Written()
                .matrix("W_enc", encoder)
                .matrix("W_dec", decoder.transposed())
                .vector("b_enc", encoderBias)
                .vector("b_dec", decoderBias);
        arrays.pt(folder.resolve("SAE-Res-Qwen3-1.7B-Base-W32K-L0_4/layer9.sae.pt"));
        PublishedDictionary published = PublishedDictionary.open(folder, ReadOptions.NONE);
        same(published.dictionary(), plain(new Gate.TopK(4), false));
        assertThat(published.dictionary().input().layer()).hasValue(9);
        assertThat(decision(published, "subtract b_dec").from()).isEqualTo(Origin.GUESS);
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
