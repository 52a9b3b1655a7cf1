package org.snmf.hierarchy.finetune;

import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.progress.MachineMemory;

/**
 * What a joint fine-tune holds at once, known before it starts.
 *
 * @param nativeBytes the matrices of two iterations, the supports, and the changes of one matrix: dense native arrays
 * @param heapBytes the features of one level on their way to and from native memory
 * @param resultBytes Y_0 of the result, on the heap if it has room and else in a scratch file
 */
public record FineTunePlan(long nativeBytes, long heapBytes, long resultBytes) {
    /** Bytes of A that are in native memory at once. */
    static final int BLOCK_BYTES = 32 << 20;

    /**
     * The plan for a hierarchy.
     *
     * @param neurons d_a
     * @param tokens n
     * @param ranks features of each level, the finest first
     * @throws InputException if the features of a level have more than 2³¹ weights as a dense matrix
     */
    public static FineTunePlan of(long neurons, long tokens, List<Integer> ranks) {
        long finest = ranks.get(0);
        long features = 0;
        long between = 0;
        for (int i = 0; i < ranks.size(); i++) {
            features += neurons * ranks.get(i);
            between += i == 0 ? 0 : (long) ranks.get(i - 1) * ranks.get(i);
        }
        long largest = neurons * finest;
        if (largest >= Integer.MAX_VALUE - 8) {
            throw new InputException(
                    "fine-tune",
                    "features of fewer than 2^31 weights as a dense matrix",
                    neurons + " x " + finest,
                    "Lower the rank of the finest level.");
        }
        long state = features + tokens * finest + between + largest + finest * finest;
        long blockTokens = Math.max(1, BLOCK_BYTES / Float.BYTES / neurons);
        long block = blockTokens * (neurons + 6 * finest);
        return new FineTunePlan(
                Float.BYTES * (2 * state + 2 * features + 2 * largest + block),
                Float.BYTES * 2 * largest,
                Float.BYTES * finest * tokens);
    }

    /** All that is held at once, the result included. */
    public long bytes() {
        return nativeBytes + heapBytes + resultBytes;
    }

    /** @throws InputException if the machine or Java's heap have less to give */
    void requireRoom() {
        require(
                "memory of this machine",
                nativeBytes,
                MachineMemory.available(),
                "Lower the rank of the finest level, or take fewer tokens.");
        require("Java heap", heapBytes, MachineMemory.heapLeft(), "Raise it (SNMF_HEAP, or -Xmx), or lower the rank.");
    }

    private static void require(String where, long needed, long found, String remedy) {
        if (needed > found) {
            throw new InputException(
                    where,
                    "at least " + (needed >> 20) + " MiB for the dense matrices of a joint fine-tune",
                    (found >> 20) + " MiB",
                    remedy);
        }
    }
}
