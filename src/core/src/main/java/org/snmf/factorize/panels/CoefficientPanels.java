package org.snmf.factorize.panels;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.snmf.engine.Block;
import org.snmf.engine.Engine;
import org.snmf.engine.LaneBlocks;
import org.snmf.files.FileCoefficients;
import org.snmf.matrix.Coefficients;

/**
 * Y in panels (k × panel), twice: the current one and the best one, both in memory or both in scratch files. They are the same
 * until the next update, which then writes to the other set; so keeping the best costs no copy.
 */
public final class CoefficientPanels implements AutoCloseable {
    private static final int NONE = -1;

    private final Engine engine;
    private final Panels panels;
    private final int rank;
    private final Optional<Path> scratch;
    private final LaneBlocks blocks;
    private final PanelSet[] sets = new PanelSet[2];
    private int current;
    private int best = NONE;
    private int target;

    /**
     * @param rank k
     * @param scratch folder for files that hold Y; empty where memory does
     * @throws org.snmf.errors.InputException if it has no room for that
     */
    public CoefficientPanels(Engine engine, Panels panels, int rank, Optional<Path> scratch) {
        this.engine = engine;
        this.panels = panels;
        this.rank = rank;
        this.scratch = scratch;
        this.blocks = new LaneBlocks(engine, rank);
        if (scratch.isPresent()) {
            FileCoefficients.requireRoom(scratch.get(), (long) sets.length * Float.BYTES * rank * panels.tokens());
        }
        require(0);
    }

    private PanelSet require(int set) {
        if (sets[set] == null) {
            sets[set] = scratch.isEmpty()
                    ? new HeldPanels(engine, panels, rank)
                    : new FiledPanels(blocks, panels, rank, scratch.get());
        }
        return sets[set];
    }

    /** Panel b of the current coefficients; valid until the lane asks for another panel. */
    public Block current(int lane, int b) {
        return sets[current].read(lane, b);
    }

    /** Begins an update: what is written to {@link #target} becomes current by {@link #endUpdate}. */
    public void beginUpdate() {
        target = current == best ? 1 - current : current;
        require(target);
    }

    /**
     * Where to write all of panel b; {@link #written} takes it over. It may be the block that {@link #current} gave, and outside
     * of an update it is a panel of the current coefficients.
     */
    public Block target(int lane, int b) {
        return sets[target].blank(lane, b);
    }

    /** Takes what the lane has written into {@link #target} of panel b. */
    public void written(int lane, int b) {
        sets[target].written(lane, b);
    }

    public void endUpdate() {
        current = target;
    }

    /** Marks the current coefficients as the best so far. */
    public void keepAsBest() {
        best = current;
    }

    public boolean bestIsCurrent() {
        return best == current;
    }

    /** Replaces row r of the current coefficients; the best ones stay as they are. */
    public void replaceRow(int r, float[] row) {
        if (current == best) {
            beginUpdate();
            engine.forEach(panels.count(), (lane, b) -> {
                Block from = current(lane, b);
                Block to = target(lane, b);
                if (to != from) {
                    to.values().put(0, from.values(), 0, rank * panels.size(b));
                }
                written(lane, b);
            });
            endUpdate();
        }
        engine.forEach(1, (lane, task) -> sets[current].replaceRow(r, row));
    }

    /** Fills the current coefficients; there must be no best ones yet. */
    public void fillCurrent(Coefficients y) {
        fill(current, y);
    }

    /** Restores both sets: {@code now} and, if it is another, {@code bestSoFar}. */
    public void restore(Coefficients now, Coefficients bestSoFar) {
        current = 0;
        target = 0;
        fill(0, now);
        if (bestSoFar == now) {
            best = 0;
        } else {
            best = 1;
            fill(1, bestSoFar);
        }
    }

    /** Changes the first rows of the current coefficients, each by itself; there must be no best ones yet. */
    public void changeRows(int rows, UnaryOperator<float[]> change) {
        PanelSet set = sets[current];
        engine.forEach(
                rows, (lane, r) -> set.replaceRow(r, change.apply(set.view().feature(r))));
    }

    private void fill(int set, Coefficients y) {
        PanelSet into = require(set);
        engine.forEach(rank, (lane, r) -> into.replaceRow(r, y.feature(r)));
    }

    /** The current coefficients; valid until they change. */
    public Coefficients viewCurrent() {
        return sets[current].view();
    }

    /** The best coefficients; valid until there are better ones. */
    public Coefficients viewBest() {
        return sets[best].view();
    }

    /** The best coefficients, which outlive this. Nothing may be updated afterwards. */
    public Coefficients releaseBest() {
        PanelSet other = sets[1 - best];
        if (other != null) {
            other.close();
            sets[1 - best] = null;
        }
        return sets[best].release();
    }

    @Override
    public void close() {
        for (PanelSet set : sets) {
            if (set != null) {
                set.close();
            }
        }
        blocks.close();
    }
}
