package org.snmf.experiments.dictionary.published;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.DictionarySite;
import org.snmf.experiments.dictionary.DictionarySite.Kind;
import org.snmf.experiments.dictionary.Gate;
import org.snmf.experiments.dictionary.Normalisation;
import org.snmf.experiments.dictionary.published.Decision.Origin;
import org.snmf.experiments.dictionary.published.Tensors.Latents;
import org.snmf.files.python.NamedArrays;

/** {@code params.npz} of Gemma Scope; site, layer, width and L0 stand in the names of the folders. */
final class GemmaScope implements Format {
    private static final Map<String, Integer> WIDTHS = Map.of(
            "4k", 1 << 12, "16k", 1 << 14, "32k", 1 << 15, "65k", 1 << 16, "131k", 1 << 17, "262k", 1 << 18, "524k",
            1 << 19, "1m", 1 << 20);

    @Override
    public String key() {
        return "gemma-scope";
    }

    @Override
    public PublishedDictionary read(Source source, ReadOptions options) {
        try (Tensors tensors = new Tensors(NamedArrays.open(source.weights()))) {
            Draft draft = new Draft(source, tensors);
            jumpRelu(draft);
            draft.normalisation(Normalisation.NONE, Origin.REGISTRY);
            sites(draft);
            embedding(draft);
            source.inPath("average_l0_(\\d+)")
                    .ifPresent(l0 -> draft.measured(Double.parseDouble(l0), "the folder's name"));
            checkWidth(draft);
            draft.beginToken(true, Origin.REGISTRY);
            return draft.finish(name(source));
        }
    }

    /** What Gemma Scope and its successor share: names in either case, a threshold per latent, nothing subtracted. */
    static void jumpRelu(Draft draft) {
        Tensors tensors = draft.tensors;
        draft.matrices(tensors.named("W_enc", "w_enc"), Latents.LAST, tensors.named("W_dec", "w_dec"), Latents.FIRST);
        int m = draft.widths.latents();
        draft.encoderBias = tensors.vector(tensors.named("b_enc"), m);
        draft.decoderBias = tensors.vector(tensors.named("b_dec"), draft.widths.output());
        if (!tensors.has("threshold")) {
            throw new InputException(
                    draft.source.weights().toString(),
                    "a threshold for each latent",
                    "no tensor named threshold",
                    "Without it the gate would be a plain relu, with several times as many active latents; fetch the file "
                            + "again.");
        }
        draft.gate(new Gate.JumpRelu(tensors.thresholds("threshold", m), true), Origin.FILE);
        draft.subtracts(false, Origin.REGISTRY);
        if (tensors.has("scaling_factor")) {
            if (!SaeLens.allOnes(tensors.vector("scaling_factor", m))) {
                throw new InputException(
                        draft.source.weights() + "#scaling_factor",
                        "ones",
                        "other numbers",
                        "What they multiply is not said anywhere; ask the publisher.");
            }
            draft.ledger.file("scaling_factor", "all ones: left out");
        }
    }

    static String name(Source source) {
        return source.inPath("(gemma-scope[^/]*(?:/.*)?)/params\\.\\w+$")
                .orElse(source.folder().getFileName().toString())
                .replaceFirst("/snapshots/[^/]+", "");
    }

    private static void sites(Draft draft) {
        Optional<String> kind = draft.source.inPath("gemma-scope-[^/]*-(res|mlp|att|transcoders)(?=[/@])");
        OptionalInt layer = draft.source.inPath("/layer_(\\d+)(?=/)").stream()
                .mapToInt(Integer::parseInt)
                .findFirst();
        boolean embedding = draft.source.inPath("/(embedding)/width_").isPresent();
        if (embedding) {
            DictionarySite site = SiteNames.of("hook_embed");
            draft.sites(site, site, Origin.FILE);
            return;
        }
        String module = "model.layers." + (layer.isPresent() ? layer.getAsInt() : "?");
        DictionarySite added = new DictionarySite(module + ".post_feedforward_layernorm.output", layer, Kind.MLP_ADDED);
        DictionarySite input =
                switch (kind.orElse("")) {
                    case "res" -> new DictionarySite(module + ".output", layer, Kind.RESID_POST);
                    case "mlp" -> added;
                    case "att" -> new DictionarySite(module + ".self_attn.o_proj.input", layer, Kind.HEADS);
                    case "transcoders" ->
                        new DictionarySite(module + ".pre_feedforward_layernorm.output", layer, Kind.MLP_IN);
                    default -> DictionarySite.unknown("not said");
                };
        draft.sites(
                input,
                kind.orElse("").equals("transcoders") ? added : input,
                input.kind() == Kind.UNKNOWN ? Origin.GUESS : Origin.FILE);
        if (input.kind() == Kind.UNKNOWN) {
            draft.ledger.warn(
                    "no folder above is named gemma-scope-…-res, -mlp, -att or -transcoders, so that the site is not "
                            + "known");
        }
    }

    /** Trained on the embedding without the factor √d with which the model uses it. */
    private static void embedding(Draft draft) {
        if (draft.source.inPath("/(embedding)/width_").isPresent()) {
            double root = Math.sqrt(draft.widths.input());
            draft.encoder = draft.encoder.scaled(1 / root);
            draft.decoder = draft.decoder.scaled(root);
            draft.ledger.registry("embedding", "W_enc/√d and W_dec·√d, for the embedding times √d that the model uses");
        }
    }

    private static void checkWidth(Draft draft) {
        draft.source.inPath("/width_(\\w+?)(?=[/_])").map(WIDTHS::get).ifPresent(width -> {
            if (width != draft.widths.latents()) {
                draft.ledger.warn(
                        "the folder's name says " + width + " latents, the file has " + draft.widths.latents());
            }
        });
    }
}
