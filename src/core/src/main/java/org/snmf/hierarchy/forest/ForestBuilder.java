package org.snmf.hierarchy.forest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.snmf.features.Feature;
import org.snmf.features.TopContexts;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.matrix.Coefficients;
import org.snmf.store.TokenTable;

/** Builds a {@link FeatureForest}: edges first, then each level's contexts and shares. */
final class ForestBuilder {
    private final Hierarchy hierarchy;
    private final TokenTable tokens;
    private final EdgeRule rule;
    private final int contexts;

    ForestBuilder(Hierarchy hierarchy, TokenTable tokens, EdgeRule rule, int contexts) {
        if (tokens.size() != hierarchy.tokens()) {
            throw new IllegalArgumentException("token table: expected the " + hierarchy.tokens()
                    + " tokens of the hierarchy, found " + tokens.size());
        }
        this.hierarchy = hierarchy;
        this.tokens = tokens;
        this.rule = rule;
        this.contexts = contexts;
    }

    FeatureForest build() {
        List<List<List<ForestEdge>>> edges = new ArrayList<>();
        for (int i = 0; i < hierarchy.depth(); i++) {
            edges.add(i == 0 ? none(hierarchy.rank(0)) : edges(i));
        }
        List<List<ForestNode>> levels = new ArrayList<>();
        Coefficients toTokens = hierarchy.level(0).coefficients();
        for (int i = 0; i < hierarchy.depth(); i++) {
            toTokens = i == 0 ? toTokens : Hierarchy.multiply(hierarchy.level(i).coefficients(), toTokens);
            List<List<ForestEdge>> above = i + 1 < edges.size() ? edges.get(i + 1) : List.of();
            levels.add(nodes(i, toTokens, edges.get(i), above));
        }
        return new FeatureForest(rule, levels);
    }

    private static List<List<ForestEdge>> none(int rank) {
        return Collections.nCopies(rank, List.of());
    }

    /** For each feature of level i ≥ 1 its edges, strongest first. */
    private List<List<ForestEdge>> edges(int i) {
        Coefficients y = hierarchy.level(i).coefficients();
        int[] strongest = strongestParents(y);
        List<List<ForestEdge>> all = new ArrayList<>();
        for (int r = 0; r < y.features(); r++) {
            all.add(edges(r, y.feature(r), strongest));
        }
        return all;
    }

    private List<ForestEdge> edges(int parent, float[] row, int[] strongest) {
        double mass = 0;
        double maximum = 0;
        for (float y : row) {
            mass += Math.max(0, y);
            maximum = Math.max(maximum, y);
        }
        double whole = rule.share() == EdgeRule.Share.OF_MASS ? mass : maximum;
        List<ForestEdge> kept = new ArrayList<>();
        for (int c = 0; c < row.length; c++) {
            boolean allowed = !rule.oneParent() || strongest[c] == parent;
            if (row[c] > 0 && row[c] >= rule.threshold() * whole && allowed) {
                kept.add(new ForestEdge(c, row[c], row[c] / mass));
            }
        }
        kept.sort(Comparator.comparingDouble(ForestEdge::share).reversed());
        return kept.subList(0, Math.min(kept.size(), rule.maxChildren()));
    }

    /** For each child the parent with the largest coefficient, the first of equals. */
    private static int[] strongestParents(Coefficients y) {
        int[] parents = new int[y.tokens()];
        for (int c = 0; c < parents.length; c++) {
            for (int r = 1; r < y.features(); r++) {
                if (y.get(r, c) > y.get(parents[c], c)) {
                    parents[c] = r;
                }
            }
        }
        return parents;
    }

    private List<ForestNode> nodes(
            int level, Coefficients toTokens, List<List<ForestEdge>> edges, List<List<ForestEdge>> above) {
        List<List<Integer>> parents = parents(toTokens.features(), above);
        TopContexts top = TopContexts.of(hierarchy.level(level).features(), toTokens, tokens);
        List<ForestNode> nodes = new ArrayList<>();
        for (int r = 0; r < toTokens.features(); r++) {
            Feature feature = top.feature(r, contexts);
            List<ForestContext> strongest = feature.contexts().stream()
                    .map(c -> new ForestContext(c.column(), c.token().text(), c.coefficient()))
                    .toList();
            nodes.add(new ForestNode(level, r, "", feature.share(), strongest, edges.get(r), parents.get(r)));
        }
        return nodes;
    }

    private static List<List<Integer>> parents(int rank, List<List<ForestEdge>> above) {
        List<List<Integer>> parents = new ArrayList<>();
        for (int r = 0; r < rank; r++) {
            parents.add(new ArrayList<>());
        }
        for (int p = 0; p < above.size(); p++) {
            for (ForestEdge edge : above.get(p)) {
                parents.get(edge.child()).add(p);
            }
        }
        return parents;
    }
}
