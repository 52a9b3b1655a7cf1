package org.snmf.matrix;

/**
 * The factorization S = Uᵀ U of a symmetric positive definite k × k matrix in float64, U upper triangular, and the solution
 * of S X = B for many right-hand sides by substitution: no inverse is formed.
 */
public final class Cholesky {
    private final int size;
    private final double[][] upper;
    private final int[] all;
    private final float[][] forward;
    private final float[][] backward;
    private final float[] diagonal;

    /**
     * Factorizes S + λI with the least λ ≥ {@code ridge} among {@code ridge}·10⁰, 10¹, … for which float64 finds it positive
     * definite: rounding can make a sum of products of float32 slightly indefinite.
     *
     * @param s the matrix S; not changed
     * @param ridge λ, above 0
     */
    public static Ridged ridged(double[][] s, double ridge) {
        for (double lambda = ridge; lambda < Double.POSITIVE_INFINITY; lambda *= 10) {
            double[][] sum = new double[s.length][];
            for (int i = 0; i < s.length; i++) {
                sum[i] = s[i].clone();
                sum[i][i] += lambda;
            }
            try {
                return new Ridged(new Cholesky(sum), lambda);
            } catch (ArithmeticException notPositive) {
                continue;
            }
        }
        throw new ArithmeticException("a matrix with entries that are not finite");
    }

    /**
     * A factorization of S + λI.
     *
     * @param factor the factorization
     * @param ridge λ
     */
    public record Ridged(Cholesky factor, double ridge) {}

    /**
     * Factorizes {@code s}.
     *
     * @param s the matrix, k rows of k entries, of which only the upper triangle is read; overwritten by U
     * @throws ArithmeticException if {@code s} is not positive definite
     */
    public Cholesky(double[][] s) {
        this.size = s.length;
        this.upper = s;
        this.all = new int[size];
        for (int i = 0; i < size; i++) {
            all[i] = i;
        }
        factorize();
        this.forward = new float[size][];
        this.backward = new float[size][];
        this.diagonal = new float[size];
        for (int i = 0; i < size; i++) {
            forward[i] = new float[i];
            for (int j = 0; j < i; j++) {
                forward[i][j] = (float) -upper[j][i];
            }
            backward[i] = new float[size];
            for (int j = i + 1; j < size; j++) {
                backward[i][j] = (float) -upper[i][j];
            }
            diagonal[i] = (float) (1 / upper[i][i]);
        }
    }

    /** Row by row: what the rows above take from row i is taken four at a time, so that row i goes through the cache less. */
    private void factorize() {
        for (int i = 0; i < size; i++) {
            double[] row = upper[i];
            int j = 0;
            for (; j + 4 <= i; j += 4) {
                subtractFour(row, upper[j], upper[j + 1], upper[j + 2], upper[j + 3], i, size);
            }
            for (; j < i; j++) {
                subtract(row, upper[j], upper[j][i], i, size);
            }
            if (!(row[i] > 0)) {
                throw new ArithmeticException("pivot " + i + " of " + size + " is " + row[i]);
            }
            double scale = 1 / Math.sqrt(row[i]);
            for (int t = i; t < size; t++) {
                row[t] *= scale;
            }
        }
    }

    private static void subtractFour(double[] into, double[] a, double[] b, double[] c, double[] d, int from, int to) {
        double wa = a[from];
        double wb = b[from];
        double wc = c[from];
        double wd = d[from];
        for (int t = from; t < to; t++) {
            into[t] -= wa * a[t] + wb * b[t] + wc * c[t] + wd * d[t];
        }
    }

    private static void subtract(double[] into, double[] row, double factor, int from, int to) {
        for (int t = from; t < to; t++) {
            into[t] -= factor * row[t];
        }
    }

    /**
     * X ← S⁻¹ B in place.
     *
     * @param b k rows, of which the first {@code length} entries are used: B on entry, X on return
     * @param length number of right-hand sides in this call
     */
    public void solve(float[][] b, int length) {
        solveTransposedFactor(b, length);
        for (int i = size - 1; i >= 0; i--) {
            RowKernels.addCombination(b[i], length, b, all, backward[i], i + 1, size);
            RowKernels.scale(b[i], length, diagonal[i]);
        }
    }

    /** X ← U⁻ᵀ B in place; arguments as in {@link #solve}. With S = B Bᵀ the rows of X are orthonormal. */
    public void solveTransposedFactor(float[][] b, int length) {
        for (int i = 0; i < size; i++) {
            RowKernels.addCombination(b[i], length, b, all, forward[i], 0, i);
            RowKernels.scale(b[i], length, diagonal[i]);
        }
    }
}
