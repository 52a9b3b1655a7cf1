package org.snmf.hierarchy.finetune;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.snmf.factorize.Initialization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.hierarchy.FineTuneStatus;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.RecursiveOptions;
import org.snmf.hierarchy.RecursiveSnmf;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;
import org.snmf.progress.SteadySeconds;

/**
 * How long a joint fine-tune will take on this machine, measured by a short one of random numbers with about the same ranks
 * and scaled by the count of operations. Takes a second or two the first time and nothing after that.
 */
public final class FineTuneSpeed {
    private static final int NEURONS = 512;
    private static final int TOKENS = 4096;
    private static final int LARGEST_RANK = 256;
    private static final int ITERATIONS = 24;

    private static final Map<List<Object>, Double> MEASURED = new ConcurrentHashMap<>();

    private FineTuneSpeed() {}

    /**
     * Seconds of one iteration.
     *
     * @param neurons d_a
     * @param tokens n
     * @param ranks features of each level, descending
     */
    public static double secondsPerIteration(FineTuneOptions options, long neurons, long tokens, List<Integer> ranks) {
        List<Integer> few = fewer(ranks);
        FineTuneOptions trial =
                new FineTuneOptions(options.form(), options.objective(), ITERATIONS, 0, options.sweeps());
        double rate = MEASURED.computeIfAbsent(List.of(trial, few), key -> measure(trial, few));
        return operations(options, neurons, tokens, ranks) / rate;
    }

    /**
     * Multiplications and additions of an iteration. With k_i the ranks and s sweeps, the pass over A takes
     * 2 n k_0 (2 d_a + (1 + s) k_0), and a sweep over the levels the products of d_a × k_i with k_i × k_j.
     */
    static double operations(FineTuneOptions options, long neurons, long tokens, List<Integer> ranks) {
        double first = ranks.get(0);
        double pass = 2.0 * tokens * first * (2.0 * neurons + (1 + options.sweeps()) * first);
        double sweep = 0;
        for (int i = 0; i < ranks.size(); i++) {
            double k = ranks.get(i);
            // Every level meets the levels below it through P W, and those above it through Z B.
            double chain = 0;
            for (int j = 1; j <= i; j++) {
                chain += (double) ranks.get(j - 1) * ranks.get(j);
            }
            double above = 0;
            for (int j = i; j < ranks.size(); j++) {
                above += k * ranks.get(j) + k * k;
            }
            sweep += 2.0 * neurons * (2 * chain + k * k + (i == 0 ? 0 : above));
        }
        return pass + (options.sweeps() + 1) * sweep;
    }

    private static List<Integer> fewer(List<Integer> ranks) {
        double share = Math.min(1, (double) LARGEST_RANK / ranks.get(0));
        List<Integer> few = new ArrayList<>();
        for (int rank : ranks) {
            int k = (int) Math.max(1, Math.round(share * rank));
            if (few.isEmpty() || k < few.get(few.size() - 1)) {
                few.add(k);
            }
        }
        return List.copyOf(few);
    }

    private static double measure(FineTuneOptions trial, List<Integer> ranks) {
        ActivationMatrix a = Matrices.uniform(NEURONS, TOKENS);
        SnmfOptions rough = SnmfOptions.rank(ranks.get(0))
                .withInitialization(Initialization.RANDOM)
                .withStopping(Stopping.after(1));
        RecursiveOptions levels = RecursiveOptions.of(
                rough, ranks.stream().mapToInt(Integer::intValue).toArray());
        Hierarchy start = new RecursiveSnmf(levels).fit(a, Progress.NONE);
        List<FineTuneStatus> trace =
                new JointFineTuning(trial).run(a, start, Progress.NONE).fineTuning();
        double[] ends = trace.stream().mapToDouble(FineTuneStatus::seconds).toArray();
        return operations(trial, NEURONS, TOKENS, ranks) / SteadySeconds.ofTurnsEndingAt(ends);
    }
}
