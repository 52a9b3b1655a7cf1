package org.snmf.experiments.overlap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.features.TopNeurons;
import org.snmf.matrix.SparseColumns;
import org.snmf.testkit.ground.Small;

class NeuronGroupsTest {
    private static final SparseColumns Z = Small.columns(
            new float[] {3, 2, 1, 0, 0, -1},
            new float[] {1, 2, 0, 4, 0, 0},
            new float[] {5, 0, 0, 0, 6, 0},
            new float[6]);

    @Test
    void theCoreIsSharedAndTheExclusiveIsNot() {
        NeuronGroups all = NeuronGroups.of(Z, new int[] {0, 1, 2}, TopNeurons.support(), 3);
        assertThat(all.core()).containsExactly(0);
        assertThat(all.exclusive(0)).containsExactly(2, 5);
        assertThat(all.exclusive(1)).containsExactly(3);
        assertThat(all.exclusive(2)).containsExactly(4);
        assertThat(all.coreDirection()).containsExactly(3, 0, 0, 0, 0, 0);
        assertThat(all.exclusiveDirection(0)).containsExactly(0, 0, 1, 0, 0, -1);
        assertThat(NeuronGroups.of(Z, new int[] {0, 1, 2}, TopNeurons.support(), 2)
                        .core())
                .containsExactly(0, 1);
        assertThat(all.text()).contains("at least 3 of 3");
    }

    @Test
    void onlyTopNeuronsCount() {
        NeuronGroups groups = NeuronGroups.of(Z, new int[] {0, 1}, TopNeurons.count(1), 2);
        assertThat(groups.core()).isEmpty();
        assertThat(groups.exclusive(0)).containsExactly(0);
        assertThat(groups.exclusive(1)).containsExactly(3);
    }

    @Test
    void otherFeaturesOfZDoNotMatter() {
        assertThat(NeuronGroups.of(Z, new int[] {0, 1}, TopNeurons.support(), 2).exclusive(0))
                .containsExactly(2, 5);
    }

    @Test
    void choicesWithoutMeaningAreRefused() {
        assertThatThrownBy(() -> NeuronGroups.of(Z, new int[] {0}, TopNeurons.support(), 2))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> NeuronGroups.of(Z, new int[] {0, 0}, TopNeurons.support(), 2))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> NeuronGroups.of(Z, new int[] {0, 1}, TopNeurons.support(), 3))
                .isInstanceOf(InputException.class);
    }

    @Test
    void aThirdIsRoundedUpAndAtLeastTwo() {
        assertThat(NeuronGroups.thirdOf(2)).isEqualTo(2);
        assertThat(NeuronGroups.thirdOf(7)).isEqualTo(3);
        assertThat(NeuronGroups.thirdOf(12)).isEqualTo(4);
    }
}
