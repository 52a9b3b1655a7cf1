package org.snmf.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.matrix.Coefficients;
import org.snmf.testkit.ground.Small;

class ReconstructionSharesTest {
    @Test
    void shareIsTheProductOfSquaredNormsOverTheirSum() {
        // ‖z_0‖²‖y_0‖² = 25 · 1 and ‖z_1‖²‖y_1‖² = 1 · 75.
        double[] shares = ReconstructionShares.of(
                Small.columns(new float[] {3, -4, 0}, new float[] {0, 0, -1}),
                coefficients(new float[] {1, 0, 0}, new float[] {5, 5, 5}));

        assertThat(shares).containsExactly(0.25, 0.75);
    }

    @Test
    void scalingAColumnOfZAndItsRowOfYByTheInverseChangesNothing() {
        double[] before = ReconstructionShares.of(
                Small.columns(new float[] {1, 2}, new float[] {3, 1}),
                coefficients(new float[] {1, 2, 3}, new float[] {4, 0, 1}));
        double[] after = ReconstructionShares.of(
                Small.columns(new float[] {4, 8}, new float[] {3, 1}),
                coefficients(new float[] {0.25f, 0.5f, 0.75f}, new float[] {4, 0, 1}));

        assertThat(after).containsExactly(before, within(1e-12));
    }

    @Test
    void deadFeaturesHaveNoShare() {
        double[] shares = ReconstructionShares.of(
                Small.columns(new float[] {0, 0}, new float[] {1, 1}, new float[] {1, 0}),
                coefficients(new float[] {9, 9}, new float[] {1, 0}, new float[] {0, 0}));

        assertThat(shares).containsExactly(0, 1, 0);
        assertThat(ReconstructionShares.of(Small.columns(new float[] {0, 0}), coefficients(new float[] {1, 1})))
                .containsExactly(0);
    }

    /** The claim of the Javadoc: where Y is stationary, e_r is the rise in squared error that losing r alone causes. */
    @Test
    void afterAConvergedFitTheShareIsTheRiseInErrorWithoutTheFeature() {
        Random random = new Random(5);
        int neurons = 12;
        int tokens = 40;
        int k = 4;
        double[][] a = random(random, tokens, neurons);
        double[][] z = random(random, k, neurons);
        double[][] y = nonnegativeLeastSquares(a, z);
        double loss = loss(a, z, y, -1);

        double[] shares = ReconstructionShares.of(Small.columns(toFloats(z)), coefficients(toFloats(transpose(y, k))));

        double total = 0;
        double[] rises = new double[k];
        for (int r = 0; r < k; r++) {
            rises[r] = loss(a, z, y, r) - loss;
            total += rises[r];
        }
        for (int r = 0; r < k; r++) {
            assertThat(shares[r]).isCloseTo(rises[r] / total, within(1e-5));
        }
        assertThat(Arrays.stream(rises).min().orElseThrow()).isPositive();
    }

    @Test
    void disagreementAboutTheRankAndValuesThatAreNotFiniteAreRefused() {
        assertThatThrownBy(() -> ReconstructionShares.of(
                        Small.columns(new float[] {1}), coefficients(new float[] {1}, new float[] {1})))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found 2");
        assertThatThrownBy(() ->
                        ReconstructionShares.of(Small.columns(new float[] {1}), coefficients(new float[] {Float.NaN})))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("feature 0");
    }

    private static Coefficients coefficients(float[]... rows) {
        return TopContextsTest.coefficients(rows);
    }

    private static double[][] random(Random random, int rows, int columns) {
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) {
            Arrays.setAll(row, j -> random.nextGaussian());
        }
        return matrix;
    }

    /** Coordinate descent to convergence, one token at a time: y[t][r]. */
    private static double[][] nonnegativeLeastSquares(double[][] a, double[][] z) {
        double[][] y = new double[a.length][z.length];
        for (int t = 0; t < a.length; t++) {
            for (int sweep = 0; sweep < 2000; sweep++) {
                for (int r = 0; r < z.length; r++) {
                    double numerator = 0;
                    double denominator = 0;
                    for (int j = 0; j < z[r].length; j++) {
                        double residual = a[t][j];
                        for (int q = 0; q < z.length; q++) {
                            residual -= q == r ? 0 : z[q][j] * y[t][q];
                        }
                        numerator += z[r][j] * residual;
                        denominator += z[r][j] * z[r][j];
                    }
                    y[t][r] = Math.max(0, numerator / denominator);
                }
            }
        }
        return y;
    }

    private static double loss(double[][] a, double[][] z, double[][] y, int without) {
        double loss = 0;
        for (int t = 0; t < a.length; t++) {
            for (int j = 0; j < a[t].length; j++) {
                double residual = a[t][j];
                for (int r = 0; r < z.length; r++) {
                    residual -= r == without ? 0 : z[r][j] * y[t][r];
                }
                loss += residual * residual;
            }
        }
        return loss;
    }

    private static double[][] transpose(double[][] matrix, int columns) {
        double[][] transposed = new double[columns][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < columns; j++) {
                transposed[j][i] = matrix[i][j];
            }
        }
        return transposed;
    }

    private static float[][] toFloats(double[][] matrix) {
        float[][] floats = new float[matrix.length][matrix[0].length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                floats[i][j] = (float) matrix[i][j];
            }
        }
        return floats;
    }
}
