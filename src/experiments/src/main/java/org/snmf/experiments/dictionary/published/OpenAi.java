package org.snmf.experiments.dictionary.published;

import java.util.Locale;
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

/** {@code gpt2-small/{location}[_v4|_v5_…]/autoencoders/{layer}.pt} of OpenAI's sparse autoencoders for GPT-2 small. */
final class OpenAi implements Format {
    private static final Map<String, Place> PLACES = Map.of(
            "mlp_post_act", new Place("mlp.hook_post", Kind.MLP_ACT),
            "resid_delta_mlp", new Place("hook_mlp_out", Kind.MLP_ADDED),
            "resid_delta_attn", new Place("hook_attn_out", Kind.ATTENTION),
            "resid_post_attn", new Place("hook_resid_mid", Kind.RESID_MID),
            "resid_post_mlp", new Place("hook_resid_post", Kind.RESID_POST));

    private record Place(String hook, Kind kind) {}

    @Override
    public String key() {
        return "openai";
    }

    @Override
    public PublishedDictionary read(Source source, ReadOptions options) {
        try (Tensors tensors = new Tensors(NamedArrays.open(source.weights()))) {
            Draft draft = new Draft(source, tensors);
            draft.matrices(
                    tensors.named("encoder.weight"), Latents.FIRST, tensors.named("decoder.weight"), Latents.LAST);
            draft.encoderBias = tensors.vector(tensors.named("latent_bias"), draft.widths.latents());
            draft.decoderBias = tensors.vector(tensors.named("pre_bias"), draft.widths.output());
            tensors.arrays().names().stream()
                    .filter(name -> name.startsWith("stats_") || name.startsWith("latents_"))
                    .forEach(tensors::leaveAside);
            draft.subtracts(true, Origin.REGISTRY);
            activation(draft, options);
            sites(draft);
            draft.centres(false, Origin.REGISTRY);
            draft.beginToken(false, Origin.REGISTRY);
            return draft.finish(source.inPath("/([^/]+/autoencoders/[^/]+)$")
                    .orElse(source.weights().getFileName().toString()));
        }
    }

    /** The activation decides about the normalisation, which nothing else tells. */
    private static void activation(Draft draft, ReadOptions options) {
        Map<String, Object> values = draft.tensors.arrays().values();
        Optional<String> stated = Optional.ofNullable(values.get("activation")).map(Object::toString);
        Optional<String> version = draft.source.inPath("_(v\\d)(?:_[^/]*)?/autoencoders/");
        String activation = stated.or(() -> version.map(v -> v.equals("v5") ? "TopK" : "ReLU"))
                .orElseThrow(() -> new InputException(
                        draft.source.weights().toString(),
                        "activation among its values, or _v4 or _v5 in the folder's name",
                        "neither",
                        "Keep the names of the publisher's folders."));
        Origin origin = stated.isPresent() ? Origin.FILE : Origin.REGISTRY;
        switch (activation.toLowerCase(Locale.ROOT)) {
            case "topk" -> {
                int k = k(draft, values, options);
                draft.gate(new Gate.TopK(k), origin)
                        .normalisation(Normalisation.LAYER_NORM, Origin.REGISTRY)
                        .expects(k, "the file");
            }
            case "relu" -> draft.gate(new Gate.Relu(), origin).normalisation(Normalisation.NONE, Origin.REGISTRY);
            default -> throw new InputException(draft.source.weights() + "#activation", "TopK or ReLU", activation, "");
        }
    }

    private static int k(Draft draft, Map<String, Object> values, ReadOptions options) {
        Object stated = values.getOrDefault("activation_state_dict.k", values.get("activation.k"));
        if (options.k().isPresent()) {
            return options.k().getAsInt();
        }
        if (stated instanceof Number k && k.longValue() >= 1 && k.longValue() <= draft.widths.latents()) {
            return k.intValue();
        }
        throw new InputException(
                draft.source.weights() + "#activation_state_dict.k",
                "the number of active latents k",
                String.valueOf(stated),
                "Give it with --k; the published ones have 32.");
    }

    private static void sites(Draft draft) {
        Optional<Place> place =
                draft.source.inPath("/([a-z_]+?)(?:_v\\d[^/]*)?/autoencoders/").map(PLACES::get);
        OptionalInt layer = draft.source.inPath("/autoencoders/(\\d+)\\.\\w+$").stream()
                .mapToInt(Integer::parseInt)
                .findFirst();
        DictionarySite site = place.map(p -> new DictionarySite(
                        "blocks." + (layer.isPresent() ? layer.getAsInt() : "?") + "." + p.hook(), layer, p.kind()))
                .orElse(DictionarySite.unknown("not said"));
        draft.sites(site, site, place.isPresent() ? Origin.FILE : Origin.GUESS);
    }
}
