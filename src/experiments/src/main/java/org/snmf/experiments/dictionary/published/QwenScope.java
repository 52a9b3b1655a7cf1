package org.snmf.experiments.dictionary.published;

import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.DictionarySite;
import org.snmf.experiments.dictionary.Gate;
import org.snmf.experiments.dictionary.Normalisation;
import org.snmf.experiments.dictionary.published.Decision.Origin;
import org.snmf.experiments.dictionary.published.Tensors.Latents;
import org.snmf.files.python.NamedArrays;

/**
 * {@code SAE-Res-{model}-W{n}K-L0_{k}/layer{L}.sae.pt} of Qwen Scope: the names of SAELens, both matrices transposed; k
 * stands in the folder's name.
 */
final class QwenScope implements Format {
    @Override
    public String key() {
        return "qwen-scope";
    }

    @Override
    public PublishedDictionary read(Source source, ReadOptions options) {
        try (Tensors tensors = new Tensors(NamedArrays.open(source.weights()))) {
            Draft draft = new Draft(source, tensors);
            String encoder = tensors.named("W_enc");
            String decoder = tensors.named("W_dec");
            if (isTurned(tensors, encoder)) {
                draft.matrices(encoder, Latents.LAST, decoder, Latents.FIRST);
                draft.ledger.warn("the matrices lie as SAELens has them, not as Qwen Scope does: b_enc tells");
            } else {
                draft.matrices(encoder, Latents.FIRST, decoder, Latents.LAST);
            }
            draft.encoderBias = tensors.vectorOrZeros(tensors.anyOf("b_enc"), draft.widths.latents());
            draft.decoderBias = tensors.vectorOrZeros(tensors.anyOf("b_dec"), draft.widths.output());
            int k = k(draft, options);
            draft.gate(new Gate.TopK(k), options.k().isPresent() ? Origin.GIVEN : Origin.FILE)
                    .expects(k, options.k().isPresent() ? "--k" : "the folder's name")
                    .subtracts(false, Origin.GUESS)
                    .normalisation(Normalisation.NONE, Origin.GUESS);
            sites(draft);
            draft.ledger.warn("that b_dec is not subtracted is known from other readers alone: look at the self-check");
            return draft.finish(source.inPath("/(SAE-[^/]+/[^/]+)$")
                    .orElse(source.weights().getFileName().toString()));
        }
    }

    /** Whether the length of b_enc says that the second axis of the encoder counts the latents. */
    private static boolean isTurned(Tensors tensors, String encoder) {
        long[] shape = tensors.shape(encoder);
        Optional<String> bias = tensors.anyOf("b_enc");
        return bias.isPresent()
                && shape.length == 2
                && shape[0] != shape[1]
                && tensors.shape(bias.get()).length == 1
                && tensors.shape(bias.get())[0] == shape[1];
    }

    private static int k(Draft draft, ReadOptions options) {
        int k = options.k().orElseGet(() -> draft.source
                .inPath("[Ll]0_(\\d{1,9})(?=[/_.-])")
                .map(Integer::parseInt)
                .orElse(0));
        if (k < 1) {
            throw new InputException(
                    draft.source.weights().toString(),
                    "the number of active latents k, as L0_k in the folder's name",
                    "none",
                    "Give it with --k.");
        }
        return k;
    }

    private static void sites(Draft draft) {
        Optional<String> layer = draft.source.inPath("layer_?(\\d+)(?=[./_])");
        DictionarySite site = layer.map(l -> SiteNames.of("blocks." + Integer.parseInt(l) + ".hook_resid_post"))
                .orElse(DictionarySite.unknown("not said"));
        draft.sites(site, site, layer.isPresent() ? Origin.FILE : Origin.GUESS).centres(false, Origin.REGISTRY);
    }
}
