package org.snmf.factorize;

import org.snmf.matrix.Block;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.Engine;

/**
 * Y in panels (k × panel), twice: the current one and the best one. They are the same until the next update, which then
 * writes to the other set; so keeping the best costs no copy.
 */
final class CoefficientPanels implements AutoCloseable {
    private static final int NONE = -1;

    private final Engine engine;
    private final Panels panels;
    private final int rank;
    private final Block[][] sets = new Block[2][];
    private int current;
    private int best = NONE;
    private int target;

    CoefficientPanels(Engine engine, Panels panels, int rank) {
        this.engine = engine;
        this.panels = panels;
        this.rank = rank;
        allocate(0);
    }

    private void allocate(int set) {
        if (sets[set] == null) {
            sets[set] = new Block[panels.count()];
            for (int b = 0; b < panels.count(); b++) {
                sets[set][b] = engine.allocate(rank, panels.size(b));
            }
        }
    }

    /** Panel b of the current coefficients. */
    Block current(int b) {
        return sets[current][b];
    }

    /** Begins an update: what is written to {@link #target} becomes current by {@link #endUpdate}. */
    void beginUpdate() {
        target = current == best ? 1 - current : current;
        allocate(target);
    }

    /** Where to write panel b during an update; the block of {@link #current} itself unless that is the best. */
    Block target(int b) {
        return sets[target][b];
    }

    void endUpdate() {
        current = target;
    }

    /** Marks the current coefficients as the best so far. */
    void keepAsBest() {
        best = current;
    }

    boolean bestIsCurrent() {
        return best == current;
    }

    /** Replaces row r of the current coefficients; the best ones stay as they are. */
    void replaceRow(int r, float[] row) {
        if (current == best) {
            beginUpdate();
            for (int b = 0; b < panels.count(); b++) {
                target(b).values().put(0, current(b).values(), 0, rank * panels.size(b));
            }
            endUpdate();
        }
        for (int b = 0; b < panels.count(); b++) {
            current(b).values().put(r * panels.size(b), row, panels.from(b), panels.size(b));
        }
    }

    /** Fills the current coefficients; there must be no best ones yet. */
    void fillCurrent(Coefficients y) {
        fill(current, y);
    }

    /** Restores both sets: {@code best} and, if it differs, {@code now}. */
    void restore(Coefficients now, Coefficients bestSoFar) {
        fill(0, now);
        current = 0;
        if (bestSoFar == now) {
            best = 0;
        } else {
            allocate(1);
            fill(1, bestSoFar);
            best = 1;
        }
    }

    private void fill(int set, Coefficients y) {
        for (int r = 0; r < rank; r++) {
            float[] row = y.feature(r);
            for (int b = 0; b < panels.count(); b++) {
                sets[set][b].values().put(r * panels.size(b), row, panels.from(b), panels.size(b));
            }
        }
    }

    /** A copy of the best coefficients. */
    DenseCoefficients copyBest() {
        return copy(best);
    }

    /** A copy of the current coefficients. */
    DenseCoefficients copyCurrent() {
        return copy(current);
    }

    private DenseCoefficients copy(int set) {
        float[][] rows = new float[rank][panels.tokens()];
        for (int r = 0; r < rank; r++) {
            for (int b = 0; b < panels.count(); b++) {
                sets[set][b].values().get(r * panels.size(b), rows[r], panels.from(b), panels.size(b));
            }
        }
        return new DenseCoefficients(rows);
    }

    @Override
    public void close() {
        for (Block[] set : sets) {
            if (set != null) {
                for (Block block : set) {
                    block.close();
                }
            }
        }
    }
}
