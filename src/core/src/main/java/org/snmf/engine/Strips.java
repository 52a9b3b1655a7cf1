package org.snmf.engine;

/** Work on all rows of a block at once, a strip of columns at a time, strips divided among the lanes. */
public final class Strips {
    private static final int WIDEST = 512;
    private static final int NARROWEST = 16;

    private Strips() {}

    /** What is done to one strip. */
    @FunctionalInterface
    public interface Work {
        /**
         * @param rows one array per row of the block; changed in place
         * @param length how many entries of each count
         */
        void run(float[][] rows, int length);
    }

    public static void forEach(Engine engine, Block block, Work work) {
        int columns = block.columns();
        int even = (columns + engine.threads() - 1) / engine.threads();
        int strip = Math.max(NARROWEST, Math.min(WIDEST, even));
        float[][][] scratch = new float[engine.threads()][][];
        engine.forEach((columns + strip - 1) / strip, (lane, task) -> {
            if (scratch[lane] == null) {
                scratch[lane] = new float[block.rows()][strip];
            }
            float[][] rows = scratch[lane];
            int from = task * strip;
            int length = Math.min(strip, columns - from);
            for (int r = 0; r < rows.length; r++) {
                block.values().get(r * columns + from, rows[r], 0, length);
            }
            work.run(rows, length);
            for (int r = 0; r < rows.length; r++) {
                block.values().put(r * columns + from, rows[r], 0, length);
            }
        });
    }
}
