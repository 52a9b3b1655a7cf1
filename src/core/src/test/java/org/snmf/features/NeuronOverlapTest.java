package org.snmf.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.snmf.errors.InputException;
import org.snmf.matrix.SparseColumns;
import org.snmf.testkit.ground.Small;

class NeuronOverlapTest {
    private static SparseColumns random(int neurons, int rank, double density, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] columns = new float[rank][neurons];
        for (float[] column : columns) {
            for (int j = 0; j < neurons; j++) {
                column[j] = random.nextDouble() < density ? (float) (random.nextDouble() * 2 - 1) : 0;
            }
        }
        return Small.columns(columns);
    }

    @Test
    void eachRuleKeepsWhatItSays() {
        SparseColumns z = Small.columns(new float[] {-4, 0, 3, 1, 2}, new float[] {0, 0, 0, 0, 0});
        assertThat(NeuronOverlap.of(z, TopNeurons.support()).neurons(0)).containsExactly(0, 2, 3, 4);
        assertThat(NeuronOverlap.of(z, TopNeurons.support().positive()).neurons(0))
                .containsExactly(2, 3, 4);
        assertThat(NeuronOverlap.of(z, TopNeurons.shareOfMaximum(0.5)).neurons(0))
                .containsExactly(0, 2, 4);
        assertThat(NeuronOverlap.of(z, TopNeurons.shareOfMaximum(0.5).positive())
                        .neurons(0))
                .containsExactly(2, 4);
        assertThat(NeuronOverlap.of(z, TopNeurons.count(2)).neurons(0)).containsExactly(0, 2);
        assertThat(NeuronOverlap.of(z, TopNeurons.count(9).positive()).neurons(0))
                .containsExactly(2, 3, 4);
        assertThat(NeuronOverlap.of(z, TopNeurons.shareOfMaximum(0.5)).neurons(1))
                .isEmpty();
        assertThat(NeuronOverlap.of(z, TopNeurons.count(2)).similarity(1, 1)).isZero();
    }

    @Test
    void equalEntriesAreTakenFromTheLowestIndex() {
        SparseColumns z = Small.columns(new float[] {0, 2, 2, 2});
        assertThat(NeuronOverlap.of(z, TopNeurons.count(2)).neurons(0)).containsExactly(1, 2);
    }

    @Test
    void countsAgreeWithTheProductOfTheBinarizedMatrix() {
        for (double density : new double[] {0, 0.05, 0.4, 1}) {
            SparseColumns z = random(130, 17, density, 3);
            for (TopNeurons rule : new TopNeurons[] {
                TopNeurons.support(), TopNeurons.shareOfMaximum(0.3).positive(), TopNeurons.count(11)
            }) {
                NeuronOverlap overlap = NeuronOverlap.of(z, rule);
                int[][] binary = new int[17][130];
                for (int r = 0; r < 17; r++) {
                    for (int j : overlap.neurons(r)) {
                        binary[r][j] = 1;
                    }
                }
                for (int i = 0; i < 17; i++) {
                    for (int j = 0; j < 17; j++) {
                        int expected = 0;
                        for (int m = 0; m < 130; m++) {
                            expected += binary[i][m] * binary[j][m];
                        }
                        assertThat(overlap.count(i, j)).isEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    void aSelectionIsASubmatrixInTheOrderGiven() {
        SparseColumns z = random(60, 9, 0.3, 1);
        NeuronOverlap all = NeuronOverlap.of(z, TopNeurons.count(12));
        NeuronOverlap some = NeuronOverlap.of(z, TopNeurons.count(12), 7, 2, 5);
        assertThat(some.feature(0)).isEqualTo(7);
        assertThat(some.count(0, 2)).isEqualTo(all.count(7, 5));
        assertThat(all.ordered(new int[] {7, 2, 5}).count(1, 2)).isEqualTo(some.count(1, 2));
        try (INDArray matrix = some.matrix()) {
            assertThat(matrix.shape()).containsExactly(3, 3);
            assertThat(matrix.getInt(0, 2)).isEqualTo(some.count(0, 2));
        }
        assertThatThrownBy(() -> NeuronOverlap.of(z, TopNeurons.support(), 9))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void meansAreOverPairsOfDifferentRows() {
        SparseColumns z = Small.columns(
                new float[] {1, 1, 1, 0}, new float[] {1, 1, 0, 0}, new float[] {1, 0, 0, 0}, new float[] {0, 0, 0, 1});
        NeuronOverlap overlap = NeuronOverlap.of(z, TopNeurons.support());
        assertThat(overlap.meanWithin(0, 1, 2)).isEqualTo((2 + 1 + 1) / 3.0);
        assertThat(overlap.meanAcross(new int[] {0, 1}, new int[] {2, 3})).isEqualTo(0.5);
        assertThat(overlap.similarity(0, 1)).isEqualTo(2 / 3.0);
        assertThat(overlap.meanWithin(0)).isNaN();
    }

    @Test
    void clusteringPutsGroupsThatShareNeuronsTogether() {
        int[] group = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0};
        float[][] columns = new float[group.length][40];
        for (int r = 0; r < group.length; r++) {
            for (int j = 0; j < 8; j++) {
                columns[r][10 * group[r] + j] = 1;
            }
            columns[r][30 + r] = 1;
        }
        int[] order =
                NeuronOverlap.of(Small.columns(columns), TopNeurons.support()).clusterOrder();
        assertThat(order).containsExactlyInAnyOrder(IntStream.range(0, 10).toArray());
        int changes = 0;
        for (int i = 1; i < order.length; i++) {
            changes += group[order[i]] == group[order[i - 1]] ? 0 : 1;
        }
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void theChainMergesWhatTheSearchOverAllPairsMerges() {
        for (long seed = 0; seed < 20; seed++) {
            double[][] distances = distances(13, seed);
            assertThat(AverageLinkage.leafOrder(copy(distances))).containsExactly(slowLeafOrder(copy(distances)));
        }
        assertThat(AverageLinkage.leafOrder(new double[0][0])).isEmpty();
        assertThat(AverageLinkage.leafOrder(new double[1][1])).containsExactly(0);
    }

    private static double[][] distances(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] distances = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                distances[i][j] = random.nextDouble();
                distances[j][i] = distances[i][j];
            }
        }
        return distances;
    }

    private static double[][] copy(double[][] rows) {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }

    /** Merges the closest pair of all again and again, with distances from the leaves themselves. */
    private static int[] slowLeafOrder(double[][] leafDistances) {
        var clusters = new ArrayList<List<Integer>>();
        for (int i = 0; i < leafDistances.length; i++) {
            clusters.add(new ArrayList<>(List.of(i)));
        }
        while (clusters.size() > 1) {
            int left = 0;
            int right = 1;
            for (int i = 0; i < clusters.size(); i++) {
                for (int j = i + 1; j < clusters.size(); j++) {
                    if (mean(leafDistances, clusters.get(i), clusters.get(j))
                            < mean(leafDistances, clusters.get(left), clusters.get(right))) {
                        left = i;
                        right = j;
                    }
                }
            }
            var second = clusters.remove(right);
            clusters.get(left).addAll(second);
            clusters.sort(Comparator.comparingInt(Collections::min));
        }
        return clusters.get(0).stream().mapToInt(Integer::intValue).toArray();
    }

    private static double mean(double[][] distances, List<Integer> one, List<Integer> other) {
        double sum = 0;
        for (int i : one) {
            for (int j : other) {
                sum += distances[i][j];
            }
        }
        return sum / (one.size() * other.size());
    }

    @Test
    void rulesRefuseAmountsThatMeanNothing() {
        assertThatThrownBy(() -> TopNeurons.shareOfMaximum(0)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> TopNeurons.shareOfMaximum(1.1)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> TopNeurons.count(0)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new TopNeurons(TopNeurons.Kind.COUNT, 1.5, false))
                .isInstanceOf(InputException.class);
    }
}
