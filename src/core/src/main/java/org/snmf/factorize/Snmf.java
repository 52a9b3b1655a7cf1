package org.snmf.factorize;

import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;

/** Semi-nonnegative matrix factorization A ≈ ZY with sparse features (paper, Appendix A). */
public final class Snmf {
    private final SnmfOptions options;

    /** A fit with these options. */
    public Snmf(SnmfOptions options) {
        this.options = options;
    }

    /**
     * Factorizes {@code a}.
     *
     * @param a the activations A (d_a × n); only read
     * @param progress told of every iteration; when it requests a stop the best factors so far are returned
     * @throws org.snmf.errors.InputException if A has values that are not finite or is all zero, if the rank exceeds n,
     *     or if winner-take-all would keep no neuron
     */
    public Factorization fit(ActivationMatrix a, Progress progress) {
        return new ReferenceFit(options, a, progress).run();
    }

    /** Factorizes {@code a} with these options; see {@link #fit(ActivationMatrix, Progress)}. */
    public static Factorization fit(ActivationMatrix a, SnmfOptions options, Progress progress) {
        return new Snmf(options).fit(a, progress);
    }
}
