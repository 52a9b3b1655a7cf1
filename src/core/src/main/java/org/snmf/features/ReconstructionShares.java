package org.snmf.features;

import org.snmf.errors.InputException;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.SparseColumns;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * How much of the reconstruction ZY each feature carries.
 *
 * <p>With z_r column r of Z (d_a) and y_r row r of Y (n), feature r adds the matrix z_r y_r, whose squared Frobenius
 * norm is e_r = ‖z_r‖² ‖y_r‖². The share of feature r is e_r / Σ_q e_q: shares are not negative, sum to 1, and do not
 * change when a column of Z is scaled and the row of Y by its inverse.
 *
 * <p>The numerator has a meaning of its own. Removing feature r and leaving the others as they are raises the squared
 * error ‖A − ZY‖² by e_r + 2 ⟨A − ZY, z_r y_r⟩, and the second term is 0 wherever Y is stationary for nonnegative least
 * squares (complementary slackness: y_rt is 0 or the gradient at it is). After a converged fit, e_r is therefore the
 * rise in squared error that the loss of feature r alone would cause.
 */
public final class ReconstructionShares {
    private ReconstructionShares() {}

    /**
     * Shares of all k features, in float64. A dead feature has share 0, and if all are dead every share is 0.
     *
     * @param z features Z, d_a × k
     * @param y coefficients Y, k × n
     * @return k shares that sum to 1, or k zeros
     * @throws InputException if Z and Y disagree about k, or hold a value that is not finite
     */
    public static double[] of(SparseColumns z, Coefficients y) {
        return of(FeatureSet.of(z, y), Progress.NONE);
    }

    /**
     * As {@link #of(SparseColumns, Coefficients)}, for features of whatever source, those that are not chosen included.
     *
     * @throws InputException also if a stop is requested before all were read
     */
    public static double[] of(FeatureSet features, Progress progress) {
        double[] shares = new double[features.size()];
        double total = 0;
        for (int r = 0; r < shares.length; r++) {
            shares[r] = features.squaredLength(r) * features.squaredCoefficients(r);
            if (!Double.isFinite(shares[r])) {
                throw new InputException("feature " + r, "finite values in Z and Y", "‖z‖²‖y‖² = " + shares[r], "");
            }
            total += shares[r];
            tell(progress, "read coefficients", r + 1, shares.length);
        }
        for (int r = 0; r < shares.length && total > 0; r++) {
            shares[r] /= total;
        }
        return shares;
    }

    /** Tells that a feature was read; refuses where a stop is requested before the last, since shares are of the whole. */
    static void tell(Progress progress, String task, int done, int all) {
        progress.report(new Step(task, done, all, "features", ""));
        if (done < all && progress.stopRequested()) {
            throw new InputException(
                    task, "the coefficients of all " + all + " features before a stop", done + "", "Run it again.");
        }
    }

    static void requireSameRank(SparseColumns z, Coefficients y) {
        if (z.columns() != y.features()) {
            throw new InputException(
                    "features and coefficients",
                    "as many rows of Y as columns of Z, " + z.columns(),
                    y.features() + "",
                    "Take both from the same factorization.");
        }
    }
}
