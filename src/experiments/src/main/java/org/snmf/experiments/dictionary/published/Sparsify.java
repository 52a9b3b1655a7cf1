package org.snmf.experiments.dictionary.published;

import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.DictionarySite;
import org.snmf.experiments.dictionary.Gate;
import org.snmf.experiments.dictionary.Normalisation;
import org.snmf.experiments.dictionary.published.Decision.Origin;
import org.snmf.experiments.dictionary.published.Tensors.Latents;
import org.snmf.files.python.NamedArrays;

/** {@code cfg.json} and {@code sae.safetensors} of sparsify, in a folder named by the module of Hugging Face. */
final class Sparsify implements Format {
    @Override
    public String key() {
        return "sparsify";
    }

    @Override
    public PublishedDictionary read(Source source, ReadOptions options) {
        Config config = Config.read(source.beside("cfg.json")
                .orElseThrow(() -> new InputException(
                        source.folder().toString(), "cfg.json beside the weights", "none", "Fetch it as well.")));
        if (config.flag("signed").orElse(false)) {
            throw config.wrong("signed", "false", "true: latents of both signs, which are not read");
        }
        try (Tensors tensors = new Tensors(NamedArrays.open(source.weights()))) {
            Draft draft = new Draft(source, tensors);
            draft.matrices(tensors.named("encoder.weight"), Latents.FIRST, tensors.named("W_dec"), Latents.FIRST);
            int m = draft.widths.latents();
            check(config, "d_in", draft.widths.input());
            if (config.whole("num_latents").orElse(0) > 0) {
                check(config, "num_latents", m);
            }
            draft.encoderBias = tensors.vector(tensors.named("encoder.bias"), m);
            draft.decoderBias = tensors.vector(tensors.named("b_dec"), draft.widths.output());
            gate(draft, config, options);
            boolean transcode = config.flag("transcode").orElse(false);
            draft.subtracts(!transcode, config.has("transcode") ? Origin.FILE : Origin.REGISTRY)
                    .normalisation(Normalisation.NONE, Origin.REGISTRY);
            skip(draft, config);
            sites(draft, transcode);
            return draft.finish(source.folder().getFileName().toString());
        }
    }

    private static void check(Config config, String key, int found) {
        config.whole(key).ifPresent(stated -> {
            if (stated != found) {
                throw config.wrong(key, found + ", the width of the tensors", stated);
            }
        });
    }

    private static void gate(Draft draft, Config config, ReadOptions options) {
        int k = options.k().orElse(config.whole("k").orElse(0));
        if (k < 1) {
            throw new InputException(
                    config.file() + "#k", "the number of active latents k", "none", "Give it with --k.");
        }
        String activation = config.text("activation", "topk");
        Origin origin = config.has("activation") ? Origin.FILE : Origin.REGISTRY;
        switch (activation) {
            case "topk" -> draft.gate(new Gate.TopK(k), origin);
            case "groupmax" -> {
                if (draft.widths.latents() % k != 0) {
                    throw config.wrong("k", "a divisor of the " + draft.widths.latents() + " latents", k);
                }
                draft.gate(new Gate.GroupMax(k), origin);
            }
            default -> throw config.wrong("activation", "topk or groupmax", activation);
        }
        draft.expects(k, options.k().isPresent() ? "--k" : "cfg.json");
    }

    private static void skip(Draft draft, Config config) {
        boolean stated = config.flag("skip_connection").orElse(draft.tensors.has("W_skip"));
        if (stated != draft.tensors.has("W_skip")) {
            throw config.wrong(
                    "skip_connection", stated ? "a tensor W_skip" : "no tensor W_skip", stated ? "none" : "one");
        }
        if (stated) {
            draft.skip(
                    draft.tensors.matrix("W_skip", draft.widths.output(), draft.widths.input()),
                    "W_skip [d_out, d_in], added as x·W_skipᵀ",
                    Origin.REGISTRY);
        }
    }

    private static void sites(Draft draft, boolean transcode) {
        String module = draft.source.folder().getFileName().toString();
        DictionarySite output = SiteNames.of(module);
        DictionarySite input = transcode ? SiteNames.of(module + ".input") : output;
        draft.sites(input, output, Origin.FILE).centres(false, Origin.REGISTRY);
    }
}
