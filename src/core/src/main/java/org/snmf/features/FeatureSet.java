package org.snmf.features;

import java.util.stream.IntStream;
import org.snmf.factorize.Factorization;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.SparseColumns;

/**
 * Features that can be read, whatever found them: a direction of each among activations of one place, and how strong each is
 * at every token. Those of SNMF are the columns of Z and the rows of Y; those of a sparse autoencoder the rows of its decoder
 * and its latents. Features keep the numbers that their source gives them. Immutable for its readers.
 */
public interface FeatureSet {
    /** Number of features of the source, k; their numbers are 0 to k − 1. */
    int size();

    /** Numbers of the features that are to be read, ascending: all, unless the source has too many. A fresh array. */
    default int[] chosen() {
        return IntStream.range(0, size()).toArray();
    }

    /** Width of the directions: d_a for MLP activations. */
    int width();

    /** The direction of feature r, of any length; a fresh array of {@link #width()} values. */
    float[] direction(int r);

    /** ‖direction of feature r‖², in float64. */
    default double squaredLength(int r) {
        return squares(direction(r));
    }

    /** Number of entries of the direction of feature r that are stored, the neurons of its support. */
    int supportSize(int r);

    /** How strong each feature is at each token: Y (k × n), nonnegative. */
    Coefficients coefficients();

    /** Σ_t Y[r, t]², in float64. */
    default double squaredCoefficients(int r) {
        return squares(coefficients().feature(r));
    }

    /** The sha256 of the directions: what results that stand on these features record. */
    String sha256();

    /** The features of a factorization. */
    static FeatureSet of(Factorization factorization) {
        return of(factorization.features(), factorization.coefficients());
    }

    /**
     * Columns of Z with rows of Y.
     *
     * @throws org.snmf.errors.InputException if Z and Y disagree about k
     */
    static FeatureSet of(SparseColumns z, Coefficients y) {
        return new FactorFeatures(z, y);
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }
}
