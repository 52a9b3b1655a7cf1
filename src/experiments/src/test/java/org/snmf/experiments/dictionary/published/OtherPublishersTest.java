package org.snmf.experiments.dictionary.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
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

/** The layouts of the others, written here: read, they compute what the equations of their publishers say. */
class OtherPublishersTest extends PublishedSample {
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
        SparseDictionary release =
                PublishedDictionary.open(folder, ReadOptions.NONE).dictionary();
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
}
