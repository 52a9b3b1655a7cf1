package org.snmf.models.network;

import java.util.List;
import org.snmf.matrix.SparseColumns;

/**
 * What a direction says in the vocabulary (paper, section 3 and appendix on descriptions): f = W_V z in the residual
 * stream, then score_v = u_v · (γ ⊙ f̂) for every token v.
 *
 * <p>f̂ is f as the final norm would scale it: minus its mean (layer norm only; an RMS norm has none) and divided by its
 * root mean square. The norm's weight γ (Gemma: 1 + weight) is folded into the unembedding rows u_v; its bias, the MLP's
 * bias and the final soft cap are left out, since they say the same of every feature or change no order. Gemma's
 * post-norm is applied to W_V z before. Scores are centred over the vocabulary: adding a constant to all logits changes
 * no probability. So a score is positive when the feature raises a token above the average one.
 */
public final class VocabularyProjection {
    private VocabularyProjection() {}

    /** The projection from the MLP activations of {@code layer}. It uses the model's weights: valid until it is closed. */
    public static VocabularyProjection of(LanguageModel model, int layer) {
        throw new UnsupportedOperationException();
    }

    /**
     * The direction that z writes into the residual stream, f = W_V z, length d; for Gemma after its post-norm.
     *
     * @param z a direction of MLP activations, length d_a
     */
    public float[] direction(float[] z) {
        throw new UnsupportedOperationException();
    }

    /** Scores of all V tokens for z, length d_a. */
    public float[] scores(float[] z) {
        throw new UnsupportedOperationException();
    }

    /** The {@code count} tokens that column {@code feature} of Z (d_a × k) raises most, strongest first. */
    public List<ScoredToken> promoted(SparseColumns z, int feature, int count) {
        throw new UnsupportedOperationException();
    }

    /** The {@code count} tokens that column {@code feature} of Z (d_a × k) lowers most, strongest first. */
    public List<ScoredToken> suppressed(SparseColumns z, int feature, int count) {
        throw new UnsupportedOperationException();
    }
}
