package org.snmf.factorize.fit;

import java.util.List;
import java.util.Optional;
import org.snmf.engine.Block;
import org.snmf.factorize.products.FeatureGram;
import org.snmf.factorize.products.FeatureSums;
import org.snmf.factorize.products.SparseFeatures;
import org.snmf.matrix.Coefficients;
import org.snmf.progress.Progress;

/**
 * The side of a fit that grows with n: it holds A and Y, and goes over the tokens. What comes back from a pass has the size of
 * the features: Ỹ Aᵀ (k × d_a) and Ỹ Ỹᵀ (k × k), where Ỹ is Y itself or, extrapolated, somewhat beyond it. {@link SnmfFit} asks
 * it on one machine and on a cluster in the same way.
 */
public interface TokenPasses extends AutoCloseable {
    /**
     * What a pass learned on its way.
     *
     * @param inner ⟨ZᵀA, Y⟩ with the improved Y, in float64
     * @param nonzero entries of Y that are not zero
     * @param gram Y Yᵀ (k × k) of the improved Y
     */
    record Sums(double inner, long nonzero, double[][] gram) {}

    /**
     * ‖A‖², of A as it was given, after it was read and checked once; the scale is known from here on.
     *
     * @throws org.snmf.errors.InputException if A has values that are not finite or beyond 10³⁰, if it is all zero, or if a stop
     *     is requested before it was read once
     */
    double load(Progress progress);

    /** σ: what A is multiplied by. */
    float scale();

    /** After {@link #load}: how many neurons and tokens have only zeros, said for a person; empty if none has. */
    Optional<String> silence();

    /** Fills Y by the initialization of the options; when a stop is requested, from what was found by then. */
    void start(Progress progress);

    /** Fills Y; there must be no best one yet. */
    void start(Coefficients y);

    /** Restores Y and the best Y, which may be the same object. */
    void restore(Coefficients current, Coefficients best);

    /** Adds up Y Aᵀ and Y Yᵀ of the current Y without changing it. */
    void accumulate();

    /**
     * Improves Y against {@code z}.
     *
     * @param z the features
     * @param gram ZᵀZ
     * @param lengths what the rows of the old Y are divided by first
     * @param ahead β: the sums are of Ỹ = [Y + β(Y − old Y)]₊; above 0 only if the options have an extrapolation
     */
    Sums update(SparseFeatures z, FeatureGram gram, float[] lengths, double ahead);

    /** Ỹ Aᵀ (k × d_a) of the last pass; may be overwritten by its reader. */
    Block products();

    /** Ỹ Ỹᵀ (k × k) of the last pass, as float64. */
    double[][] gram();

    /** The sums as the last pass left them, for {@link #restoreSums}; products not yet overwritten. */
    FeatureSums sums();

    /** Puts back what {@link #sums} gave. */
    void restoreSums(FeatureSums sums);

    /** ‖σA − ZY‖² of the current Y, each difference and the sum in float64. */
    double squaredResidual(SparseFeatures z);

    /** Marks the current Y as the best so far. */
    void keepAsBest();

    /** Whether the current Y is the best so far. */
    boolean bestIsCurrent();

    /**
     * Gives the rows of dead features random coefficients of about unit length; the best Y stays as it is.
     *
     * @param rows the features
     * @param name names the random numbers, so that each time has its own
     */
    void revive(List<Integer> rows, String name);

    /** The current Y; valid until it changes. */
    Coefficients viewCurrent();

    /** The best Y; valid until there is a better one. */
    Coefficients viewBest();

    /**
     * Both are in a checkpoint: what led to them need not be remembered.
     *
     * @param current the current Y
     * @param best the best Y, which may be the same object
     */
    default void saved(Coefficients current, Coefficients best) {}

    /** The best Y, which outlives this. Nothing may be updated afterwards. */
    Coefficients releaseBest();

    @Override
    void close();
}
