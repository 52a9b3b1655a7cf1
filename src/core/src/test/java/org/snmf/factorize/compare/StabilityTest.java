package org.snmf.factorize.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.snmf.encode.Encoder;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.fit.Planted;
import org.snmf.factorize.fit.Snmf;
import org.snmf.factorize.fit.SnmfContract;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;
import org.snmf.testkit.ground.StopAfter;

class StabilityTest {
    private final Planted planted = Planted.of(200, 600, 8, 6);
    private final SnmfOptions options = SnmfOptions.rank(8).withSparsity(0.06).withStopping(Stopping.after(60));

    @Test
    void theAssignmentIsTheBestOfAllPermutations() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 300; trial++) {
            int rows = 1 + random.nextInt(6);
            int columns = rows + random.nextInt(3);
            double[][] value = new double[rows][columns];
            for (double[] row : value) {
                for (int j = 0; j < columns; j++) {
                    row[j] = trial % 2 == 0 ? random.nextDouble() : random.nextInt(4);
                }
            }
            int[] found = Assignment.best(value);
            assertThat(found).doesNotHaveDuplicates();
            double sum = 0;
            for (int i = 0; i < rows; i++) {
                sum += value[i][found[i]];
            }
            assertThat(sum).isCloseTo(bruteForce(value, 0, 0), within(1e-9));
        }
    }

    private static double bruteForce(double[][] value, int row, int used) {
        if (row == value.length) {
            return 0;
        }
        double best = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < value[row].length; j++) {
            if ((used >> j & 1) == 0) {
                best = Math.max(best, value[row][j] + bruteForce(value, row + 1, used | 1 << j));
            }
        }
        return best;
    }

    @Test
    void plantedFeaturesAreMoreStableThanNoise() {
        Stability stable = Stability.run(planted.activations(), options, 3, Progress.NONE);
        assertThat(stable.features()).hasSize(8);
        float[] noise = new float[200 * 600];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (random.nextDouble() - 0.5);
        }
        Stability unstable = Stability.run(Matrices.dense(200, 600, noise), options, 3, Progress.NONE);
        assertThat(stable.mean()).isGreaterThan(0.8);
        assertThat(unstable.mean()).isLessThan(0.5);
    }

    @Test
    void aRunComparedWithItselfIsPerfectlyStable() {
        Factorization f = Snmf.fit(planted.activations(), options, Progress.NONE);
        assertThat(Stability.of(List.of(f, f)).mean()).isCloseTo(1, within(1e-9));
    }

    @Test
    void oneRunIsRefusedInsteadOfCalledStable() {
        assertThatThrownBy(() -> Stability.run(planted.activations(), options, 1, Progress.NONE))
                .isInstanceOf(InputException.class);
    }

    @Test
    void theErrorFallsWithTheRank() {
        RankTable table = RankTable.run(planted.activations(), options, List.of(2, 4, 8), 2, Progress.NONE);
        assertThat(table.rows()).extracting(RankTable.Row::rank).containsExactly(2, 4, 8);
        assertThat(table.rows().get(2).error()).isLessThan(table.rows().get(0).error());
    }

    @Test
    void aStopKeepsTheRanksThatAreDone() {
        StopAfter stop = new StopAfter(150);
        RankTable table = RankTable.run(planted.activations(), options, List.of(2, 4, 8), 2, stop);
        assertThat(table.rows()).extracting(RankTable.Row::rank).containsExactly(2);
        assertThat(table.rows().get(0).runs()).isEqualTo(2);
        assertThat(stop.warnings).containsExactly("Stopped at k = 4 after 0 of 2 seeds: the table has 1 of 3 ranks.");
        assertThat(stop.steps.get(149).detail()).contains("k = 4, seed 0: ", "relative error");
        assertThatThrownBy(() -> RankTable.run(planted.activations(), options, List.of(2, 4), 2, new StopAfter(30)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at least 2 finished fits");
    }

    @Test
    void aRankThatCanNeverBeFittedIsRefusedBeforeAnyWork() {
        StopAfter none = new StopAfter(Integer.MAX_VALUE);
        assertThatThrownBy(() -> RankTable.run(planted.activations(), options, List.of(2, 601), 2, none))
                .hasMessageContaining("at most the number of tokens, 600, found 601");
        assertThat(none.steps).isEmpty();
    }

    @Test
    void encodingTheTextOfTheFitGivesNoWorseCoefficients() {
        Factorization f = Snmf.fit(planted.activations(), options, Progress.NONE);
        Coefficients y = new Encoder(f.features(), 2).encode(planted.activations(), Progress.NONE);
        Factorization encoded = new Factorization(
                f.features(), y, options, f.trace(), f.bestIteration(), f.stopReason(), f.provenance());
        double before = SnmfContract.reconstructionError(planted.activations(), f);
        assertThat(SnmfContract.reconstructionError(planted.activations(), encoded))
                .isLessThanOrEqualTo(before + 1e-6);
        for (int r = 0; r < y.features(); r++) {
            for (float value : y.feature(r)) {
                assertThat(value).isGreaterThanOrEqualTo(0);
            }
        }
    }

    @Test
    void aFitIsReproducedToTheByteAndAnotherMatrixIsNoticed() {
        Factorization f = new Snmf(options).fit(planted.activations(), Map.of("a", "1"), Progress.NONE);
        Reproduction same = Reproduction.of(f, planted.activations(), Map.of("a", "1"), Progress.NONE);
        assertThat(same.sameBytes()).isTrue();
        assertThat(same.environment()).isEmpty();
        Reproduction other =
                Reproduction.of(f, Planted.of(200, 600, 8, 7).activations(), Map.of("a", "2"), Progress.NONE);
        assertThat(other.sameBytes()).isFalse();
        assertThat(other.firstDifference()).isEqualTo(1);
        assertThat(other.environment()).containsExactly("input a: 1 → 2");
    }
}
