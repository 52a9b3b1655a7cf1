package org.snmf.factorize.panels;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.snmf.engine.Block;
import org.snmf.engine.LaneBlocks;
import org.snmf.files.FileCoefficients;
import org.snmf.matrix.Coefficients;

/** Panels in a scratch file; a lane has one of them in memory at a time. */
final class FiledPanels implements PanelSet {
    private final Panels panels;
    private final LaneBlocks blocks;
    private final FileCoefficients file;
    private boolean released;

    /** @param blocks of k rows; shared with other sets, closed by their owner */
    FiledPanels(LaneBlocks blocks, Panels panels, int rank, Path folder) {
        this.panels = panels;
        this.blocks = blocks;
        this.file = FileCoefficients.scratch(folder, rank, panels.tokens(), panels.width());
    }

    @Override
    public Block read(int lane, int b) {
        Block block = blank(lane, b);
        file.readPanel(b, block.values());
        return block;
    }

    @Override
    public Block blank(int lane, int b) {
        return blocks.get(lane, panels.size(b));
    }

    @Override
    public void written(int lane, int b) {
        file.writePanel(b, blank(lane, b).values());
    }

    @Override
    public void replaceRow(int r, float[] row) {
        file.write(r, 0, FloatBuffer.wrap(row));
    }

    @Override
    public Coefficients view() {
        return file;
    }

    @Override
    public Coefficients release() {
        released = true;
        return file;
    }

    @Override
    public void close() {
        if (!released) {
            file.close();
        }
    }
}
