package org.snmf.experiments.overlap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.experiments.stats.Permutation;
import org.snmf.features.NeuronOverlap;
import org.snmf.features.TopNeurons;
import org.snmf.testkit.ground.Small;

class OverlapGroupsTest {
    /** Forty features of 8 random neurons of 200; the first {@code group} also share 6 neurons. */
    private static NeuronOverlap overlap(int group, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] columns = new float[40][200];
        for (int r = 0; r < 40; r++) {
            for (int i = 0; i < 8; i++) {
                columns[r][20 + random.nextInt(180)] = 1;
            }
            for (int i = 0; i < 6 && r < group; i++) {
                columns[r][i] = 1;
            }
        }
        return NeuronOverlap.of(Small.columns(columns), TopNeurons.support());
    }

    @Test
    void aGroupWithACommonCoreIsFound() {
        OverlapGroups groups = new OverlapGroups(overlap(5, 1), Permutation.seeded(1));
        Permutation.Result within = groups.within(0, 1, 2, 3, 4);
        assertThat(within.observed()).isBetween(6.0, 7.5);
        assertThat(within.chance()).isLessThan(1.5);
        assertThat(within.p()).isLessThan(0.001);
        assertThat(groups.againstOthers(new int[] {0, 1, 2, 3, 4}).p()).isLessThan(0.001);
        Permutation.Result across = groups.across(new int[] {0, 1}, new int[] {2, 3, 4});
        assertThat(across.observed()).isBetween(6.0, 7.5);
        assertThat(across.p()).isLessThan(0.01);
    }

    @Test
    void featuresWithoutACommonCoreAreNot() {
        int low = 0;
        for (int seed = 0; seed < 30; seed++) {
            OverlapGroups groups =
                    new OverlapGroups(overlap(0, seed), new Permutation(199, Permutation.Alternative.GREATER, seed));
            low += groups.within(0, 1, 2, 3, 4).p() <= 0.1 ? 1 : 0;
        }
        // Binomial(30, 0.1), with ties making it smaller.
        assertThat(low).isLessThan(9);
    }

    @Test
    void theMeanWithinIsThatOfTheOverlap() {
        NeuronOverlap overlap = overlap(5, 3);
        OverlapGroups groups = new OverlapGroups(overlap, Permutation.seeded(0));
        assertThat(groups.within(7, 2, 30).observed()).isCloseTo(overlap.meanWithin(7, 2, 30), within(1e-12));
    }

    @Test
    void aFeatureNamedTwiceOrInTwoGroupsIsRefused() {
        OverlapGroups groups =
                new OverlapGroups(overlap(5, 3), new Permutation(99, Permutation.Alternative.GREATER, 0));
        assertThatThrownBy(() -> groups.within(1, 2, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("feature 1 twice in a group");
        assertThatThrownBy(() -> groups.across(new int[] {1, 2}, new int[] {3, 2}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("feature 2 in two groups");
        assertThat(groups.within(4).p()).isNaN();
        assertThat(groups.across(new int[] {4}, new int[0]).p()).isNaN();
    }
}
