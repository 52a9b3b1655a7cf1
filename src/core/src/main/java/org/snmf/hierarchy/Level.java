package org.snmf.hierarchy;

import org.snmf.matrix.Coefficients;
import org.snmf.matrix.SparseColumns;

/**
 * One level of a hierarchy: its features Z_i (d_a × k_i) and its coefficients Y_i. Y_0 is k_0 × n and says how strongly
 * a feature contributes to a token; for i ≥ 1, Y_i is k_i × k_(i−1) and says how strongly a feature of this level (a
 * parent, a row) contributes to a feature of the level below (a child, a column): Z_(i−1) ≈ Z_i Y_i.
 *
 * @param features Z_i, d_a × k_i
 * @param coefficients Y_i, k_i × (n or k_(i−1)); nonnegative unless an unconstrained fine-tune changed it
 */
public record Level(SparseColumns features, Coefficients coefficients) {
    /** @throws IllegalArgumentException if Z and Y do not have the same number of features */
    public Level {
        if (features.columns() != coefficients.features()) {
            throw new IllegalArgumentException("level: expected as many rows of Y as columns of Z, "
                    + features.columns() + ", found " + coefficients.features());
        }
    }

    /** Number of features, k_i. */
    public int rank() {
        return features.columns();
    }
}
