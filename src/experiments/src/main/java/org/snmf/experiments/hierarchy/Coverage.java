package org.snmf.experiments.hierarchy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.snmf.errors.InputException;
import org.snmf.experiments.intervene.Amplification;
import org.snmf.experiments.intervene.LogitChange;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.hierarchy.forest.ForestNode;
import org.snmf.matrix.SparseColumns;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Intervention;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * Whether a parent's effect on the output covers that of its children (paper, Appendix G): each feature is amplified on its
 * own, and the tokens whose logits rise most, on the mean over the prompts, are what it promotes. Coverage is the share of
 * the union of the children's promoted tokens that is among the parent's.
 */
public final class Coverage {
    private final LanguageModel model;
    private final Amplification amplification;
    private final CoverageOptions options;

    /**
     * @param model the network that the features come from; only read
     * @param amplification what is added for each feature, and where
     */
    public Coverage(LanguageModel model, Amplification amplification, CoverageOptions options) {
        this.model = model;
        this.amplification = amplification;
        this.options = options;
    }

    /**
     * Measures the parents of one level that have at least two children.
     *
     * @param hierarchy whose features are amplified
     * @param forest of the hierarchy; {@link org.snmf.hierarchy.forest.EdgeRule#appendixG()} gives the paper's children
     * @param level of the parents, at least 1
     * @param prompts token ids; the paper has 20
     * @param progress told of every parent; when it requests a stop, the parents so far are reported
     */
    public CoverageReport measure(
            Hierarchy hierarchy, FeatureForest forest, int level, List<int[]> prompts, Progress progress) {
        if (level < 1 || level >= hierarchy.depth()) {
            throw new InputException("level of the parents", "1 to " + (hierarchy.depth() - 1), "" + level, "");
        }
        if (prompts.isEmpty()) {
            throw new InputException("coverage", "at least one prompt", "none", "");
        }
        return new Run(hierarchy, forest, level, prompts, progress).run();
    }

    /** One measurement on its way; promoted tokens of a feature are found once. */
    private final class Run {
        private final SparseColumns upper;
        private final SparseColumns lower;
        private final List<ForestNode> nodes;
        private final LogitChange change;
        private final Progress progress;
        private final SplittableRandom draws = new SplittableRandom(options.seed());
        private final Map<Integer, Set<Integer>> ofChild = new HashMap<>();

        Run(Hierarchy hierarchy, FeatureForest forest, int level, List<int[]> prompts, Progress progress) {
            this.upper = hierarchy.level(level).features();
            this.lower = hierarchy.level(level - 1).features();
            this.nodes = forest.level(level);
            this.change = new LogitChange(model, prompts);
            this.progress = progress;
        }

        CoverageReport run() {
            List<ForestNode> parents =
                    nodes.stream().filter(n -> n.children().size() >= 2).toList();
            List<CoverageReport.ParentCoverage> measured = new ArrayList<>();
            for (ForestNode parent : parents) {
                if (progress.stopRequested()) {
                    break;
                }
                measured.add(measure(parent));
                progress.report(new Step("coverage", measured.size(), parents.size(), "parents", ""));
            }
            boolean stopped = measured.size() < parents.size();
            return new CoverageReport(
                    measured, nodes.size() - parents.size(), change.prompts(), stopped, options.bootstrap());
        }

        private CoverageReport.ParentCoverage measure(ForestNode parent) {
            List<Integer> children =
                    parent.children().stream().map(e -> e.child()).toList();
            List<Integer> others = others(children);
            Set<Integer> promoted = amplify(parent.feature(), children, others);
            List<Set<Integer>> sets = children.stream().map(ofChild::get).toList();
            Set<Integer> common = new HashSet<>(sets.get(0));
            sets.forEach(common::retainAll);
            double perChild =
                    sets.stream().mapToDouble(s -> share(s, promoted)).average().orElseThrow();
            List<Set<Integer>> random = others.stream().map(ofChild::get).toList();
            return new CoverageReport.ParentCoverage(
                    parent.feature(),
                    children,
                    share(union(sets), promoted),
                    1 - (double) common.size() / Math.max(1, union(sets).size()),
                    perChild,
                    share(union(random), promoted));
        }

        /** As many random features of the lower level as there are children, none of them a child. */
        private List<Integer> others(List<Integer> children) {
            int[] pool = IntStream.range(0, lower.columns())
                    .filter(r -> !children.contains(r))
                    .toArray();
            List<Integer> drawn = new ArrayList<>();
            for (int i = 0; i < Math.min(children.size(), pool.length); i++) {
                int j = i + draws.nextInt(pool.length - i);
                drawn.add(pool[j]);
                pool[j] = pool[i];
            }
            return drawn;
        }

        /** What the parent promotes; finds what these features of the lower level promote where it is not known yet. */
        private Set<Integer> amplify(int parent, List<Integer> children, List<Integer> others) {
            List<Integer> unknown = Stream.concat(children.stream(), others.stream())
                    .filter(r -> !ofChild.containsKey(r))
                    .toList();
            List<List<Intervention>> added = new ArrayList<>();
            added.add(amplification.along(upper.column(parent)));
            unknown.forEach(r -> added.add(amplification.along(lower.column(r))));
            List<double[]> means = change.meansUnder(added);
            for (int i = 0; i < unknown.size(); i++) {
                ofChild.put(unknown.get(i), promoted(means.get(i + 1), options.childTokens()));
            }
            return promoted(means.get(0), options.parentTokens());
        }
    }

    /** The tokens whose logits rise most on the mean over the prompts; the lower id among equals. */
    private static Set<Integer> promoted(double[] mean, int count) {
        return IntStream.range(0, mean.length)
                .filter(v -> mean[v] > 0)
                .boxed()
                .sorted((v, w) -> Double.compare(mean[w], mean[v]))
                .limit(count)
                .collect(LinkedHashSet::new, Set::add, Set::addAll);
    }

    private static Set<Integer> union(List<Set<Integer>> sets) {
        Set<Integer> union = new HashSet<>();
        sets.forEach(union::addAll);
        return union;
    }

    /** Share of {@code tokens} that are among {@code promoted}; 0 when there are none, as of a dead feature. */
    private static double share(Set<Integer> tokens, Set<Integer> promoted) {
        return tokens.isEmpty()
                ? 0
                : (double) tokens.stream().filter(promoted::contains).count() / tokens.size();
    }
}
