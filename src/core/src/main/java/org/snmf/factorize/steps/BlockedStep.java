package org.snmf.factorize.steps;

import java.util.stream.IntStream;
import org.snmf.engine.RowKernels;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.products.BlockedGram;
import org.snmf.factorize.products.FeatureGram;

/**
 * The coefficient updates for large ranks, by dense products with groups of rows of ZᵀZ: equal to the plain ones of
 * {@link CoefficientStep} but for the rounding of float32. One instance belongs to one lane; the products must have taken
 * ZᵀZ before.
 */
public abstract class BlockedStep extends CoefficientStep {
    final BlockedGram products;
    final int lane;
    final float[][] taken;

    private BlockedStep(BlockedGram products, int lane, int width) {
        this.products = products;
        this.lane = lane;
        this.taken = new float[BlockedGram.ROWS][width];
    }

    /** The step of a lane for at most {@code width} tokens. */
    public static BlockedStep of(SnmfOptions options, BlockedGram products, int lane, int width) {
        return switch (options.coefficientUpdate()) {
            case HALS -> new Hals(products, lane, width);
            case MULTIPLICATIVE -> new Multiplicative(products, lane, width, (float) options.epsilon());
        };
    }

    @Override
    public final void update(float[][] y, float[][] c, int length, FeatureGram gram) {
        products.begin(lane, y, length);
        for (int first = 0; first < y.length; first += BlockedGram.ROWS) {
            update(y, c, length, gram, first, Math.min(y.length, first + BlockedGram.ROWS));
        }
    }

    /** Improves the rows [first, last), one group. */
    public abstract void update(float[][] y, float[][] c, int length, FeatureGram gram, int first, int last);

    /**
     * The product is of the rows as they are when the group begins; what a row of the group changes is then taken from the
     * rows that follow it in the group.
     */
    private static final class Hals extends BlockedStep {
        private final float[][] changes;
        private final int[] all = IntStream.range(0, BlockedGram.ROWS).toArray();
        private final float[] weights = new float[BlockedGram.ROWS];

        Hals(BlockedGram products, int lane, int width) {
            super(products, lane, width);
            this.changes = new float[BlockedGram.ROWS][width];
        }

        @Override
        public void update(float[][] y, float[][] c, int length, FeatureGram gram, int first, int last) {
            products.negated(lane, first / BlockedGram.ROWS, taken, length);
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

        Multiplicative(BlockedGram products, int lane, int width, float epsilon) {
            super(products, lane, width);
            this.given = new float[BlockedGram.ROWS][width];
            this.epsilon = epsilon;
        }

        @Override
        public void update(float[][] y, float[][] c, int length, FeatureGram gram, int first, int last) {
            products.negated(lane, first / BlockedGram.ROWS, given, length);
            products.positive(lane, first / BlockedGram.ROWS, taken, length);
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
