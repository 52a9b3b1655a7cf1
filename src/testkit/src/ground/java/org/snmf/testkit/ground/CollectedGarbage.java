package org.snmf.testkit.ground;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Collects garbage again and again beside a test until it is closed, and writes numbers that are none where Java's native
 * memory was given back: whoever still reads such memory finds them there.
 */
public final class CollectedGarbage implements AutoCloseable {
    private static final int BUFFERS = 500;

    private final Thread thread = new Thread(this::run, "collected garbage");
    private volatile boolean closed;
    private final AtomicInteger rounds = new AtomicInteger();

    public CollectedGarbage() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!closed) {
            System.gc();
            for (int i = 0; i < BUFFERS; i++) {
                ByteBuffer.allocateDirect(Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .putFloat(Float.NaN);
            }
            rounds.incrementAndGet();
        }
    }

    /** How often garbage was collected. */
    public int rounds() {
        return rounds.get();
    }

    @Override
    public void close() {
        closed = true;
    }
}
