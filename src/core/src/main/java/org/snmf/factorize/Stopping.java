package org.snmf.factorize;

import org.snmf.errors.InputException;

/**
 * When a fit ends by itself.
 *
 * @param iterations most iterations, at least 1
 * @param tolerance least improvement that counts, at least 0. Relative rule: the best relative error ‖A − ZY‖/‖A‖ must
 *     fall by more than this share of itself within {@code window} iterations, whatever the scale of A or the number of
 *     tokens. Absolute rule: the squared error ‖A − ZY‖² must fall by more than this below the best so far
 * @param window iterations over which the relative rule looks back, at least 1
 * @param patience iterations in a row without enough improvement after which the fit ends, at least 1. Under the relative rule
 *     it ends then only if the error stands still, its values of the window no further apart than the tolerance, within 1 % of
 *     the best one, and below the first by more than the tolerance: an error that rises or moves may yet fall below it, and a
 *     start may be a saddle that the fit leaves late. After ten times as many it ends in any case, as {@link
 *     StopReason#NO_BETTER} unless the error stands still
 * @param seconds budget of wall time; infinite for none
 * @param absolute whether the published absolute rule holds instead of the relative one
 */
public record Stopping(int iterations, double tolerance, int window, int patience, double seconds, boolean absolute) {
    /** Up to 1000 iterations, while the error falls by more than 10⁻⁴ of itself in 10 iterations or moves by that. */
    public static final Stopping DEFAULT = new Stopping(1000, 1e-4, 10, 10, Double.POSITIVE_INFINITY, false);

    public Stopping {
        if (iterations < 1) {
            throw new InputException("iterations", "at least 1", String.valueOf(iterations), "");
        }
        if (!(tolerance >= 0)) {
            throw new InputException("tolerance", "at least 0", String.valueOf(tolerance), "");
        }
        if (window < 1 || patience < 1) {
            throw new InputException("window and patience", "at least 1", window + " and " + patience, "");
        }
        if (!(seconds > 0)) {
            throw new InputException("seconds", "more than 0", String.valueOf(seconds), "");
        }
    }

    /** The rule of the published code: stop after {@code patience} iterations without a fall of more than {@code tolerance}. */
    public static Stopping published(int iterations, double tolerance, int patience) {
        return new Stopping(iterations, tolerance, 1, patience, Double.POSITIVE_INFINITY, true);
    }

    /** Exactly this many iterations. */
    public static Stopping after(int iterations) {
        return new Stopping(iterations, 0, 1, Integer.MAX_VALUE, Double.POSITIVE_INFINITY, false);
    }
}
