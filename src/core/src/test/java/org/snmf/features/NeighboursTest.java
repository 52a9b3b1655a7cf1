package org.snmf.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.snmf.matrix.SparseColumns;
import org.snmf.testkit.ground.Small;

class NeighboursTest {
    @Test
    void cosinesAndSharedNeuronsAreThoseOfTheDenseColumns() {
        Random random = new Random(5);
        float[][] columns = new float[9][20];
        for (float[] column : columns) {
            for (int j = 0; j < column.length; j++) {
                column[j] = random.nextInt(3) == 0 ? (float) random.nextGaussian() : 0;
            }
        }
        Neighbours neighbours = Neighbours.of(Small.columns(columns));
        for (int r = 0; r < columns.length; r++) {
            List<Neighbour> near = neighbours.nearest(r, 20);
            assertThat(near).hasSize(columns.length - 1);
            for (int i = 0; i < near.size(); i++) {
                float[] other = columns[near.get(i).feature()];
                assertThat(near.get(i).cosine()).isCloseTo(cosine(columns[r], other), Offset.offset(1e-9));
                assertThat(near.get(i).shared()).isEqualTo(shared(columns[r], other));
                assertThat(i == 0 || near.get(i - 1).cosine() >= near.get(i).cosine())
                        .isTrue();
            }
        }
    }

    @Test
    void deadFeaturesAreNearToNothing() {
        SparseColumns z = Small.columns(new float[] {1, 0}, new float[] {0, 0}, new float[] {-1, 1});
        Neighbours neighbours = Neighbours.of(z);
        assertThat(neighbours.nearest(1, 5)).isEmpty();
        assertThat(neighbours.nearest(0, 5)).extracting(Neighbour::feature).containsExactly(2);
        assertThat(neighbours.nearest(new float[] {0, 3}, 1).get(0).feature()).isEqualTo(2);
        assertThatThrownBy(() -> neighbours.nearest(new float[3], 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double left = 0;
        double right = 0;
        for (int j = 0; j < a.length; j++) {
            product += (double) a[j] * b[j];
            left += (double) a[j] * a[j];
            right += (double) b[j] * b[j];
        }
        return product / Math.sqrt(left * right);
    }

    private static int shared(float[] a, float[] b) {
        int shared = 0;
        for (int j = 0; j < a.length; j++) {
            shared += a[j] != 0 && b[j] != 0 ? 1 : 0;
        }
        return shared;
    }
}
