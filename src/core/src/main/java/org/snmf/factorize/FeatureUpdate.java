package org.snmf.factorize;

import java.util.Arrays;
import java.util.Locale;
import org.snmf.errors.InputException;

/** How Z is found while Y is fixed. */
public enum FeatureUpdate {
    /** Z ← A Yᵀ (Y Yᵀ + λI)⁻¹, then winner-take-all (paper, Appendix A). */
    RIDGE,
    /**
     * As {@link #RIDGE}, then the kept entries are solved again with the others held at zero. Lowers the error, but
     * recovered planted features worse in every trial: choose it for compression, not for interpretation.
     */
    DEBIASED;

    /** The name in options and on the command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The update with this {@link #key()}. */
    public static FeatureUpdate of(String key) {
        return Arrays.stream(values())
                .filter(value -> value.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new InputException("features", "ridge or debiased", key, ""));
    }
}
