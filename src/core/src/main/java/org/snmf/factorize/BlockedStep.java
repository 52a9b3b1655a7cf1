package org.snmf.factorize;

import java.util.stream.IntStream;
import org.snmf.matrix.RowKernels;

/**
 * The coefficient updates for large ranks, by dense products with groups of rows of ZᵀZ: equal to the plain ones of
 * {@link CoefficientStep} but for the rounding of float32. One instance belongs to one lane; the products must have taken
 * ZᵀZ before.
 */
abstract class BlockedStep extends CoefficientStep {
    final GramProducts products;
    final int lane;
    final float[][] taken;

    private BlockedStep(GramProducts products, int lane, int width) {
        this.products = products;
        this.lane = lane;
        this.taken = new float[GramProducts.ROWS][width];
    }

    /** The step of a lane for at most {@code width} tokens. */
    static BlockedStep of(SnmfOptions options, GramProducts products, int lane, int width) {
        return switch (options.coefficientUpdate()) {
            case HALS -> new Hals(products, lane, width);
            case MULTIPLICATIVE -> new Multiplicative(products, lane, width, (float) options.epsilon());
        };
    }

    @Override
    final void update(float[][] y, float[][] c, int length, Gram gram) {
        products.begin(lane, y, length);
        for (int first = 0; first < y.length; first += GramProducts.ROWS) {
            update(y, c, length, gram, first, Math.min(y.length, first + GramProducts.ROWS));
        }
    }

    /** Improves the rows [first, last), one group. */
    abstract void update(float[][] y, float[][] c, int length, Gram gram, int first, int last);

    /**
     * The product is of the rows as they are when the group begins; what a row of the group changes is then taken from the
     * rows that follow it in the group.
     */
    private static final class Hals extends BlockedStep {
        private final float[][] changes;
        private final int[] all = IntStream.range(0, GramProducts.ROWS).toArray();
        private final float[] weights = new float[GramProducts.ROWS];

        Hals(GramProducts products, int lane, int width) {
            super(products, lane, width);
            this.changes = new float[GramProducts.ROWS][width];
        }

        @Override
        void update(float[][] y, float[][] c, int length, Gram gram, int first, int last) {
            products.negated(lane, first / GramProducts.ROWS, taken, length);
            for (int r = first; r < last; r++) {
                float[] residual = taken[r - first];
                for (int s = first; s < r; s++) {
                    weights[s - first] = (float) -gram.get(r, s);
                }
                RowKernels.add(c[r], residual, length);
                RowKernels.addCombination(residual, length, changes, all, weights, 0, r - first);
                float scale = gram.diagonal(r) > 0 ? (float) (1 / gram.diagonal(r)) : 0;
                step(y[r], residual, scale, changes[r - first], length);
                products.replace(lane, r, y[r], length);
            }
        }

        private static void step(float[] y, float[] residual, float scale, float[] change, int length) {
            for (int t = 0; t < length; t++) {
                float value = flushed(y[t] + scale * residual[t]);
                change[t] = value - y[t];
                y[t] = value;
            }
        }
    }

    /** All rows from the same old Y, which the products keep while {@code y} is overwritten. */
    private static final class Multiplicative extends BlockedStep {
        private final float[][] given;
        private final float epsilon;

        Multiplicative(GramProducts products, int lane, int width, float epsilon) {
            super(products, lane, width);
            this.given = new float[GramProducts.ROWS][width];
            this.epsilon = epsilon;
        }

        @Override
        void update(float[][] y, float[][] c, int length, Gram gram, int first, int last) {
            products.negated(lane, first / GramProducts.ROWS, given, length);
            products.positive(lane, first / GramProducts.ROWS, taken, length);
            for (int r = first; r < last; r++) {
                step(y[r], c[r], given[r - first], taken[r - first], epsilon, length);
            }
        }

        private static void step(float[] y, float[] c, float[] given, float[] taken, float epsilon, int length) {
            for (int t = 0; t < length; t++) {
                float numerator = Math.max(c[t], 0f) + given[t];
                float denominator = Math.max(-c[t], 0f) + epsilon + taken[t];
                y[t] = flushed(y[t] * (float) Math.sqrt(numerator / denominator));
            }
        }
    }
}
