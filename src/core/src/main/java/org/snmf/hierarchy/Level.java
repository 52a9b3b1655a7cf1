package org.snmf.hierarchy;

import java.util.Optional;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.StopReason;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.SparseColumns;

/**
 * One level of a hierarchy: its features Z_i (d_a × k_i) and its coefficients Y_i. Y_0 is k_0 × n and says how strongly
 * a feature contributes to a token; for i ≥ 1, Y_i is k_i × k_(i−1) and says how strongly a feature of this level (a
 * parent, a row) contributes to a feature of the level below (a child, a column): Z_(i−1) ≈ Z_i Y_i.
 *
 * @param features Z_i, d_a × k_i
 * @param coefficients Y_i, k_i × (n or k_(i−1)); nonnegative unless an unconstrained fine-tune changed it
 * @param fit how the level was factorized, before any fine-tune; empty when it came from elsewhere
 */
public record Level(SparseColumns features, Coefficients coefficients, Optional<Fit> fit) {
    /**
     * How a level was factorized.
     *
     * @param options what was asked for
     * @param relativeError ‖X − Z_i Y_i‖_F / ‖X‖_F with X = A for level 0 and X = Z_(i−1) above
     * @param iterations number of iterations
     * @param stopReason why the fit ended
     */
    public record Fit(SnmfOptions options, double relativeError, int iterations, StopReason stopReason) {
        /** Whether the fit was ended from outside before it was done. */
        public boolean stopped() {
            return stopReason == StopReason.REQUESTED;
        }
    }

    /** @throws IllegalArgumentException if Z and Y do not have the same number of features */
    public Level {
        if (features.columns() != coefficients.features()) {
            throw new IllegalArgumentException("level: expected as many rows of Y as columns of Z, "
                    + features.columns() + ", found " + coefficients.features());
        }
    }

    /** A level that came from elsewhere than a fit. */
    public Level(SparseColumns features, Coefficients coefficients) {
        this(features, coefficients, Optional.empty());
    }

    /** A factorization as a level. */
    public static Level of(Factorization f) {
        Fit fit = new Fit(f.options(), f.relativeError(), f.trace().size(), f.stopReason());
        return new Level(f.features(), f.coefficients(), Optional.of(fit));
    }

    /** This level with other factors, its origin kept. */
    public Level with(SparseColumns otherFeatures, Coefficients otherCoefficients) {
        return new Level(otherFeatures, otherCoefficients, fit);
    }

    /** Number of features, k_i. */
    public int rank() {
        return features.columns();
    }
}
