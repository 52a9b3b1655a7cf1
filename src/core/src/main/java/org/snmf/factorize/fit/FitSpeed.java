package org.snmf.factorize.fit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.snmf.factorize.Initialization;
import org.snmf.factorize.IterationStatus;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;
import org.snmf.progress.SteadySeconds;

/**
 * How fast this machine fits, measured by a short fit of random numbers with the same options: what the plan of a fit needs
 * to say how long it will take. A fit does a part of its operations in products and a part in loops that wait for memory, so
 * the peak of the products alone would promise too much.
 */
public final class FitSpeed {
    private static final int NEURONS = 512;
    private static final int TOKENS = 8192;
    private static final int LARGEST_RANK = 256;
    private static final double SECONDS = 1;

    private static final Map<SnmfOptions, Double> MEASURED = new ConcurrentHashMap<>();

    private FitSpeed() {}

    /**
     * Floating-point operations a second, as {@link SnmfPlan#flopsPerIteration()} counts them, of fits with the engine,
     * threads, sparsity and updates of {@code options} and about their rank, since the more features the less of the work waits
     * for memory. Takes a second or two the first time, and nothing after that: the figure is kept for the life of the
     * process.
     */
    public static double flopsPerSecond(SnmfOptions options) {
        SnmfOptions trial = options.withRank(Math.min(LARGEST_RANK, Integer.highestOneBit(options.rank())))
                .withInitialization(Initialization.RANDOM)
                .withSeed(0)
                .withMemoryBudget(0)
                .withStopping(new Stopping(Integer.MAX_VALUE, 0, 1, Integer.MAX_VALUE, SECONDS, false));
        return MEASURED.computeIfAbsent(trial, FitSpeed::measure);
    }

    /** Seconds of {@code iterations} iterations of the fit that {@code options} ask for; the start is not counted. */
    public static double seconds(SnmfOptions options, SnmfPlan plan, int iterations) {
        return iterations * plan.secondsPerIteration(flopsPerSecond(options));
    }

    private static double measure(SnmfOptions trial) {
        double[] ends = Snmf.fit(Matrices.uniform(NEURONS, TOKENS), trial, Progress.NONE).trace().stream()
                .mapToDouble(IterationStatus::seconds)
                .toArray();
        return SnmfPlan.of(trial, NEURONS, TOKENS).flopsPerIteration() / SteadySeconds.ofTurnsEndingAt(ends);
    }
}
