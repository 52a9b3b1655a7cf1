package org.snmf.factorize;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.snmf.errors.InputException;

/** Where the coefficients Y start (paper, Appendix A). Z needs no start: the first step of the fit computes it from Y. */
public enum Initialization {
    /** Y ~ Uniform[0, 1), element-wise. The paper's default. */
    RANDOM,
    /**
     * Nonnegative double SVD in the manner of Boutsidis and Gallopoulos (2008), on Y only, from a truncated randomized
     * SVD of A.
     */
    SVD,
    /** k-means of the tokens; Y is the cluster indicator plus 0.2 (Ding, Li and Jordan 2010, section 3.1). */
    KMEANS,
    /**
     * Incremental passes from a random Y: the tokens fall into groups, and after each group Z is found anew from the latest Y of
     * all, as in the incremental EM of Neal and Hinton (1998). With fewer than {@value #INCREMENTAL_FROM_TOKENS} tokens, with
     * another update than HALS, and on a cluster, as {@link #RANDOM}.
     */
    INCREMENTAL;

    /** n from which on {@link #INCREMENTAL} differs from {@link #RANDOM}. */
    public static final int INCREMENTAL_FROM_TOKENS = 50_000;

    /** The name in options and on the command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The initialization with this {@link #key()}. */
    public static Initialization of(String key) {
        return Arrays.stream(values())
                .filter(value -> value.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new InputException("init", "one of " + keys(), key, ""));
    }

    private static String keys() {
        return Arrays.stream(values()).map(Initialization::key).collect(Collectors.joining(", "));
    }
}
