package org.snmf.experiments.dictionary.published;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.DictionarySite;
import org.snmf.experiments.dictionary.Gate;
import org.snmf.experiments.dictionary.Normalisation;
import org.snmf.experiments.dictionary.published.Decision.Origin;
import org.snmf.experiments.dictionary.published.Tensors.Latents;
import org.snmf.files.python.NamedArrays;

/** {@code cfg.json} and {@code sae_weights.safetensors} of SAELens, in its three generations of configurations. */
final class SaeLens implements Format {
    private static final List<String> AUTOENCODERS = List.of("standard", "topk", "jumprelu", "gated");
    private static final List<String> TRANSCODERS =
            List.of("transcoder", "skip_transcoder", "jumprelu_transcoder", "jumprelu_skip_transcoder");
    private static final String AVERAGE = "expected_average_only_in";

    @Override
    public String key() {
        return "saelens";
    }

    @Override
    public PublishedDictionary read(Source source, ReadOptions options) {
        Path file = source.beside("cfg.json")
                .orElseThrow(() -> new InputException(
                        source.folder().toString(), "cfg.json beside the weights", "none", "Fetch it as well."));
        SaeLensConfig config = SaeLensConfig.read(file);
        String architecture = architecture(config);
        refuse(config);
        try (Tensors tensors = new Tensors(NamedArrays.open(source.weights()))) {
            Draft draft = new Draft(source, tensors);
            draft.matrices(tensors.named("W_enc"), Latents.LAST, tensors.named("W_dec"), Latents.FIRST);
            checkWidths(config, draft);
            draft.decoderBias = tensors.vector(tensors.named("b_dec"), draft.widths.output());
            boolean transcoder = TRANSCODERS.contains(architecture);
            gate(draft, config, architecture, options);
            subtraction(draft, config, transcoder);
            skip(draft, architecture);
            finetuning(draft, config);
            normalisation(draft, config, options);
            rescaling(draft, config, architecture);
            sites(draft, config, transcoder);
            config.number("l0").ifPresent(l0 -> draft.expects(l0, "cfg.json"));
            return draft.finish(
                    source.folder().getFileName() + " (" + config.text("model_name", "model not named") + ")");
        }
    }

    /** The activation decides where it contradicts the architecture: old files say standard of everything. */
    private static String architecture(SaeLensConfig config) {
        String named = config.text("architecture", "standard");
        if (!AUTOENCODERS.contains(named) && !TRANSCODERS.contains(named)) {
            String why =
                    switch (named) {
                        case "batchtopk", "matryoshka_batchtopk" ->
                            "SAELens trains these and saves them for use as jumprelu: save it with save_inference_model.";
                        case "temporal" -> "It attends to other positions, so it is no dictionary of single tokens.";
                        case "matching_pursuit" -> "It encodes in rounds, not in one pass.";
                        default -> "";
                    };
            throw config.wrong(
                    "architecture",
                    "one of " + String.join(", ", AUTOENCODERS) + ", " + String.join(", ", TRANSCODERS),
                    named,
                    why);
        }
        String activation = config.activation();
        if (!activation.equals("relu") && !activation.equals("topk")) {
            throw config.wrong("activation_fn", "relu or topk", activation, "");
        }
        return named.equals("standard") && activation.equals("topk") ? "topk" : named;
    }

    private static void refuse(SaeLensConfig config) {
        if (config.has("hook_head_index")) {
            throw config.wrong(
                    "hook_head_index",
                    "null: all heads",
                    config.get("hook_head_index").toString(),
                    "It was trained on one attention head alone, a place that is not read here.");
        }
        String reshape = config.text("reshape_activations", "none");
        if (!reshape.equals("none") && !reshape.equals("hook_z")) {
            throw config.wrong("reshape_activations", "none or hook_z", reshape, "");
        }
    }

    private static void checkWidths(SaeLensConfig config, Draft draft) {
        check(config, "d_in", draft.widths.input());
        check(config, "d_sae", draft.widths.latents());
        check(config, "d_out", draft.widths.output());
    }

    private static void check(SaeLensConfig config, String key, int found) {
        config.whole(key).ifPresent(stated -> {
            if (stated != found) {
                throw config.wrong(
                        key,
                        found + ", the width of the tensors",
                        String.valueOf(stated),
                        "The configuration and the weights belong to different dictionaries.");
            }
        });
    }

    private static void gate(Draft draft, SaeLensConfig config, String architecture, ReadOptions options) {
        Tensors tensors = draft.tensors;
        int m = draft.widths.latents();
        if (!architecture.equals(config.text("architecture", "standard"))) {
            draft.ledger.warn("cfg.json says architecture standard and activation topk: the activation decides");
        }
        if (architecture.equals("gated")) {
            draft.encoderBias = new float[m];
            draft.gate(
                    new Gate.Gated(
                            tensors.vector(tensors.named("b_gate"), m),
                            tensors.vector(tensors.named("b_mag"), m),
                            tensors.vector(tensors.named("r_mag"), m)),
                    Origin.FILE);
            return;
        }
        draft.encoderBias = tensors.vector(tensors.named("b_enc"), m);
        if (architecture.equals("topk")) {
            int k = k(config, options);
            draft.gate(new Gate.TopK(k), options.k().isPresent() ? Origin.GIVEN : Origin.FILE)
                    .expects(k, options.k().isPresent() ? "--k" : "cfg.json");
        } else if (architecture.startsWith("jumprelu")) {
            draft.gate(new Gate.JumpRelu(thresholds(draft), true), Origin.FILE);
        } else {
            draft.gate(new Gate.Relu(), config.has("architecture") ? Origin.FILE : Origin.REGISTRY);
        }
    }

    private static int k(SaeLensConfig config, ReadOptions options) {
        OptionalInt stated = config.k();
        if (options.k().isPresent()) {
            return options.k().getAsInt();
        }
        if (stated.isEmpty() || stated.getAsInt() < 1) {
            throw config.wrong(
                    "k",
                    "the number of active latents k of a topk dictionary",
                    stated.isEmpty() ? "none" : stated.toString(),
                    "Give it with --k.");
        }
        return stated.getAsInt();
    }

    private static float[] thresholds(Draft draft) {
        String name = draft.tensors.named("threshold", "log_threshold");
        float[] values = draft.tensors.thresholds(name, draft.widths.latents());
        if (name.equals("log_threshold")) {
            draft.ledger.file("threshold", "exp of log_threshold, as in files of a training");
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) Math.exp(values[j]);
            }
        }
        return values;
    }

    private static void subtraction(Draft draft, SaeLensConfig config, boolean transcoder) {
        Optional<Boolean> stated = config.flag("apply_b_dec_to_input");
        if (transcoder && stated.orElse(false)) {
            throw config.wrong(
                    "apply_b_dec_to_input", "false for a transcoder, whose b_dec is of another place", "true", "");
        }
        draft.subtracts(stated.orElse(!transcoder), stated.isPresent() ? Origin.FILE : Origin.REGISTRY);
    }

    private static void skip(Draft draft, String architecture) {
        boolean stated = architecture.contains("skip");
        if (stated) {
            draft.skip(
                    draft.tensors.matrix(draft.tensors.named("W_skip"), draft.widths.output(), draft.widths.input()),
                    "W_skip [d_out, d_in], added as x·W_skipᵀ",
                    Origin.REGISTRY);
        } else if (draft.tensors.has("W_skip")) {
            throw new InputException(
                    draft.source.weights() + "#W_skip",
                    "none in architecture " + architecture,
                    "a skip connection",
                    "The configuration and the weights belong to different dictionaries.");
        }
    }

    private static void finetuning(Draft draft, SaeLensConfig config) {
        if (!draft.tensors.has("scaling_factor")) {
            return;
        }
        float[] factors = draft.tensors.vector("scaling_factor", draft.widths.latents());
        if (allOnes(factors)) {
            draft.ledger.file("scaling_factor", "all ones: left out");
            return;
        }
        if (!config.flag("finetuning_scaling_factor").orElse(false)) {
            throw new InputException(
                    draft.source.weights() + "#scaling_factor",
                    "ones, since cfg.json has no finetuning_scaling_factor",
                    "other numbers",
                    "Ask its publisher which of the two is right.");
        }
        draft.decoder = draft.decoder.scaledRows(factors);
        draft.ledger.file("scaling_factor", "one per latent, multiplied into the decoder");
    }

    static boolean allOnes(float[] factors) {
        for (float factor : factors) {
            if (factor != 1) {
                return false;
            }
        }
        return true;
    }

    private static void normalisation(Draft draft, SaeLensConfig config, ReadOptions options) {
        String stated = config.normalisation();
        switch (stated) {
            case "none" ->
                draft.normalisation(
                        Normalisation.NONE, config.has("normalize_activations") ? Origin.FILE : Origin.REGISTRY);
            case "layer_norm" -> draft.normalisation(Normalisation.LAYER_NORM, Origin.FILE);
            case "constant_norm_rescale" -> draft.normalisation(Normalisation.TOKEN_NORM, Origin.FILE);
            case "constant_scalar_rescale" -> {
                OptionalDouble factor = config.number("activation_normalization_factor");
                fold(draft, config, options, factor, "activation_normalization_factor");
            }
            case AVERAGE -> {
                Optional<Path> scaler = draft.source.beside("activation_scaler.json");
                OptionalDouble factor = scaler.map(file -> Config.read(file).number("scaling_factor"))
                        .orElseGet(() -> config.number("norm_scaling_factor"));
                fold(draft, config, options, factor, "norm_scaling_factor");
            }
            default ->
                throw config.wrong(
                        "normalize_activations",
                        "none, layer_norm, constant_norm_rescale, constant_scalar_rescale or " + AVERAGE,
                        stated,
                        "");
        }
    }

    private static void fold(
            Draft draft, SaeLensConfig config, ReadOptions options, OptionalDouble stated, String name) {
        OptionalDouble factor = options.factor().isPresent() ? options.factor() : stated;
        if (factor.isEmpty() || !(factor.getAsDouble() > 0)) {
            throw config.wrong(
                    "normalize_activations",
                    "a fixed factor of the input for " + config.normalisation(),
                    "no " + name + " in these files",
                    "Give it with --factor: it stands in SAELens' registry of pretrained dictionaries as " + name
                            + "; without it every latent is wrong.");
        }
        draft.foldFactor(factor.getAsDouble());
        draft.normalisation(Normalisation.NONE, Origin.FILE)
                .ledger
                .note(
                        config.normalisation() + " factor",
                        factor.getAsDouble(),
                        options.factor().isPresent() ? Origin.GIVEN : Origin.FILE);
    }

    private static void rescaling(Draft draft, SaeLensConfig config, String architecture) {
        if (!architecture.equals("topk")) {
            return;
        }
        Optional<Boolean> stated = config.flag("rescale_acts_by_decoder_norm");
        draft.ledger.note(
                "latents times decoder norms",
                stated.orElse(false),
                stated.isPresent() ? Origin.FILE : Origin.REGISTRY);
        if (stated.orElse(false)) {
            draft.foldDecoderNorms();
        }
    }

    private static void sites(Draft draft, SaeLensConfig config, boolean transcoder) {
        String hook = config.text("hook_name", "");
        DictionarySite input = SiteNames.of(hook);
        DictionarySite output = transcoder ? SiteNames.of(config.text("hook_name_out", "not said")) : input;
        draft.sites(input, output, Origin.FILE);
        SaeLensConfig.Centred centred = config.centring(input);
        draft.centres(centred.centred(), centred.from());
        if (centred.centred()) {
            draft.ledger.warn(
                    "activations of the network lose their mean over neurons first; those given with --input are "
                            + "taken as they are");
        }
        if (input.kind() == DictionarySite.Kind.NORMALISED) {
            draft.ledger.warn(
                    "the input is the normalised vector without the norm's weight, a place that is not captured here");
        }
        Optional<Boolean> begin = config.flag("prepend_bos");
        draft.beginToken(begin.orElse(true), begin.isPresent() ? Origin.FILE : Origin.REGISTRY);
        if (config.text("reshape_activations", "").equals("hook_z") || hook.contains("hook_z")) {
            draft.ledger.file("heads", "side by side, as one vector");
        }
    }
}
