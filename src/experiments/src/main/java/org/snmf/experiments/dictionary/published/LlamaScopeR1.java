package org.snmf.experiments.dictionary.published;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.DictionarySite;
import org.snmf.experiments.dictionary.Gate;
import org.snmf.experiments.dictionary.Normalisation;
import org.snmf.experiments.dictionary.published.Decision.Origin;
import org.snmf.experiments.dictionary.published.Tensors.Latents;
import org.snmf.files.python.NamedArrays;

/**
 * {@code config.json} and {@code sae_weights.safetensors} of Llama Scope's later series (R1-Distill): the same matrices, or
 * the newer names of their library, and a threshold per latent as its logarithm.
 */
final class LlamaScopeR1 implements Format {
    private static final String SAELENS = "saelens";
    private static final String RELEASE = "release";

    @Override
    public String key() {
        return "llama-scope-r1";
    }

    @Override
    public PublishedDictionary read(Source source, ReadOptions options) {
        Path file = source.beside("config.json")
                .orElseThrow(() -> new InputException(
                        source.folder().toString(), "config.json beside the weights", "none", "Fetch it as well."));
        Config config = Config.read(file);
        String reading = options.reading().orElse(SAELENS);
        if (!reading.equals(RELEASE) && !reading.equals(SAELENS)) {
            throw new InputException("--reading", SAELENS + " or " + RELEASE, reading, "");
        }
        try (Tensors tensors = new Tensors(NamedArrays.open(source.weights()))) {
            Draft draft = new Draft(source, tensors);
            weights(draft);
            LlamaScope.checkWidth(config, "d_model", draft.widths.input());
            LlamaScope.checkWidth(config, "d_sae", draft.widths.latents());
            sites(draft, config);
            draft.ledger.note("reading", reading, options.reading().isPresent() ? Origin.GIVEN : Origin.REGISTRY);
            draft.subtracts(
                    config.flag("apply_decoder_bias_to_pre_encoder").orElse(false),
                    config.has("apply_decoder_bias_to_pre_encoder") ? Origin.FILE : Origin.REGISTRY);
            factor(draft, config, options);
            gate(draft, config, reading);
            draft.centres(false, Origin.REGISTRY).beginToken(true, Origin.REGISTRY);
            return draft.finish(source.folder().getFileName().toString());
        }
    }

    private static void weights(Draft draft) {
        Tensors tensors = draft.tensors;
        if (tensors.has("encoder.weight")) {
            LlamaScope.weights(draft, tensors.has("decoder.bias"));
            return;
        }
        draft.matrices(tensors.named("W_E", "encoder.weight"), Latents.LAST, tensors.named("W_D"), Latents.FIRST);
        draft.encoderBias = tensors.vector(tensors.named("b_E"), draft.widths.latents());
        draft.decoderBias = tensors.vectorOrZeros(tensors.anyOf("b_D"), draft.widths.output());
    }

    private static void sites(Draft draft, Config config) {
        DictionarySite input = SiteNames.of(config.text("hook_point_in", "not said"));
        draft.sites(input, SiteNames.of(config.text("hook_point_out", input.name())), Origin.FILE);
    }

    /** The averages that the training normalised with stand in the configuration or among the tensors, or nowhere. */
    private static void factor(Draft draft, Config config, ReadOptions options) {
        String norm = config.text("norm_activation", "");
        OptionalDouble average = config.inner("dataset_average_activation_norm").number("in");
        Optional<String> tensor = draft.tensors.arrays().names().stream()
                .filter(name -> name.startsWith("dataset_average_activation_norm"))
                .peek(draft.tensors::leaveAside)
                .filter(name -> name.endsWith(config.text("hook_point_in", "in")) || name.endsWith(".in"))
                .findFirst();
        if (average.isEmpty() && tensor.isPresent()) {
            average = OptionalDouble.of(draft.tensors.scalar(tensor.get()));
        }
        draft.normalisation(Normalisation.NONE, norm.isEmpty() ? Origin.GUESS : Origin.FILE);
        if (options.factor().isPresent()) {
            draft.foldFactor(options.factor().getAsDouble());
            draft.ledger.given("factor", options.factor().getAsDouble());
        } else if (norm.toLowerCase(Locale.ROOT).equals("dataset-wise") && average.isPresent()) {
            double s = Math.sqrt(draft.widths.input()) / average.getAsDouble();
            draft.foldFactor(s);
            draft.ledger.file("fixed factor in the weights", s);
        } else if (norm.isEmpty()) {
            draft.ledger.warn(
                    "whether inputs are normalised is not said in these files: taken as they are; give a fixed factor "
                            + "with --factor");
        }
    }

    private static void gate(Draft draft, Config config, String reading) {
        String name = draft.tensors.arrays().names().stream()
                .filter(n -> n.endsWith("log_jumprelu_threshold") || n.endsWith("log_jump_relu_threshold"))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        draft.source.weights().toString(),
                        "a tensor log_jumprelu_threshold",
                        "none",
                        "Dictionaries of this series with another activation are not read."));
        float[] thresholds = draft.tensors.thresholds(name, draft.widths.latents());
        for (int j = 0; j < thresholds.length; j++) {
            thresholds[j] = (float) Math.exp(thresholds[j]);
        }
        draft.ledger.file("threshold", "exp of " + name);
        if (reading.equals(RELEASE)) {
            draft.foldDecoderNorms();
        } else if (config.flag("sparsity_include_decoder_norm").orElse(false)) {
            draft.ledger.warn(
                    "config.json puts decoder norms into the gate, which this reading leaves out: --reading release");
        }
        draft.gate(new Gate.JumpRelu(thresholds, true), Origin.FILE);
    }
}
