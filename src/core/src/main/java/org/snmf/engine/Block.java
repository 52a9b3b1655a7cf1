package org.snmf.engine;

import java.nio.FloatBuffer;

/**
 * A dense float32 matrix in the memory of an {@link Engine}, row-major. It lives until it or its engine is closed; one
 * thread at a time may write it.
 */
public interface Block extends AutoCloseable {
    /** Number of rows. */
    int rows();

    /** Number of columns. */
    int columns();

    /** The entries themselves: entry {@code i * columns() + j} is [i, j]. Valid until closed. */
    FloatBuffer values();

    /**
     * Rows [{@code from}, {@code from + count}) over the same memory, to be read or written in products. It is closed by
     * itself, which frees nothing of this block, and before this block.
     */
    Block rows(int from, int count);

    /** Takes the block from the care of its engine: from here on it lives until it is closed itself. */
    void outliveEngine();

    @Override
    void close();
}
