package org.snmf.factorize;

import java.util.Arrays;

/**
 * ZᵀZ as the coefficient updates need it: for every row the columns of its positive entries, then those of its negative
 * ones, with the zeros left out.
 */
final class Gram {
    private final double[][] dense;
    private final int[][] columns;
    private final float[][] weights;
    private final float[][] negated;
    private final int[] positives;

    Gram(double[][] dense) {
        this.dense = dense;
        int k = dense.length;
        this.columns = new int[k][];
        this.weights = new float[k][];
        this.negated = new float[k][];
        this.positives = new int[k];
        for (int r = 0; r < k; r++) {
            fill(r);
        }
    }

    private void fill(int r) {
        double[] row = dense[r];
        int positive = 0;
        int negative = 0;
        for (double value : row) {
            positive += value > 0 ? 1 : 0;
            negative += value < 0 ? 1 : 0;
        }
        columns[r] = new int[positive + negative];
        weights[r] = new float[positive + negative];
        negated[r] = new float[positive + negative];
        positives[r] = positive;
        int p = 0;
        int q = positive;
        for (int s = 0; s < row.length; s++) {
            if (row[s] != 0) {
                int place = row[s] > 0 ? p++ : q++;
                columns[r][place] = s;
                weights[r][place] = (float) row[s];
                negated[r][place] = (float) -row[s];
            }
        }
    }

    int size() {
        return dense.length;
    }

    /** Columns of the nonzero entries of row r: the positive ones first. */
    int[] columns(int r) {
        return columns[r];
    }

    /** The entries at {@link #columns}. */
    float[] weights(int r) {
        return weights[r];
    }

    /** The entries at {@link #columns}, with the opposite sign. */
    float[] negated(int r) {
        return negated[r];
    }

    /** How many of {@link #columns} are positive. */
    int positives(int r) {
        return positives[r];
    }

    /** Entry [r, r]: the squared length of feature r. */
    double diagonal(int r) {
        return dense[r][r];
    }

    /** Σ_rs ZᵀZ[r, s] · other[r, s]. */
    double inner(double[][] other) {
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

    /** An upper bound of ‖ZᵀZ‖₂: the norm of the matrix of absolute values, by power iterations, and 1 % more. */
    double norm() {
        double[] x = new double[size()];
        Arrays.fill(x, 1 / Math.sqrt(size()));
        double value = 0;
        for (int i = 0; i < 50; i++) {
            double[] next = new double[size()];
            double length = 0;
            for (int r = 0; r < size(); r++) {
                for (int s = 0; s < size(); s++) {
                    next[r] += Math.abs(dense[r][s]) * x[s];
                }
                length += next[r] * next[r];
            }
            length = Math.sqrt(length);
            if (length == 0) {
                return 0;
            }
            for (int r = 0; r < size(); r++) {
                x[r] = next[r] / length;
            }
            if (Math.abs(length - value) <= 1e-3 * length) {
                return length * 1.01;
            }
            value = length;
        }
        return value * 1.01;
    }
}
