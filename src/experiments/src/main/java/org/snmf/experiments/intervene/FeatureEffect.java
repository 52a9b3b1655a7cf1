package org.snmf.experiments.intervene;

import java.util.List;
import org.snmf.models.network.ScoredToken;

/**
 * What adding one feature does to a model.
 *
 * @param feature its index
 * @param raised the tokens whose logits rise most, with the rise in the mean over the prompts, largest first
 * @param lowered the tokens whose logits fall most, with the fall as a negative number, largest fall first
 * @param texts continuations without and with the feature
 */
public record FeatureEffect(int feature, List<ScoredToken> raised, List<ScoredToken> lowered, List<Pair> texts) {
    public FeatureEffect {
        raised = List.copyOf(raised);
        lowered = List.copyOf(lowered);
        texts = List.copyOf(texts);
    }

    /**
     * One prompt continued twice with the same random numbers.
     *
     * @param prompt as it was given
     * @param without the model's own continuation
     * @param with the continuation while the feature is added at every position
     */
    public record Pair(String prompt, String without, String with) {}
}
