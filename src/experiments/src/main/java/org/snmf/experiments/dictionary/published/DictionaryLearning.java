package org.snmf.experiments.dictionary.published;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.DictionarySite;
import org.snmf.experiments.dictionary.Gate;
import org.snmf.experiments.dictionary.Normalisation;
import org.snmf.experiments.dictionary.published.Decision.Origin;
import org.snmf.experiments.dictionary.published.Tensors.Latents;
import org.snmf.files.python.NamedArrays;

/** {@code trainer_N/ae.pt} and {@code config.json} of dictionary_learning; its {@code dict_class} decides everything. */
final class DictionaryLearning implements Format {
    private static final String RAW = "raw";
    private static final List<String> CLASSES = List.of(
            "AutoEncoder",
            "AutoEncoderNew",
            "GatedAutoEncoder",
            "JumpReluAutoEncoder",
            "AutoEncoderTopK",
            "BatchTopKSAE",
            "MatryoshkaBatchTopKSAE");

    @Override
    public String key() {
        return "dictionary-learning";
    }

    @Override
    public PublishedDictionary read(Source source, ReadOptions options) {
        Config config = source.beside("config.json").map(Config::read).orElseGet(() -> Config.none(source.folder()));
        Config trainer = config.inner("trainer");
        Optional<String> given = options.reading().filter(CLASSES::contains);
        if (options.reading().isPresent()
                && given.isEmpty()
                && !options.reading().get().equals(RAW)) {
            throw new InputException(
                    "--reading",
                    RAW + ", or one of " + String.join(", ", CLASSES),
                    options.reading().get(),
                    "");
        }
        String type = given.or(() -> trainer.text("dict_class"))
                .orElseThrow(() -> new InputException(
                        source.folder().resolve("config.json") + "#trainer.dict_class",
                        "the class of the dictionary",
                        "none",
                        "Fetch config.json as well, or give the class with --reading: " + String.join(", ", CLASSES)
                                + "."));
        try (Tensors tensors = new Tensors(NamedArrays.open(source.weights()))) {
            Draft draft = new Draft(source, tensors);
            draft.ledger.note("dict_class", type, given.isPresent() ? Origin.GIVEN : Origin.FILE);
            weights(draft, type);
            LlamaScope.checkWidth(trainer, "activation_dim", draft.widths.input());
            LlamaScope.checkWidth(trainer, "dict_size", draft.widths.latents());
            gate(draft, type, trainer, options);
            draft.normalisation(Normalisation.NONE, Origin.REGISTRY);
            trainer.number("norm_factor")
                    .ifPresent(
                            f -> draft.ledger.file("norm_factor", f + ", in the weights already: not applied again"));
            if (type.equals("AutoEncoder")) {
                renormalise(draft, options);
            }
            sites(draft, trainer);
            return draft.finish(trainer.text("wandb_name", type));
        }
    }

    private static void weights(Draft draft, String type) {
        Tensors tensors = draft.tensors;
        switch (type) {
            case "JumpReluAutoEncoder", "MatryoshkaBatchTopKSAE" ->
                draft.matrices(tensors.named("W_enc"), Latents.LAST, tensors.named("W_dec"), Latents.FIRST);
            case "AutoEncoder", "AutoEncoderNew", "GatedAutoEncoder", "AutoEncoderTopK", "BatchTopKSAE" ->
                draft.matrices(
                        tensors.named("encoder.weight"), Latents.FIRST, tensors.named("decoder.weight"), Latents.LAST);
            default ->
                throw new InputException(
                        draft.source.folder().resolve("config.json") + "#trainer.dict_class",
                        "one of " + String.join(", ", CLASSES),
                        type,
                        "Dictionaries of that class are not read.");
        }
        String bias =
                switch (type) {
                    case "AutoEncoder" -> "bias";
                    case "AutoEncoderNew" -> "decoder.bias";
                    case "GatedAutoEncoder" -> "decoder_bias";
                    default -> "b_dec";
                };
        draft.decoderBias = tensors.vector(tensors.named(bias), draft.widths.output());
        draft.encoderBias = switch (type) {
            case "GatedAutoEncoder" -> new float[draft.widths.latents()];
            case "JumpReluAutoEncoder", "MatryoshkaBatchTopKSAE" ->
                tensors.vector(tensors.named("b_enc"), draft.widths.latents());
            default -> tensors.vector(tensors.named("encoder.bias"), draft.widths.latents());
        };
        draft.subtracts(!type.equals("AutoEncoderNew") && !type.equals("JumpReluAutoEncoder"), Origin.REGISTRY);
    }

    private static void gate(Draft draft, String type, Config trainer, ReadOptions options) {
        Tensors tensors = draft.tensors;
        int m = draft.widths.latents();
        switch (type) {
            case "GatedAutoEncoder" ->
                draft.gate(
                        new Gate.Gated(
                                tensors.vector(tensors.named("gate_bias"), m),
                                tensors.vector(tensors.named("mag_bias"), m),
                                tensors.vector(tensors.named("r_mag"), m)),
                        Origin.REGISTRY);
            case "JumpReluAutoEncoder" -> {
                draft.gate(new Gate.JumpRelu(tensors.thresholds(tensors.named("threshold"), m), true), Origin.REGISTRY);
                trainer.number("target_l0").ifPresent(l0 -> draft.expects(l0, "target_l0 of config.json"));
            }
            case "AutoEncoderTopK" -> topK(draft, trainer, options);
            case "BatchTopKSAE", "MatryoshkaBatchTopKSAE" -> batchTopK(draft, trainer);
            default -> draft.gate(new Gate.Relu(), Origin.REGISTRY);
        }
    }

    private static void topK(Draft draft, Config trainer, ReadOptions options) {
        boolean held = draft.tensors.has("k");
        int k = options.k()
                .orElseGet(() -> held
                        ? Math.round(draft.tensors.scalar("k"))
                        : trainer.whole("k").orElse(0));
        if (k < 1 || k > draft.widths.latents()) {
            throw new InputException(
                    draft.source.weights() + "#k",
                    "the number of active latents k, from 1 to " + draft.widths.latents(),
                    k == 0 ? "none" : String.valueOf(k),
                    "Give it with --k.");
        }
        trainer.whole("k").ifPresent(stated -> {
            if (stated != k) {
                draft.ledger.warn("config.json says k " + stated + ", the weights say " + k + ", which is used");
            }
        });
        draft.tensors.leaveAside("threshold");
        draft.tensors.leaveAside("k");
        draft.gate(new Gate.TopK(k), options.k().isPresent() ? Origin.GIVEN : Origin.FILE)
                .expects(k, "the file");
    }

    /** In use it is a threshold that decides; k was for training. −1 means that none was set: a plain relu. */
    private static void batchTopK(Draft draft, Config trainer) {
        float threshold = draft.tensors.scalar(draft.tensors.named("threshold"));
        draft.tensors.leaveAside("k");
        draft.tensors.leaveAside("group_sizes");
        if (threshold < 0) {
            draft.gate(new Gate.Relu(), Origin.FILE);
            draft.ledger.warn("its threshold is " + threshold + ", which means that none was set: a plain relu");
        } else {
            float[] thresholds = new float[draft.widths.latents()];
            Arrays.fill(thresholds, threshold);
            draft.gate(new Gate.JumpRelu(thresholds, true), Origin.FILE);
            draft.ledger.file("threshold", threshold + " for every latent; k was for training");
        }
        trainer.whole("k").ifPresent(k -> draft.expects(k, "k of config.json"));
    }

    private static void renormalise(Draft draft, ReadOptions options) {
        boolean raw = options.reading().filter(RAW::equals).isPresent();
        draft.ledger.note(
                "latents times decoder norms",
                raw
                        ? "no: latents as they lie in the file"
                        : "yes, as the library's own loader does; --reading raw: no",
                raw ? Origin.GIVEN : Origin.REGISTRY);
        if (!raw) {
            draft.foldDecoderNorms();
        }
    }

    private static void sites(Draft draft, Config trainer) {
        String words = trainer.text("submodule_name", "");
        String layer = trainer.whole("layer").stream()
                .mapToObj(Integer::toString)
                .findFirst()
                .orElse("?");
        DictionarySite site = SiteNames.of(words);
        if (site.kind() == DictionarySite.Kind.UNKNOWN) {
            site = DictionarySite.unknown(words.isEmpty() ? "layer " + layer : words + " of layer " + layer);
        }
        draft.sites(site, site, Origin.GUESS).centres(false, Origin.GUESS);
        draft.ledger.warn("config.json names layer " + layer + " and '" + words + "' in words: confirm the site");
    }
}
