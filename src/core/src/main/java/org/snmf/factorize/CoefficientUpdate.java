package org.snmf.factorize;

import java.util.Arrays;
import java.util.Locale;
import org.snmf.errors.InputException;

/** How Y is improved while Z is fixed. Each leaves Y ≥ 0 and never increases ‖A − ZY‖. */
public enum CoefficientUpdate {
    /** The multiplicative rule of Ding, Li and Jordan (2010), as in the paper's Appendix A. */
    MULTIPLICATIVE(1, 0),
    /**
     * Hierarchical alternating least squares: each row of Y in turn takes its exact nonnegative optimum (Cichocki and Phan
     * 2009). Reaches the same error in a fraction of the iterations and gives exact zeros.
     */
    HALS(2, 0.7);

    private final int usualSweeps;
    private final double usualExtrapolation;

    CoefficientUpdate(int usualSweeps, double usualExtrapolation) {
        this.usualSweeps = usualSweeps;
        this.usualExtrapolation = usualExtrapolation;
    }

    /** Sweeps that a fit with this update makes unless told otherwise. */
    public int usualSweeps() {
        return usualSweeps;
    }

    /** Extrapolation of a fit with this update unless told otherwise; see {@link SnmfOptions#extrapolation()}. */
    public double usualExtrapolation() {
        return usualExtrapolation;
    }

    /** The name in options and on the command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The update with this {@link #key()}. */
    public static CoefficientUpdate of(String key) {
        return Arrays.stream(values())
                .filter(value -> value.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new InputException("update", "multiplicative or hals", key, ""));
    }
}
