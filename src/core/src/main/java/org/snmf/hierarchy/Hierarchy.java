package org.snmf.hierarchy;

import java.util.Arrays;
import java.util.List;
import org.snmf.matrix.Coefficients;

/**
 * The levels of a recursive factorization (paper, Appendix F.1), finest first: A ≈ Z_0 Y_0, Z_0 ≈ Z_1 Y_1, …,
 * Z_(L−1) ≈ Z_L Y_L, so that A ≈ Z_L Y_L ⋯ Y_1 Y_0. Immutable.
 */
public final class Hierarchy {
    private final List<Level> levels;

    /**
     * @param levels finest first; Y_0 is k_0 × n, Y_i is k_i × k_(i−1), every Z_i has d_a rows
     * @throws IllegalArgumentException if there is no level or the shapes do not chain
     */
    public Hierarchy(List<Level> levels) {
        this.levels = List.copyOf(levels);
        if (this.levels.isEmpty()) {
            throw new IllegalArgumentException("hierarchy: expected at least one level, found none");
        }
        for (int i = 1; i < this.levels.size(); i++) {
            Level level = this.levels.get(i);
            if (level.coefficients().tokens() != rank(i - 1)) {
                throw new IllegalArgumentException("level " + i + ": expected Y of " + level.rank() + " × "
                        + rank(i - 1) + ", found " + level.rank() + " × "
                        + level.coefficients().tokens());
            }
            if (level.features().rows() != neurons()) {
                throw new IllegalArgumentException("level " + i + ": expected Z of " + neurons() + " rows, found "
                        + level.features().rows());
            }
        }
    }

    /** All levels, finest first. */
    public List<Level> levels() {
        return levels;
    }

    /** Level i; 0 is the finest. */
    public Level level(int i) {
        return levels.get(i);
    }

    /** Number of levels, L + 1. */
    public int depth() {
        return levels.size();
    }

    /** Number of features of level i, k_i. */
    public int rank(int i) {
        return levels.get(i).rank();
    }

    /** Number of neurons, d_a. */
    public int neurons() {
        return levels.get(0).features().rows();
    }

    /** Number of tokens, n. */
    public int tokens() {
        return levels.get(0).coefficients().tokens();
    }

    /**
     * How strongly each feature of level i contributes to each token: the product Y_i ⋯ Y_1 Y_0 (k_i × n). The paper
     * writes it Y^(0→i) = Y_0 Y_1 ⋯ Y_i (Appendix F.4), with every Y transposed. Costs n · Σ k_j k_(j−1) operations;
     * level 0 costs nothing.
     */
    public Coefficients coefficientsToTokens(int i) {
        Coefficients product = level(0).coefficients();
        for (int j = 1; j <= i; j++) {
            product = multiply(level(j).coefficients(), product);
        }
        return product;
    }

    /** The product of {@code left} (k × m) and {@code right} (m × n), with sums in float64; zeros of left are skipped. */
    static Coefficients multiply(Coefficients left, Coefficients right) {
        int n = right.tokens();
        float[] values = new float[Math.multiplyExact(left.features(), n)];
        float[][] rows = new float[right.features()][];
        for (int m = 0; m < rows.length; m++) {
            rows[m] = right.feature(m);
        }
        double[] sum = new double[n];
        for (int r = 0; r < left.features(); r++) {
            Arrays.fill(sum, 0);
            for (int m = 0; m < rows.length; m++) {
                float weight = left.get(r, m);
                if (weight != 0) {
                    addScaled(sum, rows[m], weight);
                }
            }
            for (int t = 0; t < n; t++) {
                values[r * n + t] = (float) sum[t];
            }
        }
        return new DenseRows(left.features(), n, values);
    }

    private static void addScaled(double[] sum, float[] row, double weight) {
        for (int t = 0; t < sum.length; t++) {
            sum[t] += weight * row[t];
        }
    }
}
