package org.snmf.factorize.products;

import org.jspecify.annotations.Nullable;

/**
 * ZᵀZ as the coefficient updates need it: entry by entry, and for every row the columns of its positive entries, then
 * those of its negative ones, with the zeros left out.
 */
public final class FeatureGram {
    private final double[][] dense;
    private final long nonzero;
    private @Nullable Lists lists;

    /**
     * The nonzero entries of every row.
     *
     * @param columns their columns: those of the positive entries first
     * @param weights the entries
     * @param negated the entries with the opposite sign
     * @param positives how many of a row are positive
     */
    public record Lists(int[][] columns, float[][] weights, float[][] negated, int[] positives) {}

    public FeatureGram(double[][] dense) {
        this.dense = dense;
        long count = 0;
        for (double[] row : dense) {
            for (double value : row) {
                count += value != 0 ? 1 : 0;
            }
        }
        this.nonzero = count;
    }

    /** The rows without their zeros; made when first asked for, since dense products do not need them. */
    public synchronized Lists lists() {
        if (lists == null) {
            int k = dense.length;
            Lists made = new Lists(new int[k][], new float[k][], new float[k][], new int[k]);
            for (int r = 0; r < k; r++) {
                fill(r, made);
            }
            lists = made;
        }
        return lists;
    }

    private void fill(int r, Lists into) {
        double[] row = dense[r];
        int positive = 0;
        int negative = 0;
        for (double value : row) {
            positive += value > 0 ? 1 : 0;
            negative += value < 0 ? 1 : 0;
        }
        int[] columns = new int[positive + negative];
        float[] weights = new float[positive + negative];
        float[] negated = new float[positive + negative];
        int p = 0;
        int q = positive;
        for (int s = 0; s < row.length; s++) {
            if (row[s] != 0) {
                int place = row[s] > 0 ? p++ : q++;
                columns[place] = s;
                weights[place] = (float) row[s];
                negated[place] = (float) -row[s];
            }
        }
        into.columns[r] = columns;
        into.weights[r] = weights;
        into.negated[r] = negated;
        into.positives[r] = positive;
    }

    public int size() {
        return dense.length;
    }

    /** How many entries are not zero. */
    long nonzero() {
        return nonzero;
    }

    /** Entry [r, s]. */
    public double get(int r, int s) {
        return dense[r][s];
    }

    /** Entry [r, r]: the squared length of feature r. */
    public double diagonal(int r) {
        return dense[r][r];
    }

    /** Σ_rs ZᵀZ[r, s] · other[r, s]. */
    public double inner(double[][] other) {
        double sum = 0;
        for (int r = 0; r < dense.length; r++) {
            double row = 0;
            for (int s = 0; s < dense.length; s++) {
                row += dense[r][s] * other[r][s];
            }
            sum += row;
        }
        return sum;
    }
}
