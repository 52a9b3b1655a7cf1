package org.snmf.engine;

/**
 * The dense products of a fit, on native arrays, and the worker threads ("lanes") that call them. Everything else that a
 * fit does per iteration are loops over rows in plain Java ({@link RowKernels}), which run in the same lanes, so that a
 * panel of tokens stays in the cache of one core from its first to its last use.
 *
 * <p>Closing an engine ends its lanes and frees all its blocks.
 */
public interface Engine extends AutoCloseable {
    /** The name in options: {@code torch} or {@code nd4j}. */
    String name();

    /** Number of lanes. */
    int threads();

    /** A new block of zeros. */
    Block allocate(int rows, int columns);

    /** OUT ← X Y, or OUT ← OUT + X Y. Shapes: X m × p, Y p × q, OUT m × q. */
    void multiply(Block x, Block y, Block out, boolean add);

    /** OUT ← X Yᵀ, or OUT ← OUT + X Yᵀ. Shapes: X m × p, Y q × p, OUT m × q. */
    void multiplyTransposed(Block x, Block y, Block out, boolean add);

    /** OUT ← OUT + X, of the same shape. */
    void add(Block x, Block out);

    /** Number of blocks allocated and not closed. */
    int liveBlocks();

    /**
     * Runs {@code task} for every number in [0, {@code tasks}): lane i takes i, i + threads, i + 2·threads, … in this order,
     * so that what a lane sums up does not depend on timing. Returns when all are done; an exception of a task is thrown
     * here after the others have ended.
     */
    void forEach(int tasks, LaneTask task);

    /** One numbered piece of work in a lane. */
    @FunctionalInterface
    interface LaneTask {
        /**
         * @param lane the lane that runs it, in [0, threads)
         * @param task number of the piece
         */
        void run(int lane, int task);
    }

    @Override
    void close();

    /**
     * Opens an engine.
     *
     * @param name {@code torch} or {@code nd4j}
     * @param threads number of lanes, at least 1
     */
    static Engine open(String name, int threads) {
        return switch (name) {
            case "torch" -> new TorchEngine(threads);
            case "nd4j" -> new Nd4jEngine(threads);
            default -> throw new IllegalArgumentException("expected torch or nd4j, found " + name);
        };
    }
}
