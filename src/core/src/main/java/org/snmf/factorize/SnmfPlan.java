package org.snmf.factorize;

import org.snmf.errors.InputException;

/**
 * What a fit will take, known before it starts.
 *
 * @param neurons d_a
 * @param tokens n
 * @param rank k
 * @param resident whether A is held in memory; otherwise it is read anew in each iteration
 * @param panelTokens tokens that a lane works on at a time
 * @param activationBytes memory for A, or for the panels of it that are read at a time
 * @param coefficientBytes memory for Y: the current and the best
 * @param workBytes memory for everything else
 * @param flopsPerIteration floating-point operations of one iteration, the savings by sparsity counted
 */
public record SnmfPlan(
        int neurons,
        int tokens,
        int rank,
        boolean resident,
        int panelTokens,
        long activationBytes,
        long coefficientBytes,
        long workBytes,
        double flopsPerIteration) {
    /** Share of neurons above which Zᵀ·A is faster as a dense product than by gathered rows. */
    static final double DENSE_FROM = 0.2;

    /** A lane adds to its k × d_a sums once a panel; so the fewer and wider, the better. */
    private static final int WIDEST = 4096;
    /** Longer runs of tokens make fewer and longer reads. */
    private static final int WIDEST_STREAMED = 4096;

    private static final int NARROWEST = 32;
    private static final int NARROWEST_LOOP = 128;
    private static final long ROWS_BYTES = 1L << 19;

    /**
     * The plan of a fit.
     *
     * @throws InputException if the rank exceeds n, or the memory budget does not even hold Y and the smallest work space
     */
    public static SnmfPlan of(SnmfOptions options, int neurons, int tokens) {
        if (options.rank() > tokens) {
            throw new InputException(
                    "rank",
                    "at most the number of tokens, " + tokens,
                    String.valueOf(options.rank()),
                    "Choose a smaller rank or capture more text.");
        }
        long budget = options.memoryBudget();
        SnmfPlan resident = of(options, neurons, tokens, true, WIDEST);
        if (budget == 0 || resident.bytes() <= budget) {
            return resident;
        }
        for (int width = WIDEST_STREAMED; width >= NARROWEST; width /= 2) {
            SnmfPlan plan = of(options, neurons, tokens, false, width);
            if (plan.bytes() <= budget) {
                return plan;
            }
        }
        SnmfPlan least = of(options, neurons, tokens, false, NARROWEST);
        throw new InputException(
                "memory budget",
                "at least " + mebibytes(least.bytes()) + " MiB for k = " + options.rank() + ", d_a = " + neurons
                        + ", n = " + tokens,
                mebibytes(budget) + " MiB",
                "Raise the budget, lower the rank or use fewer threads.");
    }

    private static SnmfPlan of(SnmfOptions options, int neurons, int tokens, boolean resident, int widest) {
        long k = options.rank();
        long lanes = options.threads();
        int width = new Panels(tokens, options.threads(), widest).width();
        long sub = subBlock(options, width);
        boolean dense = WinnerTakeAll.kept(options.sparsity(), neurons) > DENSE_FROM * neurons;
        long activations = resident ? (long) neurons * tokens : lanes * neurons * (width + 64L);
        long perLane =
                2 * k * neurons + 2 * k * k + neurons * sub + 5 * k * sub + 2L * neurons + (dense ? k * width : 0);
        long shared = k * k * 12
                + (dense ? k * neurons : 0)
                + 6L * WinnerTakeAll.kept(options.sparsity(), neurons) * k
                + (options.featureUpdate() == FeatureUpdate.DEBIASED ? k * neurons : 0);
        double sparse = dense ? neurons : WinnerTakeAll.kept(options.sparsity(), neurons);
        double flops = 2.0 * k * neurons * tokens
                + 2.0 * k * sparse * tokens
                + 2.0 * k * k * tokens * ((options.extrapolation() > 0 ? 2 : 1) + options.sweeps())
                + 2.0 * k * k * neurons
                + k * k * k / 3.0;
        return new SnmfPlan(
                neurons,
                tokens,
                options.rank(),
                resident,
                width,
                Float.BYTES * activations,
                2 * Float.BYTES * k * tokens,
                Float.BYTES * (lanes * perLane + shared),
                flops);
    }

    /** Tokens that the loops over rows take at a time, so that their rows of ZᵀA stay in the second cache. */
    static int subBlock(SnmfOptions options, int width) {
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

    /** Seconds of one iteration on a machine that does this many floating-point operations a second. */
    public double secondsPerIteration(double flopsPerSecond) {
        return flopsPerIteration / flopsPerSecond;
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
