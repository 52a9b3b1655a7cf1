package org.snmf.factorize.compare;

import java.util.ArrayList;
import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.IterationStatus;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.fit.SnmfPlan;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;

/**
 * The table from which a person chooses k: for each rank the error, the stability over seeds, and how sparse Y came out.
 *
 * @param rows one row per rank, in the order asked for
 */
public record RankTable(List<Row> rows) {
    /**
     * One rank.
     *
     * @param rank k
     * @param runs finished fits that it stands on, at least 2
     * @param error lowest relative error of the runs
     * @param largestError highest relative error of the runs
     * @param stability mean {@link Stability} of the features of the best run
     * @param stableFeatures features of the best run with a stability above 0.8
     * @param density share of the entries of Y that are not zero, in the best run
     * @param deadFeatures dead features of the best run
     */
    public record Row(
            int rank,
            int runs,
            double error,
            double largestError,
            double stability,
            int stableFeatures,
            double density,
            int deadFeatures) {}

    private static final double STABLE = 0.8;

    /**
     * Fits {@code a} at every rank with several seeds.
     *
     * @param options options of every run but for the rank
     * @param ranks the ranks to try
     * @param seeds runs for each, at least 2
     * @param progress told of every iteration and fit; when it requests a stop the ranks of which at least two runs were
     *     finished are returned
     * @throws InputException if a rank can never be fitted, which is found before any work is done, or a stop leaves
     *     no rank
     */
    public static RankTable run(
            ActivationMatrix a, SnmfOptions options, List<Integer> ranks, int seeds, Progress progress) {
        if (seeds < 2) {
            throw new InputException(
                    "seeds", "at least 2, to compare runs", String.valueOf(seeds), "Take 3 to 5 to begin with.");
        }
        ranks.forEach(rank -> SnmfPlan.of(options.withRank(rank), a.neurons(), a.tokens()));
        FitsProgress fits = new FitsProgress(progress, "stability", ranks.size() * seeds);
        List<Row> rows = new ArrayList<>();
        for (int rank : ranks) {
            List<Factorization> runs = Stability.runs(a, options.withRank(rank), seeds, fits);
            if (runs.size() > 1) {
                rows.add(row(Stability.of(runs)));
            }
            if (runs.size() < seeds) {
                progress.warn("Stopped at k = " + rank + " after " + runs.size() + " of " + seeds
                        + " seeds: the table has " + rows.size() + " of " + ranks.size() + " ranks.");
                break;
            }
        }
        if (rows.isEmpty()) {
            throw new InputException(
                    "stability",
                    "at least 2 finished fits of one rank",
                    "fewer when it was stopped",
                    "Let it run longer, or take fewer iterations.");
        }
        return new RankTable(List.copyOf(rows));
    }

    private static Row row(Stability stability) {
        Factorization best = stability.bestRun();
        IterationStatus status = best.trace().get(best.bestIteration() - 1);
        double largest = 0;
        for (Factorization run : stability.runs()) {
            largest = Math.max(largest, run.relativeError());
        }
        int stable = 0;
        for (double feature : stability.features()) {
            stable += feature > STABLE ? 1 : 0;
        }
        return new Row(
                best.rank(),
                stability.runs().size(),
                best.relativeError(),
                largest,
                stability.mean(),
                stable,
                status.density(),
                status.deadFeatures());
    }
}
