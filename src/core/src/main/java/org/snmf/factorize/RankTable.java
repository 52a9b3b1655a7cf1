package org.snmf.factorize;

import java.util.ArrayList;
import java.util.List;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

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
     * @param error lowest relative error of the runs
     * @param largestError highest relative error of the runs
     * @param stability mean {@link Stability} of the features of the best run
     * @param stableFeatures features of the best run with a stability above 0.8
     * @param density share of the entries of Y that are not zero, in the best run
     * @param deadFeatures dead features of the best run
     */
    public record Row(
            int rank,
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
     * @param progress told of every rank; when it requests a stop the rows so far are returned
     */
    public static RankTable run(
            ActivationMatrix a, SnmfOptions options, List<Integer> ranks, int seeds, Progress progress) {
        List<Row> rows = new ArrayList<>();
        for (int rank : ranks) {
            if (progress.stopRequested()) {
                progress.warn("Stopped: " + rows.size() + " of " + ranks.size() + " ranks were tried.");
                break;
            }
            rows.add(row(Stability.run(a, options.withRank(rank), seeds, progress)));
            progress.report(new Step("ranks", rows.size(), ranks.size(), "ranks", "k = " + rank));
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
                best.relativeError(),
                largest,
                stability.mean(),
                stable,
                status.density(),
                status.deadFeatures());
    }
}
