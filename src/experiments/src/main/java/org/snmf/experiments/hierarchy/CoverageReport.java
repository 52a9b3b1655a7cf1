package org.snmf.experiments.hierarchy;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.experiments.stats.Interval;

/**
 * How far parents cover what their children promote (paper, Appendix G and Table 8).
 *
 * @param parents one entry for each parent with at least two children, in the order of the features
 * @param skipped number of features of the parents' level with fewer children
 * @param prompts number of prompts
 * @param stopped whether parents are missing because a stop was requested
 * @param bootstrap of the intervals
 */
public record CoverageReport(
        List<ParentCoverage> parents, int skipped, int prompts, boolean stopped, Bootstrap bootstrap) {
    /**
     * One parent.
     *
     * @param parent its feature
     * @param children its children's features
     * @param coverage share of the tokens that any child promotes that the parent promotes too
     * @param diversity 1 − tokens that all children promote over tokens that any promotes
     * @param meanPerChild mean over the children of the share of its tokens that the parent promotes too
     * @param random coverage of as many random features of the children's level that are not its children
     */
    public record ParentCoverage(
            int parent, List<Integer> children, double coverage, double diversity, double meanPerChild, double random) {
        public ParentCoverage {
            children = List.copyOf(children);
        }
    }

    public CoverageReport {
        parents = List.copyOf(parents);
    }

    /** Number of parents, n. */
    public int n() {
        return parents.size();
    }

    /** Mean coverage with its interval over parents. */
    public Interval coverage() {
        return interval(ParentCoverage::coverage);
    }

    /** Mean diversity with its interval over parents. */
    public Interval diversity() {
        return interval(ParentCoverage::diversity);
    }

    /** Mean coverage per child with its interval over parents. */
    public Interval meanPerChild() {
        return interval(ParentCoverage::meanPerChild);
    }

    /** Mean coverage of random features with its interval over parents. */
    public Interval random() {
        return interval(ParentCoverage::random);
    }

    /** Mean difference between a parent's coverage of its children and of random features, with its interval. */
    public Interval aboveRandom() {
        return interval(p -> p.coverage() - p.random());
    }

    /** Standard deviation over parents (with n − 1), as the paper's table gives; NaN for fewer than two. */
    public double spread(ToDoubleFunction<ParentCoverage> measure) {
        double mean = parents.stream().mapToDouble(measure).average().orElse(Double.NaN);
        double squares = parents.stream()
                .mapToDouble(p -> Math.pow(measure.applyAsDouble(p) - mean, 2))
                .sum();
        return Math.sqrt(squares / (n() - 1));
    }

    private Interval interval(ToDoubleFunction<ParentCoverage> measure) {
        return bootstrap.mean(parents.stream().mapToDouble(measure).toArray());
    }
}
