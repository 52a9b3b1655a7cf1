package org.snmf.factorize.products;

import org.snmf.engine.Block;
import org.snmf.engine.Engine;
import org.snmf.engine.LaneBlocks;
import org.snmf.engine.RowKernels;

/**
 * Y Aᵀ (k × d_a) added up over panels by one lane, in parts of a few neurons: an engine's product with few features and many
 * neurons is a tenth slower, and its result would be a second sum of full size.
 */
public final class ActivationProductSum implements AutoCloseable {
    /** Neurons of a part. */
    public static final int PART = 256;

    private final Engine engine;
    private final Block sum;
    private final LaneBlocks parts;
    private final float[] row = new float[PART];
    private final float[] before = new float[PART];

    public ActivationProductSum(Engine engine, int rank, int neurons) {
        this.engine = engine;
        this.sum = engine.allocate(rank, neurons);
        this.parts = new LaneBlocks(engine, rank);
    }

    /** Y Aᵀ; may be overwritten by its reader. */
    public Block sum() {
        return sum;
    }

    /**
     * Takes Y Aᵀ of a panel, or adds it.
     *
     * @param y Y of the panel (k × panel)
     * @param panel A of the panel (d_a × panel)
     */
    public void add(Block y, Block panel, boolean adding) {
        for (int from = 0; from < panel.rows(); from += PART) {
            int count = Math.min(PART, panel.rows() - from);
            Block part = parts.get(0, count);
            try (Block neurons = panel.rows(from, count)) {
                engine.multiplyTransposed(y, neurons, part, false);
            }
            for (int r = 0; r < sum.rows(); r++) {
                put(part, r, from, count, adding);
            }
        }
    }

    private void put(Block part, int r, int from, int count, boolean adding) {
        part.values().get(r * count, row, 0, count);
        int place = r * sum.columns() + from;
        if (adding) {
            sum.values().get(place, before, 0, count);
            RowKernels.add(before, row, count);
        }
        sum.values().put(place, row, 0, count);
    }

    /** Adds what another lane has added up. */
    public void add(ActivationProductSum other) {
        engine.add(other.sum, sum);
    }

    @Override
    public void close() {
        sum.close();
        parts.close();
    }
}
