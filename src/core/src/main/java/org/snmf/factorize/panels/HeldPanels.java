package org.snmf.factorize.panels;

import org.snmf.engine.Block;
import org.snmf.engine.Engine;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;

/** Panels in memory. */
final class HeldPanels implements PanelSet {
    private final Panels panels;
    private final Block[] blocks;
    private final int rank;

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

    private float[] row(int r) {
        float[] row = new float[panels.tokens()];
        for (int b = 0; b < blocks.length; b++) {
            blocks[b].values().get(r * panels.size(b), row, panels.from(b), panels.size(b));
        }
        return row;
    }

    @Override
    public Coefficients view() {
        return new View();
    }

    @Override
    public DenseCoefficients release() {
        float[][] rows = new float[rank][];
        for (int r = 0; r < rank; r++) {
            rows[r] = row(r);
        }
        return new DenseCoefficients(rows);
    }

    @Override
    public void close() {
        for (Block block : blocks) {
            block.close();
        }
    }

    private final class View implements Coefficients {
        @Override
        public int features() {
            return rank;
        }

        @Override
        public int tokens() {
            return panels.tokens();
        }

        @Override
        public float get(int r, int t) {
            int b = t / panels.width();
            return blocks[b].values().get(r * panels.size(b) + t - panels.from(b));
        }

        @Override
        public float[] feature(int r) {
            return row(r);
        }

        @Override
        public float[] token(int t) {
            float[] column = new float[rank];
            for (int r = 0; r < rank; r++) {
                column[r] = get(r, t);
            }
            return column;
        }
    }
}
