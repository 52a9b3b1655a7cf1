package org.snmf.progress;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Native memory for matrices that Java code reads through buffers. Such memory is given back when the collector finds that
 * nobody can read it any more, never while somebody still can; but the collector looks at the heap alone, and runs late or
 * never where the heap is at rest. So what waits for it is counted here, and it is asked to run when that is much.
 */
public final class DirectMemory {
    /** Bytes of native memory that may wait for the collector. */
    static final long MAY_WAIT = 128L << 20;

    private static final BufferPoolMXBean POOL = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .findFirst()
            .orElseThrow();

    /** The least that was seen in use since the last collection: about what is really used. */
    private static long least = Long.MAX_VALUE;

    private DirectMemory() {}

    /**
     * Zeros in native memory and native byte order.
     *
     * @param count number of float32 values
     * @throws OutOfMemoryError if there is no room for them
     */
    public static FloatBuffer floats(int count) {
        int bytes = Math.multiplyExact(count, Float.BYTES);
        makeRoom(bytes);
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    private static synchronized void makeRoom(int bytes) {
        least = Math.min(least, POOL.getMemoryUsed());
        if (POOL.getMemoryUsed() - least + bytes > MAY_WAIT) {
            System.gc();
            least = POOL.getMemoryUsed();
        }
    }
}
