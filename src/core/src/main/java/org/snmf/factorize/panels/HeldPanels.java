package org.snmf.factorize.panels;

import org.snmf.engine.Block;
import org.snmf.engine.Engine;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.progress.MachineMemory;

/** Panels in memory. */
final class HeldPanels implements PanelSet {
    private final Panels panels;
    private final Block[] blocks;
    private final int rank;
    private boolean released;

    HeldPanels(Engine engine, Panels panels, int rank) {
        this.panels = panels;
        this.rank = rank;
        this.blocks = new Block[panels.count()];
        for (int b = 0; b < blocks.length; b++) {
            blocks[b] = engine.allocate(rank, panels.size(b));
        }
    }

    @Override
    public Block read(int lane, int b) {
        return blocks[b];
    }

    @Override
    public Block blank(int lane, int b) {
        return blocks[b];
    }

    @Override
    public void written(int lane, int b) {
        // The block is the panel itself.
    }

    @Override
    public void replaceRow(int r, float[] row) {
        for (int b = 0; b < blocks.length; b++) {
            blocks[b].values().put(r * panels.size(b), row, panels.from(b), panels.size(b));
        }
    }

    @Override
    public Coefficients view() {
        return HeldCoefficients.view(panels, blocks, rank);
    }

    /** On the heap if that has much more room than they take, since the heap gives it back soonest; else where they are. */
    @Override
    public Coefficients release() {
        if (Float.BYTES * (long) rank * panels.tokens() < MachineMemory.heapLeft() / 8) {
            Coefficients view = view();
            float[][] rows = new float[rank][];
            for (int r = 0; r < rank; r++) {
                rows[r] = view.feature(r);
            }
            return new DenseCoefficients(rows);
        }
        released = true;
        return HeldCoefficients.owner(panels, blocks, rank);
    }

    @Override
    public void close() {
        for (Block block : blocks) {
            if (block != null && !released) {
                block.close();
            }
        }
    }
}
