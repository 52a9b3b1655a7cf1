package org.snmf.experiments.dictionary.training;

import java.util.stream.IntStream;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.directions.MlpDirections;
import org.snmf.models.network.LanguageModel;

/** The decoder rows of a trained autoencoder as directions among MLP activations (SAE_act of the paper). */
public final class AutoencoderDirections {
    private AutoencoderDirections() {}

    /** What such directions are called: {@code SAE TopK} or {@code SAE L1}. */
    public static String method(Sparsity sparsity) {
        return sparsity instanceof Sparsity.TopK ? "SAE TopK" : "SAE L1";
    }

    /** Every decoder row. */
    public static ConceptDirections of(AutoencoderWeights weights, LanguageModel model, int layer) {
        int[] sources = IntStream.range(0, weights.latents()).toArray();
        return new MlpDirections(
                method(weights.sparsity()),
                "latent",
                model,
                layer,
                sources,
                IntStream.of(sources).mapToObj(weights::direction).toList());
    }
}
