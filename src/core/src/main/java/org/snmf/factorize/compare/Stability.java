package org.snmf.factorize.compare;

import java.util.ArrayList;
import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.fit.Snmf;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.SparseColumns;
import org.snmf.progress.Progress;

/**
 * How far the features of a fit come back under other seeds. The features of every other run are matched one to one with
 * those of the best run so that the sum of |cosine| is greatest; the stability of a feature is the mean of its |cosine|
 * with its partners, in [0, 1].
 *
 * @param runs all runs, in the order of their seeds
 * @param best index of the run with the lowest error
 * @param features stability of each feature of the best run
 */
public record Stability(List<Factorization> runs, int best, double[] features) {
    /** The run with the lowest error. */
    public Factorization bestRun() {
        return runs.get(best);
    }

    /** Mean stability over the features. */
    public double mean() {
        double sum = 0;
        for (double feature : features) {
            sum += feature;
        }
        return sum / features.length;
    }

    /**
     * Fits {@code a} with the seeds {@code options.seed()}, {@code options.seed() + 1}, … and compares the runs.
     *
     * @param seeds how many runs, at least 2
     * @param progress told of every run; when it requests a stop, the runs so far are compared
     * @throws InputException if {@code seeds} is below 2, or a stop leaves fewer than two runs
     */
    public static Stability run(ActivationMatrix a, SnmfOptions options, int seeds, Progress progress) {
        if (seeds < 2) {
            throw new InputException(
                    "seeds",
                    "at least 2, since one run cannot be compared",
                    String.valueOf(seeds),
                    "Take 3 to 5 to begin with.");
        }
        List<Factorization> runs = runs(a, options, seeds, new FitsProgress(progress, "stability", seeds));
        if (runs.size() < 2) {
            throw new InputException(
                    "stability",
                    "at least 2 finished runs",
                    runs.size() + " when it was stopped",
                    "Let it run longer, or take fewer iterations.");
        }
        if (runs.size() < seeds) {
            progress.warn("Stopped: " + runs.size() + " of " + seeds + " runs are compared.");
        }
        return of(runs);
    }

    /**
     * The stability of the features of a given fit: {@code others} runs with the seeds after its own are compared with it.
     *
     * @param fit A ≈ ZY as it was found
     * @param a A
     * @param others how many runs, at least 1
     * @param progress told of every run; when it requests a stop, the runs so far are compared
     * @return mean |cosine| of each feature with its partners
     * @throws InputException if a stop leaves no run, or {@code a} has another shape
     */
    public static double[] ofFeatures(Factorization fit, ActivationMatrix a, int others, Progress progress) {
        if (others < 1) {
            throw new InputException("seeds", "at least 1 other seed", String.valueOf(others), "Take 3 to begin with.");
        }
        if (a.neurons() != fit.neurons() || a.tokens() != fit.tokens()) {
            throw new InputException(
                    "activations",
                    "the matrix that was factorized, " + fit.neurons() + " x " + fit.tokens(),
                    a.neurons() + " x " + a.tokens(),
                    "Give the activations that the features are of.");
        }
        SnmfOptions options = fit.options().withSeed(fit.options().seed() + 1);
        List<Factorization> runs = runs(a, options, others, new FitsProgress(progress, "stability", others));
        if (runs.isEmpty()) {
            throw new InputException("stability", "one finished run", "none when it was stopped", "Let it run longer.");
        }
        double[] means = new double[fit.rank()];
        for (Factorization run : runs) {
            double[] matched = matchedCosines(fit.features(), run.features());
            for (int r = 0; r < means.length; r++) {
                means[r] += matched[r] / runs.size();
            }
        }
        return means;
    }

    /** The runs that were finished before a stop. */
    static List<Factorization> runs(ActivationMatrix a, SnmfOptions options, int seeds, FitsProgress progress) {
        List<Factorization> runs = new ArrayList<>();
        for (int i = 0; i < seeds && !progress.stopRequested(); i++) {
            long seed = options.seed() + i;
            progress.begin("k = " + options.rank() + ", seed " + seed);
            Factorization run = Snmf.fit(a, options.withSeed(seed), progress);
            if (!run.stopped()) {
                runs.add(run);
                progress.end(run.relativeError());
            }
        }
        return runs;
    }

    /**
     * Compares finished runs of the same matrix and rank.
     *
     * @throws IllegalArgumentException if there are fewer than two, or they differ in shape
     */
    public static Stability of(List<Factorization> runs) {
        if (runs.size() < 2) {
            throw new IllegalArgumentException("expected at least 2 runs, found " + runs.size());
        }
        int best = 0;
        for (int i = 1; i < runs.size(); i++) {
            if (runs.get(i).relativeError() < runs.get(best).relativeError()) {
                best = i;
            }
        }
        SparseColumns reference = runs.get(best).features();
        double[] sums = new double[reference.columns()];
        for (int i = 0; i < runs.size(); i++) {
            if (i != best) {
                double[] matched = matchedCosines(reference, runs.get(i).features());
                for (int r = 0; r < sums.length; r++) {
                    sums[r] += matched[r] / (runs.size() - 1);
                }
            }
        }
        return new Stability(List.copyOf(runs), best, sums);
    }

    /** |cosine| of each column of {@code x} with its partner in {@code y} under the best one-to-one matching. */
    static double[] matchedCosines(SparseColumns x, SparseColumns y) {
        double[][] cosines = absoluteCosines(x, y);
        int[] partner = Assignment.best(cosines);
        double[] matched = new double[partner.length];
        for (int r = 0; r < matched.length; r++) {
            matched[r] = cosines[r][partner[r]];
        }
        return matched;
    }

    /** |cosine| of every column of {@code x} with every column of {@code y}; 0 where one is all zero. */
    private static double[][] absoluteCosines(SparseColumns x, SparseColumns y) {
        if (x.rows() != y.rows() || x.columns() != y.columns()) {
            throw new IllegalArgumentException("expected features of the same shape, found " + x.rows() + " x "
                    + x.columns() + " and " + y.rows() + " x " + y.columns());
        }
        double[] lengths = lengths(y);
        double[] own = lengths(x);
        double[][] cosines = new double[x.columns()][y.columns()];
        for (int r = 0; r < x.columns(); r++) {
            float[] dense = x.column(r);
            for (int s = 0; s < y.columns(); s++) {
                double sum = 0;
                for (int i = y.offset(s); i < y.offset(s + 1); i++) {
                    sum += (double) dense[y.index(i)] * y.value(i);
                }
                cosines[r][s] = sum == 0 ? 0 : Math.abs(sum) / (own[r] * lengths[s]);
            }
        }
        return cosines;
    }

    private static double[] lengths(SparseColumns z) {
        double[] lengths = new double[z.columns()];
        for (int r = 0; r < lengths.length; r++) {
            for (int i = z.offset(r); i < z.offset(r + 1); i++) {
                lengths[r] += (double) z.value(i) * z.value(i);
            }
            lengths[r] = Math.sqrt(lengths[r]);
        }
        return lengths;
    }
}
