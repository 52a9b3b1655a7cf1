package org.snmf.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The factorization against the definition, and both solutions against the equations. */
class CholeskyTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 65, 130, 383, 600})
    void isTheFactorAndDoesNotDependOnTheLanes(int size) {
        double[][] s = positive(size);
        try (Engine one = new TorchEngine(1);
                Engine two = new TorchEngine(2)) {
            Cholesky alone = Cholesky.ridged(s, 1e-3, one).factor();
            Cholesky together = Cholesky.ridged(s, 1e-3, two).factor();
            for (int i = 0; i < size; i++) {
                for (int j = i; j < size; j++) {
                    assertThat(together.upper(i, j)).isEqualTo(alone.upper(i, j));
                    double product = 0;
                    for (int r = 0; r <= i; r++) {
                        product += alone.upper(r, i) * alone.upper(r, j);
                    }
                    assertThat(product).isCloseTo(s[i][j] + (i == j ? 1e-3 : 0), within(1e-11 * size));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 65, 130, 383})
    void solvesByRowsAndByBlocks(int size) {
        double[][] s = positive(size);
        int columns = 700;
        SplittableRandom random = new SplittableRandom(2);
        float[][] x = new float[size][columns];
        try (Engine engine = new TorchEngine(2);
                Block b = engine.allocate(size, columns)) {
            for (int i = 0; i < size; i++) {
                for (int t = 0; t < columns; t++) {
                    x[i][t] = (float) random.nextDouble() - 0.5f;
                }
                b.values().put(i * columns, x[i]);
            }
            float[][] right = new float[size][];
            for (int i = 0; i < size; i++) {
                right[i] = x[i].clone();
            }
            Cholesky factor = Cholesky.ridged(s, 1, engine).factor();
            factor.solve(x, columns);
            int before = engine.liveBlocks();
            try (BlockedSolve blocked = new BlockedSolve(factor, engine)) {
                blocked.solve(b);
            }
            assertThat(engine.liveBlocks()).isEqualTo(before);
            for (int i = 0; i < size; i++) {
                for (int t = 0; t < columns; t += 7) {
                    assertThat(b.values().get(i * columns + t)).isCloseTo(x[i][t], within(1e-5f));
                    double product = x[i][t];
                    for (int j = 0; j < size; j++) {
                        product += s[i][j] * x[j][t];
                    }
                    assertThat(product).isCloseTo(right[i][t], within(1e-4));
                }
            }
        }
    }

    @Test
    void raisesTheRidgeWhereTheMatrixIsIndefinite() {
        double[][] s = positive(70);
        s[69][69] -= 1e-3 + residual(s);
        try (Engine engine = new TorchEngine(2)) {
            assertThat(Cholesky.ridged(s, 1e-6, engine).ridge()).isGreaterThan(1e-6);
            assertThatThrownBy(() -> new Cholesky(s, engine))
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessageContaining("pivot 69 of 70");
        }
    }

    /** The square of the last entry of the diagonal of the factor. */
    private static double residual(double[][] s) {
        try (Engine engine = new TorchEngine(1)) {
            int last = s.length - 1;
            double pivot = Cholesky.ridged(s, 1e-12, engine).factor().upper(last, last);
            return pivot * pivot;
        }
    }

    /** A random X Xᵀ. */
    private static double[][] positive(int size) {
        SplittableRandom random = new SplittableRandom(1);
        double[][] x = new double[size][2 * size];
        for (double[] row : x) {
            for (int t = 0; t < row.length; t++) {
                row[t] = (random.nextDouble() - 0.5) / Math.sqrt(size);
            }
        }
        double[][] s = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                for (int t = 0; t < 2 * size; t++) {
                    s[i][j] += x[i][t] * x[j][t];
                }
            }
        }
        return s;
    }
}
