package org.snmf.engine;

import java.util.Arrays;

/**
 * min ‖a − Zy‖² over y ≥ 0 for one token a, solved exactly in float64 from ZᵀZ and Zᵀa: an active-set method (Lawson and Hanson
 * 1974, chapter 23, on the normal equations as in Bro and de Jong 1997). Each step lowers the error, so it ends after
 * finitely many. Columns of Z are brought to unit length inside, so that no result depends on theirs.
 *
 * <p>A column that the ones in use already span takes no part: with two equal columns one of them has all the weight.
 *
 * <p>One instance belongs to one thread.
 */
public final class NonnegativeLeastSquares {
    /** Squared sine between a column and the span of those in use below which it counts as a part of that span. */
    private static final double DEPENDENT = 1e-12;

    private static final double ROUNDING = 1e-13;

    private final int size;
    private final double[][] gram;
    private final double[] lengths;
    /** Columns in use, of which the first {@link #count}, in the order of the rows of {@link #lower}. */
    private final int[] used;

    private final double[][] lower;
    private final boolean[] isUsed;
    private final boolean[] refused;
    private final double[] target;
    private final double[] value;
    private final double[] candidate;
    private final double[] gradient;
    private int count;

    /** @param gram ZᵀZ (k × k); not changed. A column of zeros keeps the coefficient 0 */
    public NonnegativeLeastSquares(double[][] gram) {
        this.size = gram.length;
        this.gram = new double[size][size];
        this.lengths = new double[size];
        this.used = new int[size];
        this.lower = new double[size][size];
        this.isUsed = new boolean[size];
        this.refused = new boolean[size];
        this.target = new double[size];
        this.value = new double[size];
        this.candidate = new double[size];
        this.gradient = new double[size];
        for (int r = 0; r < size; r++) {
            lengths[r] = Math.sqrt(gram[r][r]);
        }
        for (int r = 0; r < size; r++) {
            for (int s = 0; s < size; s++) {
                this.gram[r][s] = gram[r][s] == 0 ? 0 : gram[r][s] / (lengths[r] * lengths[s]);
            }
        }
    }

    /**
     * Solves for one token.
     *
     * @param products Zᵀa (k)
     * @param squaredLength ‖a‖²
     * @param y the solution on return (k)
     * @return how far the error ½‖a − Zy‖² may be above the least one, as a share of ½‖a‖²: with the gradient g of the error,
     *     Σ y_r|g_r| and, for each r with g_r below 0, −g_r‖a‖/‖z_r‖. Of the size of float64 rounding unless the method was cut
     *     short
     */
    public double solve(double[] products, double squaredLength, double[] y) {
        count = 0;
        Arrays.fill(isUsed, false);
        Arrays.fill(refused, false);
        Arrays.fill(value, 0);
        for (int r = 0; r < size; r++) {
            target[r] = lengths[r] == 0 ? 0 : products[r] / lengths[r];
        }
        for (int steps = 0; steps < 10 * size; steps++) {
            int entering = steepest();
            if (entering < 0) {
                break;
            }
            if (use(entering) && descend(entering)) {
                Arrays.fill(refused, false);
            } else {
                refused[entering] = true;
            }
        }
        for (int r = 0; r < size; r++) {
            y[r] = lengths[r] == 0 ? 0 : value[r] / lengths[r];
        }
        return gap(squaredLength);
    }

    /** Adds a row to the Cholesky factor; says whether column r was independent of those in use. */
    private boolean use(int r) {
        used[count] = r;
        if (!factor(count)) {
            return false;
        }
        isUsed[r] = true;
        count++;
        return true;
    }

    /** Computes row i of the factor of the matrix of the columns in use. */
    private boolean factor(int i) {
        double[] row = lower[i];
        double[] entries = gram[used[i]];
        double pivot = entries[used[i]];
        for (int j = 0; j < i; j++) {
            row[j] = (entries[used[j]] - dot(row, lower[j], j)) / lower[j][j];
            pivot -= row[j] * row[j];
        }
        row[i] = Math.sqrt(Math.max(0, pivot));
        return pivot > DEPENDENT;
    }

    /** Goes down after {@code entering} came into use; false, and nothing changed, if rounding alone let it in. */
    private boolean descend(int entering) {
        leastSquares();
        if (candidate[count - 1] <= 0) {
            isUsed[entering] = false;
            count--;
            return false;
        }
        while (count > 0 && !stepTowardsLeastSquares()) {
            // A column left; the others go on without it.
        }
        return true;
    }

    /** Moves to the least squares solution of the columns in use, or as far as none becomes negative; says if all the way. */
    private boolean stepTowardsLeastSquares() {
        leastSquares();
        double step = 1;
        for (int i = 0; i < count; i++) {
            if (candidate[i] <= 0) {
                step = Math.min(step, share(i));
            }
        }
        boolean whole = true;
        for (int i = 0; i < count; i++) {
            double now = value[used[i]];
            boolean leaves = candidate[i] <= 0 && share(i) <= step;
            value[used[i]] = leaves ? 0 : now + step * (candidate[i] - now);
            whole &= !leaves;
        }
        if (!whole) {
            leave();
        }
        return whole;
    }

    /** The share of the way to its candidate at which the i-th column in use has no weight left. */
    private double share(int i) {
        double now = value[used[i]];
        return now == 0 ? 0 : now / (now - candidate[i]);
    }

    /** Takes the columns without weight out of use. */
    private void leave() {
        int kept = 0;
        while (kept < count && value[used[kept]] > 0) {
            kept++;
        }
        int before = count;
        count = kept;
        for (int i = kept; i < before; i++) {
            int r = used[i];
            isUsed[r] = false;
            if (!(value[r] > 0) || !use(r)) {
                value[r] = 0;
            }
        }
    }

    /** The least squares solution of the columns in use, without regard to sign. */
    private void leastSquares() {
        for (int i = 0; i < count; i++) {
            candidate[i] = (target[used[i]] - dot(lower[i], candidate, i)) / lower[i][i];
        }
        for (int i = count - 1; i >= 0; i--) {
            candidate[i] /= lower[i][i];
            double solved = candidate[i];
            double[] row = lower[i];
            for (int t = 0; t < i; t++) {
                candidate[t] -= row[t] * solved;
            }
        }
    }

    /** The unused column along which the error falls most steeply; −1 if it falls along none by more than rounding. */
    private int steepest() {
        double scale = gradient();
        int best = -1;
        for (int r = 0; r < size; r++) {
            if (!isUsed[r] && !refused[r] && -gradient[r] > ROUNDING * scale) {
                best = best < 0 || gradient[r] < gradient[best] ? r : best;
            }
        }
        return best;
    }

    /** G y − Zᵀa; gives the size of what was added up. */
    private double gradient() {
        double scale = 0;
        for (int r = 0; r < size; r++) {
            gradient[r] = -target[r];
            scale = Math.max(scale, Math.abs(target[r]));
        }
        for (int i = 0; i < count; i++) {
            double weight = value[used[i]];
            double[] row = gram[used[i]];
            scale += weight;
            for (int r = 0; r < size; r++) {
                gradient[r] += weight * row[r];
            }
        }
        return scale;
    }

    /** In four sums, which the processor adds up at the same time. */
    private static double dot(double[] x, double[] y, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int t = 0;
        for (; t + 4 <= length; t += 4) {
            s0 += x[t] * y[t];
            s1 += x[t + 1] * y[t + 1];
            s2 += x[t + 2] * y[t + 2];
            s3 += x[t + 3] * y[t + 3];
        }
        for (; t < length; t++) {
            s0 += x[t] * y[t];
        }
        return s0 + s1 + (s2 + s3);
    }

    private double gap(double squaredLength) {
        gradient();
        double sum = 0;
        for (int r = 0; r < size; r++) {
            sum += value[r] * Math.abs(gradient[r]) + Math.max(0, -gradient[r]) * Math.sqrt(squaredLength);
        }
        return squaredLength == 0 ? 0 : 2 * sum / squaredLength;
    }
}
