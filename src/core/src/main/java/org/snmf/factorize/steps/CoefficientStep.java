package org.snmf.factorize.steps;

import org.snmf.engine.RowKernels;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.products.FeatureGram;

/**
 * One improvement of Y on a few tokens while Z is fixed. Tokens do not influence each other, so that a step sees only rows of
 * a sub-block. One instance belongs to one lane.
 */
public abstract class CoefficientStep {
    /** What is smaller becomes zero: products of subnormal numbers are twenty times slower. */
    private static final float FLUSH = 1e-30f;

    /**
     * max(0, {@code value}), and 0 for what is below the limit. By a subtraction that changes no value of ordinary size, since a
     * branch in a loop would keep the virtual machine from vector instructions.
     */
    static float flushed(float value) {
        return Math.max(value, FLUSH) - FLUSH;
    }

    /**
     * Improves {@code y} in place.
     *
     * @param y k rows of coefficients ≥ 0, of which [0, {@code length}) is used
     * @param c k rows of ZᵀA for the same tokens; not changed
     * @param length number of tokens
     * @param gram ZᵀZ
     */
    public abstract void update(float[][] y, float[][] c, int length, FeatureGram gram);

    public static CoefficientStep of(SnmfOptions options, int width) {
        return switch (options.coefficientUpdate()) {
            case MULTIPLICATIVE -> new Multiplicative(width, (float) options.epsilon(), options.rank());
            case HALS -> new Hals(width);
        };
    }

    /** Plain HALS for rows of at most {@code width} tokens. */
    public static CoefficientStep hals(int width) {
        return new Hals(width);
    }

    /**
     * Y ← Y ⊙ √(([ZᵀA]₊ + [ZᵀZ]₋Y) / ([ZᵀA]₋ + [ZᵀZ]₊Y + ε)), all rows from the same old Y (paper, Appendix A; the ε is
     * the published code's).
     */
    private static final class Multiplicative extends CoefficientStep {
        private final float[][] next;
        private final float[] denominator;
        private final float epsilon;

        Multiplicative(int width, float epsilon, int rank) {
            this.next = new float[rank][width];
            this.denominator = new float[width];
            this.epsilon = epsilon;
        }

        @Override
        public void update(float[][] y, float[][] c, int length, FeatureGram gram) {
            FeatureGram.Lists lists = gram.lists();
            for (int r = 0; r < y.length; r++) {
                float[] numerator = next[r];
                split(c[r], numerator, denominator, length, epsilon);
                int[] columns = lists.columns()[r];
                int positives = lists.positives()[r];
                RowKernels.addCombination(denominator, length, y, columns, lists.weights()[r], 0, positives);
                RowKernels.addCombination(numerator, length, y, columns, lists.negated()[r], positives, columns.length);
                root(numerator, denominator, length);
            }
            for (int r = 0; r < y.length; r++) {
                multiply(y[r], next[r], length);
            }
        }

        private static void split(float[] c, float[] positive, float[] negative, int length, float epsilon) {
            for (int t = 0; t < length; t++) {
                positive[t] = Math.max(c[t], 0f);
                negative[t] = Math.max(-c[t], 0f) + epsilon;
            }
        }

        private static void root(float[] numerator, float[] denominator, int length) {
            for (int t = 0; t < length; t++) {
                numerator[t] = (float) Math.sqrt(numerator[t] / denominator[t]);
            }
        }

        private static void multiply(float[] y, float[] factor, int length) {
            for (int t = 0; t < length; t++) {
                float value = y[t] * factor[t];
                y[t] = value < FLUSH ? 0 : value;
            }
        }
    }

    /**
     * For r = 1 … k: y_r ← max(0, y_r + (zᵣᵀA − zᵣᵀZ Y) / ‖z_r‖²), each row from the rows already improved (Cichocki and
     * Phan 2009, section 3, for a Z of any sign). A feature with an empty support keeps its row.
     */
    private static final class Hals extends CoefficientStep {
        private final float[] residual;

        Hals(int width) {
            this.residual = new float[width];
        }

        @Override
        public void update(float[][] y, float[][] c, int length, FeatureGram gram) {
            FeatureGram.Lists lists = gram.lists();
            for (int r = 0; r < y.length; r++) {
                if (gram.diagonal(r) > 0) {
                    System.arraycopy(c[r], 0, residual, 0, length);
                    int[] columns = lists.columns()[r];
                    RowKernels.addCombination(residual, length, y, columns, lists.negated()[r], 0, columns.length);
                    step(y[r], residual, (float) (1 / gram.diagonal(r)), length);
                }
            }
        }
    }

    /** y ← max(0, y + scale · direction). */
    private static void step(float[] y, float[] direction, float scale, int length) {
        for (int t = 0; t < length; t++) {
            y[t] = flushed(y[t] + scale * direction[t]);
        }
    }
}
