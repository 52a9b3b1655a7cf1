package org.snmf.models.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.snmf.engine.NativeArrays;
import org.snmf.errors.InputException;
import org.snmf.matrix.SparseColumns;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.parts.Head;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;

/**
 * What a direction says in the vocabulary (paper, section 4.3): f = W_V z in the residual stream, then score_v = u_v · (γ
 * ⊙ f̂) for every token v.
 *
 * <p>f̂ is f as the final norm would scale it: minus its mean (layer norm only; an RMS norm has none) and divided by its
 * root mean square. The norm's weight γ (Gemma: 1 + weight) is thereby folded into the unembedding rows u_v; its bias,
 * the MLP's bias and the final soft cap are left out, since they say the same of every feature or change no order.
 * A norm behind the MLP is applied to W_V z before. Scores are centred over the vocabulary: adding a constant to all logits
 * changes no probability. So a score is positive when the feature raises a token above the average one.
 */
public final class VocabularyProjection {
    private final LanguageModel model;
    private final int layer;

    private VocabularyProjection(LanguageModel model, int layer) {
        this.model = model;
        this.layer = layer;
    }

    /**
     * The projection from the MLP activations of {@code layer}. It uses the model's weights: valid until it is closed.
     */
    public static VocabularyProjection of(LanguageModel model, int layer) {
        new Location(layer, Site.MLP_ACT).check(model.config());
        return new VocabularyProjection(model, layer);
    }

    /**
     * The direction that z writes into the residual stream, f = W_V z, length d; after the norm behind the MLP where there is one.
     *
     * @param z a direction of MLP activations, length d_a
     */
    public float[] direction(float[] z) {
        return directions(List.of(z)).get(0);
    }

    /**
     * {@link #direction(float[])} of several directions, for which W_V is read once.
     *
     * @param z directions of MLP activations, length d_a each
     * @return as many directions of length d
     */
    public List<float[]> directions(List<float[]> z) {
        return model.withParts(layer, (scope, down, postNorm, head) -> {
            List<float[]> written = new ArrayList<>(z.size());
            for (float[] one : z) {
                NDArray f = down.applyToDirections(row(scope, one));
                written.add(postNorm.map(norm -> norm.applyToDirections(f))
                        .orElse(f)
                        .toFloatArray());
            }
            return written;
        });
    }

    /** Scores of all V tokens for z, length d_a. */
    public float[] scores(float[] z) {
        return model.withParts(layer, (scope, down, postNorm, head) -> {
            NDArray f = down.applyToDirections(row(scope, z));
            NDArray written = postNorm.map(norm -> norm.applyToDirections(f)).orElse(f);
            return scores(head, written);
        });
    }

    /**
     * Scores of all V tokens for a direction of the residual stream, length d: the same without W_V and post-norm.
     *
     * @param f a direction that is added to the residual stream
     */
    public float[] scoresOfResidual(float[] f) {
        ModelConfig config = model.config();
        if (f.length != config.hidden()) {
            throw new InputException("direction", config.hidden() + " values", f.length + " values", "");
        }
        return model.withParts(
                layer,
                (scope, down, postNorm, head) -> scores(head, NativeArrays.floats(scope, new Shape(1, f.length), f)));
    }

    private NDArray row(ai.djl.ndarray.NDManager scope, float[] z) {
        int width = model.config().mlp();
        if (z.length != width) {
            throw new InputException("direction of layer " + layer, width + " values", z.length + " values", "");
        }
        return NativeArrays.floats(scope, new Shape(1, width), z);
    }

    private static float[] scores(Head head, NDArray written) {
        NDArray normed = head.norm().applyToDirections(written);
        float[] scores = head.unembedding().apply(normed, product -> product)[0];
        double sum = 0;
        for (float score : scores) {
            sum += score;
        }
        float mean = (float) (sum / scores.length);
        for (int v = 0; v < scores.length; v++) {
            scores[v] -= mean;
        }
        return scores;
    }

    /** The {@code count} tokens that column {@code feature} of Z (d_a × k) raises most, strongest first. */
    public List<ScoredToken> promoted(SparseColumns z, int feature, int count) {
        return strongest(scores(z.column(feature)), count, 1);
    }

    /** The {@code count} tokens that column {@code feature} of Z (d_a × k) lowers most, strongest first. */
    public List<ScoredToken> suppressed(SparseColumns z, int feature, int count) {
        return strongest(scores(z.column(feature)), count, -1);
    }

    /**
     * The strongest entries of scores as {@link #scores} gives them, with their texts.
     *
     * @param sign 1 for the greatest, −1 for the least
     */
    public List<ScoredToken> strongest(float[] scores, int count, int sign) {
        int[] order = top(scores, Math.min(count, scores.length), sign);
        return Arrays.stream(order)
                .mapToObj(id -> new ScoredToken(id, text(id), scores[id]))
                .toList();
    }

    /** Some models have more ids than their tokenizer has tokens: those show as their number. */
    private String text(int id) {
        boolean known = model.hasTokenizer() && id < model.tokenizer().vocabularySize();
        return known ? model.tokenizer().text(id) : "<" + id + ">";
    }

    private static int[] top(float[] scores, int count, int sign) {
        Comparator<Integer> weakestFirst = Comparator.<Integer>comparingDouble(id -> sign * (double) scores[id])
                .thenComparing(Comparator.reverseOrder());
        PriorityQueue<Integer> kept = new PriorityQueue<>(weakestFirst);
        for (int id = 0; id < scores.length; id++) {
            kept.add(id);
            if (kept.size() > count) {
                kept.remove();
            }
        }
        List<Integer> sorted = new ArrayList<>(kept);
        sorted.sort(weakestFirst.reversed());
        return sorted.stream().mapToInt(Integer::intValue).toArray();
    }
}
