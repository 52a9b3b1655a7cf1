package org.snmf.hierarchy.finetune;

import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.factorize.Initialization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.hierarchy.FineTuneStatus;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.RecursiveOptions;
import org.snmf.hierarchy.RecursiveSnmf;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.progress.MachineMemory;
import org.snmf.progress.Progress;
import org.snmf.progress.Rehearsal;

/**
 * What a joint fine-tune holds at once and how long it takes, known before it starts.
 *
 * @param nativeBytes the matrices of two iterations, the supports, and the changes of one matrix: dense native arrays
 * @param heapBytes the features of one level on their way to and from native memory
 * @param resultBytes Y_0 of the result, on the heap if it has room and else in a scratch file
 */
public record FineTunePlan(long nativeBytes, long heapBytes, long resultBytes) {
    /** Bytes of A that are in native memory at once. */
    static final int BLOCK_BYTES = 32 << 20;

    private static final int TRIAL_NEURONS = 512;
    private static final int TRIAL_TOKENS = 4096;
    private static final int LARGEST_TRIAL = 256;
    private static final int TRIAL_ITERATIONS = 24;

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

    /**
     * A short fine-tune of random numbers with about these ranks.
     *
     * @param ranks features of each level, descending
     */
    public static Rehearsal rehearsal(FineTuneOptions options, List<Integer> ranks) {
        double share = Math.min(1, (double) LARGEST_TRIAL / ranks.get(0));
        List<Integer> few = ranks.stream()
                .map(rank -> (int) Math.max(1, Math.round(share * rank)))
                .distinct()
                .toList();
        FineTuneOptions trial =
                new FineTuneOptions(options.form(), options.objective(), TRIAL_ITERATIONS, 0, options.sweeps());
        return Rehearsal.of(List.of(trial, few), operations(trial, TRIAL_NEURONS, TRIAL_TOKENS, few), () -> {
            ActivationMatrix a = Matrices.uniform(TRIAL_NEURONS, TRIAL_TOKENS);
            SnmfOptions rough = SnmfOptions.rank(few.get(0))
                    .withInitialization(Initialization.RANDOM)
                    .withStopping(Stopping.after(1));
            int[] levels = few.stream().mapToInt(Integer::intValue).toArray();
            Hierarchy start = new RecursiveSnmf(RecursiveOptions.of(rough, levels)).fit(a, Progress.NONE);
            return new JointFineTuning(trial)
                    .run(a, start, Progress.NONE).fineTuning().stream()
                            .mapToDouble(FineTuneStatus::seconds)
                            .toArray();
        });
    }

    /**
     * Multiplications and additions of an iteration. With k_i the ranks and s sweeps, the pass over A takes
     * 2 n k_0 (2 d_a + (1 + s) k_0), and a sweep over the levels the products of d_a × k_i with k_i × k_j.
     */
    public static double operations(FineTuneOptions options, long neurons, long tokens, List<Integer> ranks) {
        double first = ranks.get(0);
        double pass = 2.0 * tokens * first * (2.0 * neurons + (1 + options.sweeps()) * first);
        double sweep = 0;
        // Every level meets the levels below it through P W, and those above it through Z B.
        double chain = 0;
        for (int i = 0; i < ranks.size(); i++) {
            double k = ranks.get(i);
            chain += i == 0 ? 0 : ranks.get(i - 1) * k;
            double above = 0;
            for (int j = i; j < ranks.size(); j++) {
                above += k * ranks.get(j) + k * k;
            }
            sweep += 2.0 * neurons * (2 * chain + k * k + (i == 0 ? 0 : above));
        }
        return pass + (options.sweeps() + 1) * sweep;
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
