package org.snmf.experiments.hierarchy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snmf.experiments.concepts.Concept;
import org.snmf.experiments.concepts.ConceptFeatures;
import org.snmf.experiments.stats.Permutation;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.hierarchy.forest.ForestNode;

/**
 * Whether parents gather children of one kind. Each finest feature may have a class (a day, a month, another unit); the
 * group of a node is the classed features below it. Purity is the share of the members of all groups of at least two that
 * belong to the largest class of their group. Chance is the same with the classes dealt at random among the classed
 * features.
 */
public final class ParentPurity {
    private final FeatureForest forest;
    private final int[] classes;

    /** @param classes for each feature of the finest level its class, or −1 for none */
    public ParentPurity(FeatureForest forest, int[] classes) {
        if (classes.length != forest.level(0).size()) {
            throw new IllegalArgumentException("classes: expected one for each of "
                    + forest.level(0).size() + " features, found " + classes.length);
        }
        this.forest = forest;
        this.classes = classes.clone();
    }

    /** The classes of the finest features by the words at half of their strongest tokens. */
    public static ParentPurity of(FeatureForest forest, ConceptFeatures features, List<Concept> kinds) {
        return new ParentPurity(forest, features.classes(kinds, false));
    }

    /** {@link #test} in one line, which says no more than the numbers do. */
    public String sentence(int level, Permutation permutation) {
        return test(level, permutation)
                .map(found -> String.format(
                        Locale.ROOT,
                        "purity of %d parents: %.2f, by chance %.2f, p = %.4f",
                        parents(level).size(),
                        found.observed(),
                        found.chance(),
                        found.p()))
                .orElse("no parent has two features of a kind below it");
    }

    /** Purity of the nodes of a level, with a permutation test; empty when no node has two classed features below it. */
    public Optional<Permutation.Result> test(int level, Permutation permutation) {
        List<int[]> groups = groups(level);
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        int[] classed = classed();
        int[] dealt = IntStream.of(classed).map(r -> classes[r]).toArray();
        int[] placeOf = new int[classes.length];
        for (int i = 0; i < classed.length; i++) {
            placeOf[classed[i]] = i;
        }
        return Optional.of(permutation.test(dealt, labels -> purity(groups, labels, placeOf)));
    }

    private int[] classed() {
        return IntStream.range(0, classes.length).filter(r -> classes[r] >= 0).toArray();
    }

    private static double purity(List<int[]> groups, int[] labels, int[] placeOf) {
        int members = 0;
        int pure = 0;
        int kinds = IntStream.of(labels).max().orElse(0) + 1;
        for (int[] group : groups) {
            int[] counts = new int[kinds];
            for (int r : group) {
                counts[labels[placeOf[r]]]++;
            }
            members += group.length;
            pure += IntStream.of(counts).max().orElse(0);
        }
        return (double) pure / members;
    }

    /** For each node of a level with at least two classed features below it, these features. */
    public List<int[]> groups(int level) {
        return parents(level).stream().map(this::below).toList();
    }

    /** The nodes of a level with at least two classed features below them. */
    public List<ForestNode> parents(int level) {
        return forest.level(level).stream()
                .filter(node -> below(node).length >= 2)
                .toList();
    }

    private int[] below(ForestNode node) {
        return forest.subtree(node).stream()
                .filter(n -> n.level() == 0 && classes[n.feature()] >= 0)
                .mapToInt(ForestNode::feature)
                .toArray();
    }

    /**
     * The node of a level with the most of some finest features below it.
     *
     * @param node the node, the first of equals
     * @param features which of the features are below it
     */
    public record Meeting(ForestNode node, int[] features) {}

    /** Where most of {@code features} meet on a level. */
    public Meeting meeting(int level, int... features) {
        Optional<Meeting> best = Optional.empty();
        for (ForestNode node : forest.level(level)) {
            List<Integer> below = forest.subtree(node).stream()
                    .filter(n -> n.level() == 0)
                    .map(ForestNode::feature)
                    .toList();
            int[] met = IntStream.of(features).filter(below::contains).toArray();
            if (best.isEmpty() || met.length > best.get().features().length) {
                best = Optional.of(new Meeting(node, met));
            }
        }
        return best.orElseThrow();
    }
}
