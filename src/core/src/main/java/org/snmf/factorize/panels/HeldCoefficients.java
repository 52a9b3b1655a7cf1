package org.snmf.factorize.panels;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.snmf.engine.Block;
import org.snmf.matrix.Coefficients;
import org.snmf.progress.MachineMemory;

/** Coefficients Y in the panels of native memory in which a fit left them; given back when nothing refers to them any more. */
final class HeldCoefficients implements Coefficients {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final AtomicLong HELD = new AtomicLong();

    private final Panels panels;
    private final Block[] blocks;
    private final int rank;

    private HeldCoefficients(Panels panels, Block[] blocks, int rank) {
        this.panels = panels;
        this.blocks = blocks;
        this.rank = rank;
    }

    /** The coefficients in {@code blocks}, whose owner stays who it is. */
    static HeldCoefficients view(Panels panels, Block[] blocks, int rank) {
        return new HeldCoefficients(panels, blocks, rank);
    }

    /** The coefficients in {@code blocks}, which outlive their engine and belong to what is returned. */
    static HeldCoefficients owner(Panels panels, Block[] blocks, int rank) {
        List<Block> owned = List.of(blocks);
        owned.forEach(Block::outliveEngine);
        long bytes = Float.BYTES * (long) rank * panels.tokens();
        // The heap does not show what hangs on these objects, so the collector would come too late for the ones before.
        if (HELD.addAndGet(bytes) > MachineMemory.available() / 2) {
            System.gc();
        }
        HeldCoefficients held = new HeldCoefficients(panels, blocks, rank);
        CLEANER.register(held, () -> {
            owned.forEach(Block::close);
            HELD.addAndGet(-bytes);
        });
        return held;
    }

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
        try {
            int b = t / panels.width();
            return blocks[b].values().get(r * panels.size(b) + t - panels.from(b));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public float[] feature(int r) {
        try {
            float[] row = new float[panels.tokens()];
            for (int b = 0; b < blocks.length; b++) {
                blocks[b].values().get(r * panels.size(b), row, panels.from(b), panels.size(b));
            }
            return row;
        } finally {
            Reference.reachabilityFence(this);
        }
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
