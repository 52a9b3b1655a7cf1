package org.snmf.factorize.fit;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.snmf.errors.InputException;
import org.snmf.factorize.Initialization;
import org.snmf.factorize.IterationStatus;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.panels.Panels;
import org.snmf.factorize.products.ActivationProductSum;
import org.snmf.factorize.products.BlockedGram;
import org.snmf.factorize.products.CoefficientGram;
import org.snmf.factorize.steps.WinnerTakeAll;
import org.snmf.matrix.Matrices;
import org.snmf.progress.MachineMemory;
import org.snmf.progress.Progress;
import org.snmf.progress.Rehearsal;

/**
 * What a fit will take, known before it starts.
 *
 * @param neurons d_a
 * @param tokens n
 * @param rank k
 * @param resident whether A is held in memory; otherwise it is read anew in each iteration
 * @param coefficientsResident whether Y is held in memory; otherwise it lies in scratch files
 * @param panelTokens tokens that a lane works on at a time
 * @param activationBytes memory for A, or for the panels of it that are read at a time
 * @param coefficientBytes memory for Y: the current and the best, or the panels of it that are read at a time
 * @param scratchBytes room for Y in scratch files: the current and the best, or nothing if they are in memory
 * @param workBytes memory for everything else
 * @param heapBytes how much of the work space, and of what the start needs, is in Java's heap
 * @param flopsPerIteration floating-point operations of one iteration, the savings by sparsity counted
 * @param startPasses the most passes over the tokens that an incremental start makes before the first iteration; else 0
 */
public record SnmfPlan(
        int neurons,
        int tokens,
        int rank,
        boolean resident,
        boolean coefficientsResident,
        int panelTokens,
        long activationBytes,
        long coefficientBytes,
        long scratchBytes,
        long workBytes,
        long heapBytes,
        double flopsPerIteration,
        int startPasses) {
    /** Share of neurons above which Zᵀ·A is faster as a dense product than by gathered rows. */
    static final double DENSE_FROM = 0.2;

    /** A lane adds to its k × d_a sums once a panel; so the fewer and wider, the better. */
    private static final int WIDEST = 4096;

    private static final int NARROW = 512;
    private static final int NARROWEST = 32;
    private static final int NARROWEST_LOOP = 128;
    private static final long ROWS_BYTES = 1L << 19;

    private static final int TRIAL_NEURONS = 512;
    private static final int TRIAL_TOKENS = 4096;
    private static final int LARGEST_TRIAL = 256;
    /** A count and not a time, so that the later ones run steadily on a busy machine, too. */
    private static final int TRIAL_ITERATIONS = 40;

    /**
     * The plan of a fit.
     *
     * @throws InputException if the rank exceeds n, or the memory budget does not even hold the smallest work space
     */
    public static SnmfPlan of(SnmfOptions options, int neurons, int tokens) {
        if (options.rank() > tokens) {
            throw new InputException(
                    "rank",
                    "at most the number of tokens, " + tokens,
                    String.valueOf(options.rank()),
                    "Choose a smaller rank or capture more text.");
        }
        return ofSlice(options, neurons, tokens);
    }

    /** The plan for a part of the tokens of a fit, which may be fewer than k. */
    public static SnmfPlan ofSlice(SnmfOptions options, int neurons, int tokens) {
        boolean named = options.memoryBudget() > 0;
        long budget = named ? options.memoryBudget() : MachineMemory.available();
        SnmfPlan least = of(options, neurons, tokens, Place.FILES, NARROWEST);
        SnmfPlan plan = candidates(options, neurons, tokens)
                .filter(candidate -> candidate.bytes() <= budget)
                .findFirst()
                .orElseThrow(() -> tooSmall(least, named ? "memory budget" : "memory of this machine", budget));
        if (plan.heapBytes() > Runtime.getRuntime().maxMemory()) {
            throw tooSmallHeap(plan, Runtime.getRuntime().maxMemory());
        }
        return plan;
    }

    /** Where A and Y are. */
    private enum Place {
        MEMORY,
        A_IN_FILES,
        FILES
    }

    /** All plans, the fastest first: reading A anew is better than narrow panels are, and than reading and writing Y too. */
    private static Stream<SnmfPlan> candidates(SnmfOptions options, int neurons, int tokens) {
        return Stream.of(
                        Stream.of(of(options, neurons, tokens, Place.MEMORY, WIDEST)),
                        widths(NARROW).mapToObj(width -> of(options, neurons, tokens, Place.A_IN_FILES, width)),
                        widths(NARROWEST).mapToObj(width -> of(options, neurons, tokens, Place.FILES, width)))
                .flatMap(plans -> plans);
    }

    private static IntStream widths(int narrowest) {
        return IntStream.iterate(WIDEST, width -> width >= narrowest, width -> width / 2);
    }

    private static InputException tooSmall(SnmfPlan least, String what, long budget) {
        return new InputException(
                what,
                "at least " + least.sum(least.bytes()),
                mebibytes(budget) + " MiB",
                "Raise the budget, lower the rank or use fewer threads.");
    }

    private static InputException tooSmallHeap(SnmfPlan plan, long heap) {
        return new InputException(
                "Java heap",
                "at least " + plan.sum(plan.heapBytes()),
                mebibytes(heap) + " MiB",
                "Raise it (SNMF_HEAP, or -Xmx), lower the rank or use fewer threads.");
    }

    private String sum(long bytes) {
        return mebibytes(bytes) + " MiB for k = " + rank + ", d_a = " + neurons + ", n = " + tokens;
    }

    /** What a person is told when memory ran out all the same: the sum that was planned, and what there is. */
    InputException outOfMemory(OutOfMemoryError cause) {
        return new InputException(
                "factorize",
                "memory for the fit, " + sum(bytes()) + ", of which Java's heap holds " + mebibytes(heapBytes)
                        + " MiB besides what the session holds",
                "none left: " + cause.getMessage() + "; the heap is "
                        + mebibytes(Runtime.getRuntime().maxMemory()) + " MiB, and the machine has "
                        + mebibytes(MachineMemory.available()) + " MiB to give",
                "Raise the heap (SNMF_HEAP, or -Xmx), name a smaller memory budget, lower the rank or use fewer threads.",
                cause);
    }

    private static SnmfPlan of(SnmfOptions options, int neurons, int tokens, Place place, int widest) {
        long k = options.rank();
        long lanes = options.threads();
        Panels panels = new Panels(tokens, options.threads(), widest);
        int width = panels.width();
        // A lane that meets the last, narrower panel keeps a block of that width besides.
        long widths = lanes * width + panels.size(panels.count() - 1) % width;
        long sub = subBlock(options, width);
        boolean dense = WinnerTakeAll.kept(options.sparsity(), neurons) > DENSE_FROM * neurons;
        long groups = IncrementalStart.groups(options, panels);
        long activations = place == Place.MEMORY ? (long) neurons * tokens : neurons * (widths + lanes * 64L);
        long coefficients = 2 * k * tokens;
        long perLane = k * neurons
                + 3 * k * Math.min(neurons, ActivationProductSum.PART)
                + 2 * k * k
                + neurons * sub
                + 5 * k * sub
                + 2L * neurons
                + (dense ? k * width : 0);
        long shared = k * k * 12
                + BlockedGram.floats(options, options.threads(), (int) sub)
                + (options.extrapolation() > 0 ? k * widths : 0)
                + (options.initialization() == Initialization.KMEANS ? 3L * tokens : 0)
                + (dense ? k * neurons : 0)
                + (groups > 0 ? (groups + 1) * k * (neurons + 2 * k) : 0)
                + 6L * WinnerTakeAll.kept(options.sparsity(), neurons) * k;
        long heap = lanes * (neurons + (long) rowsAtATime(options, neurons) * sub + 3 * k * sub)
                + k * k * 12
                + 2 * groups * k * k
                + (options.initialization() == Initialization.KMEANS ? 3L * tokens : 0)
                + 6L * WinnerTakeAll.kept(options.sparsity(), neurons) * k
                + lanes * tokens;
        double sparse = dense ? neurons : WinnerTakeAll.kept(options.sparsity(), neurons);
        double flops = 2.0 * k * neurons * tokens
                + 2.0 * k * sparse * tokens
                + 2.0 * k * k * tokens * CoefficientGram.share(options.rank()) * (options.extrapolation() > 0 ? 2 : 1)
                + 2.0 * k * k * tokens * options.sweeps()
                + 2.0 * k * k * neurons
                + k * k * k / 3.0;
        return new SnmfPlan(
                neurons,
                tokens,
                options.rank(),
                place == Place.MEMORY,
                place != Place.FILES,
                width,
                Float.BYTES * activations,
                Float.BYTES * (place == Place.FILES ? k * widths : coefficients),
                place == Place.FILES ? Float.BYTES * coefficients : 0,
                Float.BYTES * (lanes * perLane + shared),
                Float.BYTES * heap,
                flops,
                groups > 0 ? IncrementalStart.PASSES : 0);
    }

    /** Operations of so many iterations, and of the passes before them. */
    public double flops(int iterations) {
        return (iterations + startPasses) * flopsPerIteration;
    }

    /** Tokens that the loops over rows take at a time, so that their rows of ZᵀA stay in the second cache. */
    static int subBlock(SnmfOptions options, int width) {
        if (BlockedGram.mayPay(options)) {
            return Math.min(width, BlockedGram.TOKENS);
        }
        int fitting = (int) (ROWS_BYTES / ((long) Float.BYTES * options.rank()));
        int rounded = Math.max(NARROWEST_LOOP, Integer.highestOneBit(Math.max(1, fitting)));
        return Math.min(width, Math.min(512, rounded));
    }

    /** Rows of A that the gathering of Zᵀ·A holds at a time: few enough for the cache, enough for each feature to use some. */
    static int rowsAtATime(SnmfOptions options, int neurons) {
        return (int) Math.min(neurons, Math.max(256, Math.ceil(8 / options.sparsity())));
    }

    /** Bytes that the fit holds at once, outside of what the virtual machine and its libraries take for themselves. */
    public long bytes() {
        return activationBytes + coefficientBytes + workBytes;
    }

    /**
     * A short fit of random numbers with the engine, threads, sparsity and updates of {@code options} and about their rank,
     * since the more features the less of the work waits for memory. The start is not counted.
     */
    public static Rehearsal rehearsal(SnmfOptions options) {
        SnmfOptions trial = options.withRank(Math.min(LARGEST_TRIAL, Integer.highestOneBit(options.rank())))
                .withInitialization(Initialization.RANDOM)
                .withSeed(0)
                .withMemoryBudget(0)
                .withStopping(Stopping.after(TRIAL_ITERATIONS));
        double operations = of(trial, TRIAL_NEURONS, TRIAL_TOKENS).flopsPerIteration();
        return Rehearsal.of(
                List.of(trial),
                operations,
                () -> Snmf.fit(Matrices.uniform(TRIAL_NEURONS, TRIAL_TOKENS), trial, Progress.NONE).trace().stream()
                        .mapToDouble(IterationStatus::seconds)
                        .toArray());
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
