package org.snmf.hierarchy.forest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One feature in a {@link FeatureForest}.
 *
 * @param level its level; 0 is the finest
 * @param feature its index among the features of the level
 * @param label what a describer called it; empty when nobody did
 * @param share its share of the level's reconstruction Z_i (Y_i ⋯ Y_0), as {@link
 *     org.snmf.features.ReconstructionShares} defines it
 * @param contexts the tokens at which it is strongest, strongest first, each sentence once
 * @param children its edges to features of the level below, strongest first
 * @param parents indices of the features of the level above that have an edge to it, ascending
 */
public record ForestNode(
        int level,
        int feature,
        String label,
        double share,
        List<ForestContext> contexts,
        List<ForestEdge> children,
        List<Integer> parents) {
    public ForestNode {
        contexts = List.copyOf(contexts);
        children = List.copyOf(children);
        parents = List.copyOf(parents);
    }

    /** The name of the node in exports: level and feature, as in {@code "1.23"}. */
    public String id() {
        return level + "." + feature;
    }

    /** The label, or the strongest tokens where there is none, or the id where there are no tokens either. */
    public String title() {
        if (!label.isEmpty()) {
            return label;
        }
        String words = tokens().stream().limit(3).map(t -> t.text().strip()).collect(Collectors.joining(" "));
        return words.isBlank() ? id() : words;
    }

    /** The distinct token texts of the contexts with their shares, strongest first. */
    public List<TokenStrength> tokens() {
        Map<String, Double> sums = new LinkedHashMap<>();
        contexts.forEach(c -> sums.merge(c.text(), (double) c.coefficient(), Double::sum));
        double total = sums.values().stream().mapToDouble(Double::doubleValue).sum();
        List<TokenStrength> tokens = new ArrayList<>();
        sums.forEach((text, sum) -> tokens.add(new TokenStrength(text, sum / total)));
        tokens.sort(Comparator.comparingDouble(TokenStrength::strength).reversed());
        return tokens;
    }

    /** Share of its coefficient mass that its kept edges carry, in [0, 1]; 0 on the finest level. */
    public double massCarried() {
        return children.stream().mapToDouble(ForestEdge::share).sum();
    }

    /** This node under another label. */
    public ForestNode withLabel(String other) {
        return new ForestNode(level, feature, other, share, contexts, children, parents);
    }
}
