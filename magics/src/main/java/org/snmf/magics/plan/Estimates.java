package org.snmf.magics.plan;

import java.nio.ByteBuffer;

/** Rough counts for plans: how large a model is, and what its passes take. */
public final class Estimates {
    /** Bytes of float32 that one core makes from 16-bit weights a second, from measurements; rough. */
    private static final double WIDENED_PER_CORE = 3e9;

    private static final int TRIAL_BYTES = 64 << 20;

    /** Seconds of a byte that is copied into memory that was not touched before; 0 until it was measured. */
    private static volatile double perByte;

    private Estimates() {}

    /**
     * Seconds of keeping so many bytes of activations, which are copied into a window and from there to where they stay, both
     * new memory: where the system hands out pages slowly, this takes as long as a small model. Measured once.
     */
    public static double keepingSeconds(long bytes) {
        if (perByte == 0) {
            byte[] block = new byte[1 << 20];
            long begun = System.nanoTime();
            ByteBuffer fresh = ByteBuffer.allocateDirect(TRIAL_BYTES);
            while (fresh.hasRemaining()) {
                fresh.put(block);
            }
            perByte = (System.nanoTime() - begun) * 1e-9 / TRIAL_BYTES;
        }
        return 2 * bytes * perByte;
    }

    /** Seconds that making so many bytes of float32 from 16-bit weights takes. */
    public static double wideningSeconds(long bytes) {
        return bytes / (WIDENED_PER_CORE * Runtime.getRuntime().availableProcessors());
    }
}
