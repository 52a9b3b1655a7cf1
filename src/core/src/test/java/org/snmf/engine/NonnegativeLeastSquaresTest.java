package org.snmf.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the least squares solutions of all sets of columns, of which the best nonnegative one is the answer. */
class NonnegativeLeastSquaresTest {
    private static final int ROWS = 12;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.9, 0.98, 0.995, 0.999, 0.9999})
    void isTheBestOfAllSupports(double cosine) {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 40; round++) {
            RealMatrix z = nearCopies(random, 4, cosine);
            RealVector a = gaussian(random, ROWS);
            RealVector expected = bestOfAllSupports(z, a);
            double[] y = new double[z.getColumnDimension()];
            double gap = solver(z).solve(z.preMultiply(a).toArray(), a.dotProduct(a), y);
            assertThat(gap).isLessThan(1e-12);
            for (int r = 0; r < y.length; r++) {
                assertThat(y[r]).isCloseTo(expected.getEntry(r), within(1e-9 * (1 + expected.getLInfNorm())));
            }
        }
    }

    /** The error is the least one, whichever of equal solutions is found. */
    @Test
    void holdsWithEqualColumnsColumnsOfZerosAndMoreColumnsThanRows() {
        SplittableRandom random = new SplittableRandom(4);
        for (int round = 0; round < 200; round++) {
            RealMatrix z = new Array2DRowRealMatrix(5, 9);
            for (int r = 0; r < 9; r++) {
                z.setColumnVector(r, gaussian(random, 5));
            }
            z.setColumnVector(3, z.getColumnVector(1));
            z.setColumnVector(4, z.getColumnVector(1).mapMultiply(2.5));
            z.setColumnVector(6, new ArrayRealVector(5));
            RealVector a = gaussian(random, 5);
            double[] y = new double[9];
            assertThat(solver(z).solve(z.preMultiply(a).toArray(), a.dotProduct(a), y))
                    .isLessThan(1e-12);
            assertThat(y[6]).isZero();
            assertThat(Arrays.stream(y)).allMatch(value -> value >= 0);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-30, 1e-12, 1e12, 1e30})
    void doesNotDependOnTheLengthOfColumnsOrToken(double factor) {
        SplittableRandom random = new SplittableRandom(5);
        RealMatrix z = nearCopies(random, 6, 0.99);
        RealVector a = gaussian(random, ROWS);
        double[] plain = new double[12];
        solver(z).solve(z.preMultiply(a).toArray(), a.dotProduct(a), plain);
        RealMatrix scaled = z.scalarMultiply(factor);
        double[] y = new double[12];
        solver(scaled).solve(scaled.preMultiply(a).toArray(), a.dotProduct(a), y);
        for (int r = 0; r < 12; r++) {
            assertThat(y[r] * factor).isCloseTo(plain[r], within(1e-9));
        }
    }

    @Test
    void aTokenOfZerosHasNone() {
        RealMatrix z = nearCopies(new SplittableRandom(6), 3, 0.5);
        double[] y = {1, 2, 3, 4, 5, 6};
        assertThat(solver(z).solve(new double[6], 0, y)).isZero();
        assertThat(y).containsOnly(0);
    }

    private static NonnegativeLeastSquares solver(RealMatrix z) {
        return new NonnegativeLeastSquares(z.transpose().multiply(z).getData());
    }

    /** Unit columns in pairs of this cosine. */
    private static RealMatrix nearCopies(SplittableRandom random, int pairs, double cosine) {
        RealMatrix z = new Array2DRowRealMatrix(ROWS, 2 * pairs);
        for (int r = 0; r < pairs; r++) {
            RealVector one = gaussian(random, ROWS).unitVector();
            RealVector other = gaussian(random, ROWS);
            other = other.subtract(one.mapMultiply(one.dotProduct(other))).unitVector();
            z.setColumnVector(2 * r, one);
            z.setColumnVector(
                    2 * r + 1, one.mapMultiply(cosine).add(other.mapMultiply(Math.sqrt(1 - cosine * cosine))));
        }
        return z;
    }

    private static RealVector gaussian(SplittableRandom random, int size) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.2;
        }
        return new ArrayRealVector(values);
    }

    private static RealVector bestOfAllSupports(RealMatrix z, RealVector a) {
        int k = z.getColumnDimension();
        RealVector best = new ArrayRealVector(k);
        double least = a.getNorm();
        for (int set = 1; set < 1 << k; set++) {
            int[] support = support(set);
            int[] rows = new int[z.getRowDimension()];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = i;
            }
            RealMatrix part = z.getSubMatrix(rows, support);
            RealVector y = new SingularValueDecomposition(part).getSolver().solve(a);
            double error = a.subtract(part.operate(y)).getNorm();
            if (y.getMinValue() >= 0 && error < least) {
                least = error;
                best = new ArrayRealVector(k);
                for (int i = 0; i < support.length; i++) {
                    best.setEntry(support[i], y.getEntry(i));
                }
            }
        }
        return best;
    }

    private static int[] support(int set) {
        int[] support = new int[Integer.bitCount(set)];
        for (int r = 0, i = 0; i < support.length; r++) {
            if ((set >> r & 1) == 1) {
                support[i++] = r;
            }
        }
        return support;
    }
}
