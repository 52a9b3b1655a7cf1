package org.snmf.experiments.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static final double[] POSITIVES = {.9, .8, .4, .4, .1};
    private static final double[] NEGATIVES = {.7, .4, .3, .2, .1, .05, .9};

    /** Values of scikit-learn 1.x: roc_auc_score and average_precision_score of the same numbers. */
    @Test
    void agreesWithScikitLearn() {
        assertThat(Ranking.auc(POSITIVES, NEGATIVES)).isCloseTo(0.6571428571428573, within(1e-12));
        assertThat(Ranking.averagePrecision(POSITIVES, NEGATIVES)).isCloseTo(0.5528138528138529, within(1e-12));
    }

    @Test
    void aucIsTheShareOfPairsInOrder() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 200; trial++) {
            double[] positives = drawn(random);
            double[] negatives = drawn(random);
            double sum = 0;
            for (double p : positives) {
                for (double n : negatives) {
                    sum += p > n ? 1 : p == n ? 0.5 : 0;
                }
            }
            assertThat(Ranking.auc(positives, negatives))
                    .isCloseTo(sum / (positives.length * negatives.length), within(1e-12));
            assertThat(Ranking.auc(negatives, positives))
                    .isCloseTo(1 - Ranking.auc(positives, negatives), within(1e-12));
        }
    }

    /** Few different values, so that ties are frequent. */
    private static double[] drawn(SplittableRandom random) {
        return random.doubles(1 + random.nextInt(9))
                .map(value -> Math.floor(value * 5))
                .toArray();
    }

    @Test
    void extremesAndEmptyGroups() {
        assertThat(Ranking.auc(new double[] {2, 3}, new double[] {1})).isEqualTo(1);
        assertThat(Ranking.averagePrecision(new double[] {2, 3}, new double[] {1}))
                .isEqualTo(1);
        assertThat(Ranking.averagePrecision(new double[] {1}, new double[] {2, 3}))
                .isCloseTo(1 / 3.0, within(1e-12));
        assertThat(Ranking.auc(new double[0], new double[] {1})).isNaN();
        assertThat(Ranking.gini(0.1)).isCloseTo(0.8, within(1e-12));
    }
}
