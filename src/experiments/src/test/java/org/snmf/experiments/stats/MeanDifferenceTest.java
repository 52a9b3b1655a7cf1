package org.snmf.experiments.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeanDifferenceTest {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(1000, 0.95, 1);

    @Test
    void ofGroupsIsTheDifferenceOfMeansWithItsInterval() {
        MeanDifference difference = MeanDifference.ofGroups(new double[] {1, 2, 3, 6}, new double[] {0, 2}, BOOTSTRAP);
        assertThat(difference.mean().estimate()).isEqualTo(2);
        assertThat(difference.mean().low()).isLessThan(1);
        assertThat(difference.mean().high()).isGreaterThan(3);
        // of 8 pairs: greater in 6 (1>0, 2>0, 3>0, 3>2, 6>0, 6>2), smaller in 1
        assertThat(difference.effect()).isCloseTo(5 / 8.0, within(1e-12));
    }

    @Test
    void theIntervalOfGroupsCoversTheTruthAboutAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(11);
        Bootstrap quick = new Bootstrap(200, 0.9, 5);
        long covered = IntStream.range(0, 300)
                .mapToObj(i -> MeanDifference.ofGroups(
                        random.doubles(30).map(v -> v + 1).toArray(),
                        random.doubles(20).toArray(),
                        quick))
                .filter(d -> d.mean().low() <= 1 && 1 <= d.mean().high())
                .count();
        assertThat(covered / 300.0).isBetween(0.82, 0.95);
    }

    @Test
    void pairsAreDrawnTogether() {
        double[] x = {1, 10, 100, 1000};
        double[] y = {0, 9, 99, 999};
        MeanDifference difference = MeanDifference.ofPairs(x, y, BOOTSTRAP);
        assertThat(difference.mean().low()).isEqualTo(1);
        assertThat(difference.mean().high()).isEqualTo(1);
        assertThatThrownBy(() -> MeanDifference.ofPairs(x, new double[1], BOOTSTRAP))
                .isInstanceOf(IllegalArgumentException.class);
        MeanDifference spread = MeanDifference.ofPairs(new double[] {3, 5}, new double[] {1, 1}, BOOTSTRAP);
        assertThat(spread.effect()).isCloseTo(3 / Math.sqrt(2), within(1e-12));
    }

    @Test
    void emptyGroupsGiveNoNumber() {
        assertThat(MeanDifference.ofGroups(new double[0], new double[] {1}, BOOTSTRAP)
                        .mean()
                        .estimate())
                .isNaN();
        assertThat(MeanDifference.ofGroups(new double[] {1}, new double[0], BOOTSTRAP)
                        .mean()
                        .estimate())
                .isNaN();
    }
}
