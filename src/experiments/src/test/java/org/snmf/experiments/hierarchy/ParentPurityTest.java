package org.snmf.experiments.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.snmf.experiments.concepts.Samples;
import org.snmf.experiments.stats.Permutation;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.Level;
import org.snmf.hierarchy.forest.EdgeRule;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.hierarchy.forest.ForestNode;
import org.snmf.testkit.ground.Small;

class ParentPurityTest {
    /** Eight fine features, of which the first parent has 0–3 and the second 4–7. */
    private static FeatureForest forest() {
        float[][] identity = new float[8][8];
        for (int r = 0; r < 8; r++) {
            identity[r][r] = 1;
        }
        Level fine = new Level(Small.columns(identity), Samples.rows(identity));
        Level coarse = new Level(
                Small.columns(identity[0], identity[1]),
                Samples.rows(new float[] {1, 1, 1, 1, 0, 0, 0, 0}, new float[] {0, 0, 0, 0, 2, 1, 1, 1}));
        return FeatureForest.of(
                new Hierarchy(List.of(fine, coarse)), Small.spacedWords("a b c d e f g h"), EdgeRule.appendixG());
    }

    @Test
    void parentsOfOneKindArePure() {
        ParentPurity purity = new ParentPurity(forest(), new int[] {0, 0, 0, 0, 1, 1, 1, 1});
        Permutation.Result result = purity.test(1, Permutation.seeded(1)).orElseThrow();
        assertThat(result.observed()).isEqualTo(1);
        // Of the 70 ways to deal four and four, two are pure.
        assertThat(result.p()).isCloseTo(2 / 70.0, within(0.006));
    }

    @Test
    void mixedParentsHaveTheShareOfTheirLargestKind() {
        ParentPurity purity = new ParentPurity(forest(), new int[] {0, 1, 0, 0, 1, -1, 1, 0});
        assertThat(purity.test(1, Permutation.seeded(1)).orElseThrow().observed())
                .isCloseTo(5 / 7.0, within(1e-12));
        assertThat(purity.groups(1)).hasSize(2);
        assertThat(purity.parents(1)).extracting(ForestNode::id).containsExactly("1.0", "1.1");
        assertThat(purity.sentence(1, Permutation.seeded(1))).startsWith("purity of 2 parents: 0.71, by chance 0.");
        assertThat(purity.groups(1).get(1)).containsExactly(4, 6, 7);
    }

    @Test
    void nothingToGroupIsNoResult() {
        ParentPurity purity = new ParentPurity(forest(), new int[] {0, -1, -1, -1, 1, -1, -1, -1});
        assertThat(purity.test(1, Permutation.seeded(1))).isEmpty();
        assertThat(purity.sentence(1, Permutation.seeded(1))).startsWith("no parent");
        assertThatThrownBy(() -> new ParentPurity(forest(), new int[3])).hasMessageContaining("8 features");
    }

    @Test
    void featuresMeetUnderTheNodeThatHasMostOfThem() {
        ParentPurity.Meeting meeting = new ParentPurity(forest(), new int[8]).meeting(1, 1, 5, 6);
        assertThat(meeting.node().id()).isEqualTo("1.1");
        assertThat(meeting.features()).containsExactly(5, 6);
    }
}
