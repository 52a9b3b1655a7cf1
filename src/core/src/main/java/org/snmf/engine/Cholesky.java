package org.snmf.engine;

import org.jspecify.annotations.Nullable;

/**
 * The factorization S = Uᵀ U of a symmetric positive definite k × k matrix in float64, U upper triangular, and the solution
 * of S X = B for many right-hand sides by substitution: no inverse is formed.
 */
public final class Cholesky {
    /** Rows that are taken together; a multiple of four, so that the sums do not depend on it. */
    private static final int ROWS = 64;
    /** Columns that a lane takes at a time, so that its part of these rows stays in the second cache. */
    private static final int COLUMNS = 256;
    /** Size from which the solution by dense products is faster. */
    private static final int BLOCKED_FROM = 768;

    private final int size;
    private final double[][] upper;
    private @Nullable Substitution substitution;

    /** U in float32 as the substitutions need it: negated and by rows, and by rows of Uᵀ. */
    private record Substitution(int[] all, float[][] forward, float[][] backward, float[] diagonal) {}

    /**
     * Factorizes S + λI with the least λ ≥ {@code ridge} among {@code ridge}·10⁰, 10¹, … for which float64 finds it positive
     * definite: rounding can make a sum of products of float32 slightly indefinite.
     *
     * @param s the matrix S; not changed
     * @param ridge λ, above 0
     * @param engine whose lanes work at it; the result does not depend on their number
     */
    public static Ridged ridged(double[][] s, double ridge, Engine engine) {
        for (double lambda = ridge; lambda < Double.POSITIVE_INFINITY; lambda *= 10) {
            double[][] sum = new double[s.length][];
            for (int i = 0; i < s.length; i++) {
                sum[i] = s[i].clone();
                sum[i][i] += lambda;
            }
            try {
                return new Ridged(new Cholesky(sum, engine), lambda);
            } catch (ArithmeticException notPositive) {
                // The next λ is larger.
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
     * @param engine whose lanes work at it
     * @throws ArithmeticException if {@code s} is not positive definite
     */
    public Cholesky(double[][] s, Engine engine) {
        this.size = s.length;
        this.upper = s;
        for (int first = 0; first < size; first += ROWS) {
            int last = Math.min(size, first + ROWS);
            subtractAbove(first, last, engine);
            factorize(first, last);
        }
    }

    /** k. */
    public int size() {
        return size;
    }

    /** Entry [i, j] of U, for i ≤ j. */
    double upper(int i, int j) {
        return upper[i][j];
    }

    /** Takes from rows [first, last) what the rows above take from them, in strips of columns. */
    private void subtractAbove(int first, int last, Engine engine) {
        int strips = first == 0 ? 0 : (size - first + COLUMNS - 1) / COLUMNS;
        if (strips == 1) {
            subtractAbove(first, last, first, size);
        } else {
            engine.forEach(strips, (lane, strip) -> {
                int from = first + strip * COLUMNS;
                subtractAbove(first, last, from, Math.min(size, from + COLUMNS));
            });
        }
    }

    private void subtractAbove(int first, int last, int from, int to) {
        for (int j = 0; j < first; j += 4) {
            for (int i = first; i < Math.min(last, to); i++) {
                subtractFour(upper[i], j, i, Math.max(i, from), to);
            }
        }
    }

    /** Row by row: what the rows above take from row i is taken four at a time, so that row i goes through the cache less. */
    private void factorize(int first, int last) {
        for (int i = first; i < last; i++) {
            double[] row = upper[i];
            int j = first;
            for (; j + 4 <= i; j += 4) {
                subtractFour(row, j, i, i, size);
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

    private void subtractFour(double[] into, int j, int i, int from, int to) {
        double[] a = upper[j];
        double[] b = upper[j + 1];
        double[] c = upper[j + 2];
        double[] d = upper[j + 3];
        subtractFour(into, a, b, c, d, a[i], b[i], c[i], d[i], from, to);
    }

    private static void subtractFour(
            double[] into,
            double[] a,
            double[] b,
            double[] c,
            double[] d,
            double wa,
            double wb,
            double wc,
            double wd,
            int from,
            int to) {
        for (int t = from; t < to; t++) {
            into[t] -= wa * a[t] + wb * b[t] + wc * c[t] + wd * d[t];
        }
    }

    private static void subtract(double[] into, double[] row, double factor, int from, int to) {
        for (int t = from; t < to; t++) {
            into[t] -= factor * row[t];
        }
    }

    private synchronized Substitution substitution() {
        if (substitution == null) {
            int[] all = new int[size];
            float[][] forward = new float[size][];
            float[][] backward = new float[size][];
            float[] diagonal = new float[size];
            for (int i = 0; i < size; i++) {
                all[i] = i;
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
            substitution = new Substitution(all, forward, backward, diagonal);
        }
        return substitution;
    }

    /**
     * X ← S⁻¹ B in place, by the engine's lanes: row by row, or for a large S by dense products with groups of rows. The two
     * differ by the rounding of float32.
     *
     * @param b B (k × any number) on entry, X on return
     */
    public void solve(Block b, Engine engine) {
        if (size < BLOCKED_FROM) {
            Strips.forEach(engine, b, this::solve);
        } else {
            try (BlockedSolve solve = new BlockedSolve(this, engine)) {
                solve.solve(b);
            }
        }
    }

    /**
     * X ← S⁻¹ B in place.
     *
     * @param b k rows, of which the first {@code length} entries are used: B on entry, X on return
     * @param length number of right-hand sides in this call
     */
    void solve(float[][] b, int length) {
        solveTransposedFactor(b, length);
        Substitution s = substitution();
        for (int i = size - 1; i >= 0; i--) {
            RowKernels.addCombination(b[i], length, b, s.all, s.backward[i], i + 1, size);
            RowKernels.scale(b[i], length, s.diagonal[i]);
        }
    }

    /** X ← U⁻ᵀ B in place; arguments as in {@link #solve}. With S = B Bᵀ the rows of X are orthonormal. */
    public void solveTransposedFactor(float[][] b, int length) {
        Substitution s = substitution();
        for (int i = 0; i < size; i++) {
            RowKernels.addCombination(b[i], length, b, s.all, s.forward[i], 0, i);
            RowKernels.scale(b[i], length, s.diagonal[i]);
        }
    }
}
