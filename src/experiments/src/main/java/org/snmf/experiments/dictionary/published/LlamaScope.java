package org.snmf.experiments.dictionary.published;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.DictionarySite;
import org.snmf.experiments.dictionary.DictionarySite.Kind;
import org.snmf.experiments.dictionary.Gate;
import org.snmf.experiments.dictionary.Normalisation;
import org.snmf.experiments.dictionary.published.Decision.Origin;
import org.snmf.experiments.dictionary.published.Tensors.Latents;
import org.snmf.files.python.NamedArrays;

/**
 * {@code hyperparams.json} and {@code checkpoints/final.safetensors} of Llama Scope.
 *
 * <p>Two readings: {@code release}, that of the publisher's own code, puts the decoder norms into the gate; {@code saelens}
 * does not, and selects other latents wherever those norms are not 1.
 */
final class LlamaScope implements Format {
    private static final String RELEASE = "release";
    private static final String SAELENS = "saelens";

    @Override
    public String key() {
        return "llama-scope";
    }

    @Override
    public PublishedDictionary read(Source source, ReadOptions options) {
        String reading = options.reading().orElse(RELEASE);
        if (!reading.equals(RELEASE) && !reading.equals(SAELENS)) {
            throw new InputException("--reading", RELEASE + " or " + SAELENS, reading, "");
        }
        Config config = config(source);
        refuse(config);
        try (Tensors tensors = new Tensors(NamedArrays.open(source.weights()))) {
            Draft draft = new Draft(source, tensors);
            weights(draft, config.flag("use_decoder_bias").orElse(true));
            check(config, draft);
            DictionarySite input = SiteNames.of(hook(config, "hook_point_in"));
            DictionarySite output = SiteNames.of(config.text("hook_point_out", input.name()));
            draft.sites(input, output, Origin.FILE);
            draft.ledger.note("reading", reading, options.reading().isPresent() ? Origin.GIVEN : Origin.REGISTRY);
            if (reading.equals(RELEASE)) {
                release(draft, config);
            } else {
                saeLens(draft, config, input, output);
            }
            draft.subtracts(
                            config.flag("apply_decoder_bias_to_pre_encoder").orElse(false),
                            config.has("apply_decoder_bias_to_pre_encoder") ? Origin.FILE : Origin.REGISTRY)
                    .centres(false, Origin.REGISTRY)
                    .beginToken(true, Origin.REGISTRY);
            if (input.kind() == Kind.NORMALISED) {
                draft.ledger.warn("the input is the normalised vector without the norm's weight, a place that is not "
                        + "captured here");
            }
            config.whole("top_k")
                    .ifPresent(
                            k -> draft.ledger.warn("top_k " + k + " of hyperparams.json was used in training alone"));
            return draft.finish(source.inPath("/([^/]+)/checkpoints/[^/]+$")
                    .orElse(source.folder().getFileName().toString()));
        }
    }

    private static Config config(Source source) {
        Path parent = source.folder().getParent();
        for (Path folder : new Path[] {parent, source.folder()}) {
            if (folder != null && Files.isRegularFile(folder.resolve("hyperparams.json"))) {
                return Config.read(folder.resolve("hyperparams.json"));
            }
        }
        throw new InputException(
                source.folder().toString(),
                "hyperparams.json in the folder above checkpoints",
                "none",
                "Fetch it as well: the threshold stands there.");
    }

    private static String hook(Config config, String key) {
        return config.text(key).orElseThrow(() -> config.wrong(key, "the place of the input", "none"));
    }

    private static void refuse(Config config) {
        if (config.flag("use_glu_encoder").orElse(false)) {
            throw config.wrong("use_glu_encoder", "false", "true: a gated encoder, which is not read");
        }
        String activation = config.text("act_fn", "jumprelu");
        if (!activation.equals("jumprelu")) {
            throw config.wrong("act_fn", "jumprelu", activation);
        }
        String norm = config.text("norm_activation", "dataset-wise");
        if (!norm.equals("dataset-wise") && !norm.equals("inference") && !norm.equals("none")) {
            throw config.wrong("norm_activation", "dataset-wise, inference or none", norm);
        }
    }

    /** The four tensors that all of this family have. */
    static void weights(Draft draft, boolean decoderBias) {
        Tensors tensors = draft.tensors;
        draft.matrices(tensors.named("encoder.weight"), Latents.FIRST, tensors.named("decoder.weight"), Latents.LAST);
        draft.encoderBias = tensors.vector(tensors.named("encoder.bias"), draft.widths.latents());
        draft.decoderBias = decoderBias
                ? tensors.vector(tensors.named("decoder.bias"), draft.widths.output())
                : new float[draft.widths.output()];
    }

    private static void check(Config config, Draft draft) {
        checkWidth(config, "d_model", draft.widths.input());
        checkWidth(config, "d_sae", draft.widths.latents());
    }

    static void checkWidth(Config config, String key, int found) {
        config.whole(key).ifPresent(stated -> {
            if (stated != found) {
                throw config.wrong(key, found + ", the width of the tensors", stated);
            }
        });
    }

    /** √d / average norm, or 1 where nothing is normalised. */
    private static double factor(Config config, String side, int width) {
        if (!config.text("norm_activation", "dataset-wise").equals("dataset-wise")) {
            return 1;
        }
        Config averages = config.inner("dataset_average_activation_norm");
        double average = averages.number(side)
                .orElseThrow(() ->
                        config.wrong("dataset_average_activation_norm", "the average norm '" + side + "'", "none"));
        if (!(average > 0) || Double.isInfinite(average)) {
            throw config.wrong("dataset_average_activation_norm", "a positive average norm", average);
        }
        return Math.sqrt(width) / average;
    }

    private static float threshold(Config config) {
        return (float) config.number("jump_relu_threshold")
                .orElseThrow(() -> config.wrong("jump_relu_threshold", "the threshold of all latents", "none"));
    }

    private static void release(Draft draft, Config config) {
        double in = factor(config, "in", draft.widths.input());
        double out = factor(config, "out", draft.widths.output());
        draft.encoderBias = Draft.scaled(draft.encoderBias, 1 / in);
        draft.decoderBias = Draft.scaled(draft.decoderBias, 1 / out);
        draft.decoder = draft.decoder.scaled(in / out);
        boolean norms = config.flag("sparsity_include_decoder_norm").orElse(true);
        if (norms) {
            draft.foldDecoderNorms();
        }
        draft.ledger.note(
                "decoder norms in the gate",
                norms,
                config.has("sparsity_include_decoder_norm") ? Origin.FILE : Origin.REGISTRY);
        gate(draft, threshold(config), false);
        normalised(draft, in, out);
    }

    private static void saeLens(Draft draft, Config config, DictionarySite input, DictionarySite output) {
        if (!input.equals(output)) {
            throw new InputException(
                    "--reading " + SAELENS,
                    "an autoencoder",
                    "a transcoder from " + input + " to " + output,
                    "SAELens uses one factor for both sides, which gives nonsense here; leave --reading out.");
        }
        double s = factor(config, "in", draft.widths.input());
        draft.foldFactor(s);
        draft.ledger.registry("decoder norms in the gate", false);
        gate(draft, (float) (threshold(config) * s), true);
        normalised(draft, s, s);
    }

    private static void gate(Draft draft, float threshold, boolean rectified) {
        float[] thresholds = new float[draft.widths.latents()];
        Arrays.fill(thresholds, threshold);
        draft.gate(new Gate.JumpRelu(thresholds, rectified), Origin.FILE);
        draft.ledger.file("threshold", threshold + " for every latent");
    }

    private static void normalised(Draft draft, double in, double out) {
        draft.normalisation(Normalisation.NONE, Origin.FILE);
        draft.ledger.file("fixed factors in the weights", "in " + in + ", out " + out);
    }
}
