package org.snmf.factorize.products;

import java.nio.FloatBuffer;
import java.util.function.IntToDoubleFunction;
import org.snmf.engine.Block;
import org.snmf.engine.Engine;
import org.snmf.engine.LaneBlocks;
import org.snmf.factorize.CoefficientUpdate;
import org.snmf.factorize.SnmfOptions;

/**
 * ZᵀZ·Y for a few tokens, a group of rows at a time, as dense products of the engine: they do three times the operations a
 * second of the loops over rows. One for all lanes, filled anew in every iteration.
 */
public final class BlockedGram implements AutoCloseable {
    /** Rows of a group: enough for a product at full speed, few enough that the loops within a group stay short. */
    public static final int ROWS = 64;

    /** Tokens at a time: the product of a group with more of them would read Y from memory. */
    public static final int TOKENS = 256;

    /**
     * When a whole iteration is clearly faster by this than by the loops over rows, the copies to and fro included (measured:
     * a tenth at rank 400, half at 1,000).
     *
     * @param rank from which rank
     * @param density from which share of entries of ZᵀZ that are not zero: the loops skip the zeros, and the multiplicative
     *     update needs two products in place of one
     */
    private record Worth(int rank, double density) {}

    private static final Worth HALS = new Worth(512, 0.35);
    private static final Worth MULTIPLICATIVE = new Worth(768, 0.7);

    private final Engine engine;
    private final int rank;
    private final double density;
    private final Block[] negated;
    private final Block[] positive;
    private final LaneBlocks coefficients;
    private final LaneBlocks products;

    private static Worth worth(SnmfOptions options) {
        return switch (options.coefficientUpdate()) {
            case HALS -> HALS;
            case MULTIPLICATIVE -> MULTIPLICATIVE;
        };
    }

    /** Whether a fit with these options may come to use one. */
    public static boolean mayPay(SnmfOptions options) {
        return options.rank() >= worth(options).rank;
    }

    /** Whether {@code gram} has so few zeros that dense products pay. */
    public boolean pays(FeatureGram gram) {
        return gram.nonzero() >= density * rank * rank;
    }

    private static boolean isSplit(SnmfOptions options) {
        return options.coefficientUpdate() == CoefficientUpdate.MULTIPLICATIVE;
    }

    /** Numbers that one holds for a fit with these options and {@code lanes} lanes that take {@code tokens} at a time. */
    public static long floats(SnmfOptions options, int lanes, int tokens) {
        long k = options.rank();
        return mayPay(options) ? (isSplit(options) ? 2 : 1) * (k + ROWS) * k + lanes * (k + 2 * ROWS) * tokens : 0;
    }

    /** One that keeps positive and negative entries apart if the update of {@code options} needs them so. */
    public BlockedGram(SnmfOptions options, Engine engine) {
        this.engine = engine;
        this.rank = options.rank();
        this.density = worth(options).density;
        this.negated = allocate();
        this.positive = isSplit(options) ? allocate() : new Block[0];
        this.coefficients = new LaneBlocks(engine, rank);
        this.products = new LaneBlocks(engine, ROWS);
    }

    /** All groups of {@link #ROWS} rows, so that their products have one shape; the last ends in zeros. */
    private Block[] allocate() {
        Block[] blocks = new Block[(rank + ROWS - 1) / ROWS];
        for (int g = 0; g < blocks.length; g++) {
            blocks[g] = engine.allocate(ROWS, rank);
        }
        return blocks;
    }

    /** Takes the entries of {@code gram}. */
    public void fill(FeatureGram gram) {
        engine.forEach(rank, (lane, r) -> {
            if (positive.length == 0) {
                put(negated, r, s -> -gram.get(r, s));
            } else {
                put(negated, r, s -> Math.max(-gram.get(r, s), 0));
                put(positive, r, s -> Math.max(gram.get(r, s), 0));
            }
        });
    }

    private void put(Block[] blocks, int r, IntToDoubleFunction entry) {
        float[] row = new float[rank];
        for (int s = 0; s < rank; s++) {
            row[s] = (float) entry.applyAsDouble(s);
        }
        blocks[r / ROWS].values().put(r % ROWS * rank, row);
    }

    /** Takes Y for the lane: k rows, of which [0, {@code length}) is used. */
    public void begin(int lane, float[][] y, int length) {
        for (int r = 0; r < rank; r++) {
            replace(lane, r, y[r], length);
        }
    }

    /** Takes another row r of Y. */
    public void replace(int lane, int r, float[] row, int length) {
        coefficients.get(lane, length).values().put(r * length, row, 0, length);
    }

    /**
     * The products of a group's rows with Y.
     *
     * @param g the group: rows [64·g, min(k, 64·(g + 1)))
     * @param into as many rows as the group has, −ZᵀZ·Y on return, or [−ZᵀZ]₊·Y if positive entries are kept apart
     */
    public void negated(int lane, int g, float[][] into, int length) {
        multiply(negated[g], lane, g, into, length);
    }

    /** As {@link #negated}, of the positive entries: [ZᵀZ]₊·Y. */
    public void positive(int lane, int g, float[][] into, int length) {
        multiply(positive[g], lane, g, into, length);
    }

    private void multiply(Block factor, int lane, int g, float[][] into, int length) {
        Block product = products.get(lane, length);
        engine.multiply(factor, coefficients.get(lane, length), product, false);
        FloatBuffer values = product.values();
        for (int i = 0; i < Math.min(ROWS, rank - g * ROWS); i++) {
            values.get(i * length, into[i], 0, length);
        }
    }

    @Override
    public void close() {
        coefficients.close();
        products.close();
        close(negated);
        close(positive);
    }

    private static void close(Block[] blocks) {
        for (Block block : blocks) {
            block.close();
        }
    }
}
