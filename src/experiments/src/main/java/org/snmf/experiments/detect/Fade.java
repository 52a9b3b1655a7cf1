package org.snmf.experiments.detect;

import java.util.Arrays;
import org.snmf.experiments.stats.Ranking;

/**
 * Three measures of FADE (Puri et al. 2025) on sentences that carry labels, which need no judge. What a sentence shows of a
 * direction is the signed cosine of largest magnitude over its tokens; gini = |2 · AUC − 1|.
 *
 * @param clarity gini between sentences that express the label and neutral ones
 * @param responsiveness gini between sentences of the label and those of all unrelated labels; related ones count as
 *     "partly" and are left out
 * @param purity average precision on the same sentences, cosines negated for an anti-feature
 * @param sign −1 for an anti-feature, which shows its label by the smaller values, and for which the three measures would
 *     otherwise look like those of a feature; else 1
 */
public record Fade(double clarity, double responsiveness, double purity, int sign) {
    /** Nothing was read. */
    static final Fade NONE = new Fade(Double.NaN, Double.NaN, Double.NaN, 0);

    /**
     * Measures one direction.
     *
     * @param activating what the sentences of its label show
     * @param neutral what neutral ones show
     * @param others what all sentences of unrelated labels show
     */
    static Fade of(double[] activating, double[] neutral, double[] others) {
        double auc = Ranking.auc(activating, others);
        int sign = auc < 0.5 ? -1 : 1;
        return new Fade(
                Ranking.gini(Ranking.auc(activating, neutral)),
                Ranking.gini(auc),
                Ranking.averagePrecision(times(sign, activating), times(sign, others)),
                sign);
    }

    private static double[] times(int sign, double[] values) {
        return Arrays.stream(values).map(value -> sign * value).toArray();
    }
}
