package org.snmf.views.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.hierarchy.forest.ForestEdge;
import org.snmf.hierarchy.forest.ForestNode;

/**
 * What of a forest is drawn: the nodes, numbered in reading order, and the edges between them.
 *
 * @param items the nodes, parents before children
 * @param edges edges between drawn nodes
 * @param columns number of columns, one a level, the coarsest drawn level first
 * @param leftOut number of nodes of the forest that are not drawn
 */
record TreeShape(List<Item> items, List<Edge> edges, int columns, int leftOut) {
    /**
     * @param number of the item, its index in the list
     * @param node what it shows
     * @param column 0 for the coarsest drawn level
     * @param root number of the root above it by the strongest edges, for the colour; roots are counted from 0
     */
    record Item(int number, ForestNode node, int column, int root) {}

    /**
     * @param parent number of the parent
     * @param child number of the child
     * @param share share of the parent's mass
     * @param strongest whether no other drawn edge to the child is stronger
     */
    record Edge(int parent, int child, double share, boolean strongest) {}

    /** The children of an item, strongest first. */
    List<Edge> below(int number) {
        return edges.stream()
                .filter(e -> e.parent() == number)
                .sorted(Comparator.comparingDouble(Edge::share).reversed())
                .toList();
    }

    /** The items without a drawn parent, in order. */
    List<Item> roots() {
        return items.stream()
                .filter(i -> edges.stream().noneMatch(e -> e.child() == i.number()))
                .toList();
    }

    /**
     * Chooses at most {@code limit} nodes. A tree is drawn whole, its strongest branches first, before the next is begun;
     * where not all fit, the trees that merge most nodes come first, and among equals those that carry more of the
     * reconstruction, so that what is left out stands alone or nearly so.
     */
    static TreeShape of(FeatureForest forest, List<ForestNode> roots, int limit) {
        Map<String, Integer> sizes = new HashMap<>();
        roots.forEach(r -> sizes.put(r.id(), forest.subtree(r).size()));
        Map<String, ForestNode> chosen = new LinkedHashMap<>();
        roots.stream()
                .sorted(Comparator.comparing((ForestNode r) -> sizes.get(r.id()))
                        .thenComparingInt(ForestNode::level)
                        .thenComparingDouble(ForestNode::share)
                        .reversed()
                        .thenComparingInt(ForestNode::feature))
                .forEach(r -> choose(forest, r, limit, chosen));
        return new Builder(forest, roots, chosen).build();
    }

    private static void choose(FeatureForest forest, ForestNode node, int limit, Map<String, ForestNode> chosen) {
        if (chosen.size() < limit && chosen.putIfAbsent(node.id(), node) == null) {
            forest.children(node).forEach(child -> choose(forest, child, limit, chosen));
        }
    }

    private static final class Builder {
        private final FeatureForest forest;
        private final List<ForestNode> roots;
        private final Map<String, ForestNode> chosen;
        private final Map<String, Integer> numbers = new LinkedHashMap<>();
        private final List<ForestNode> ordered = new ArrayList<>();

        Builder(FeatureForest forest, List<ForestNode> roots, Map<String, ForestNode> chosen) {
            this.forest = forest;
            this.roots = roots;
            this.chosen = chosen;
        }

        TreeShape build() {
            number();
            List<Edge> edges = edges();
            int coarsest = ordered.stream().mapToInt(ForestNode::level).max().orElse(0);
            int finest = ordered.stream().mapToInt(ForestNode::level).min().orElse(0);
            int[] root = rootNumbers(edges);
            List<Item> items = new ArrayList<>();
            for (int i = 0; i < ordered.size(); i++) {
                items.add(new Item(i, ordered.get(i), coarsest - ordered.get(i).level(), root[i]));
            }
            int reachable = (int) roots.stream()
                    .flatMap(r -> forest.subtree(r).stream())
                    .map(ForestNode::id)
                    .distinct()
                    .count();
            return new TreeShape(
                    List.copyOf(items),
                    edges,
                    ordered.isEmpty() ? 0 : coarsest - finest + 1,
                    reachable - ordered.size());
        }

        /** Numbers the nodes level by level, so that parents come before children. */
        private void number() {
            chosen.values().stream()
                    .sorted(Comparator.comparingInt(ForestNode::level).reversed())
                    .forEach(n -> {
                        numbers.put(n.id(), ordered.size());
                        ordered.add(n);
                    });
        }

        private List<Edge> edges() {
            double[] strongest = new double[ordered.size()];
            List<Edge> all = new ArrayList<>();
            for (ForestNode parent : ordered) {
                for (ForestEdge edge : parent.children()) {
                    Integer child = numbers.get(
                            forest.node(parent.level() - 1, edge.child()).id());
                    if (child != null) {
                        all.add(new Edge(Objects.requireNonNull(numbers.get(parent.id())), child, edge.share(), false));
                        strongest[child] = Math.max(strongest[child], edge.share());
                    }
                }
            }
            boolean[] taken = new boolean[ordered.size()];
            List<Edge> marked = new ArrayList<>();
            for (Edge e : all) {
                boolean first = e.share() == strongest[e.child()] && !taken[e.child()];
                taken[e.child()] |= first;
                marked.add(new Edge(e.parent(), e.child(), e.share(), first));
            }
            return List.copyOf(marked);
        }

        private int[] rootNumbers(List<Edge> edges) {
            int[] root = new int[ordered.size()];
            Arrays.fill(root, -1);
            edges.stream().filter(Edge::strongest).forEach(e -> root[e.child()] = -2 - e.parent());
            int roots = 0;
            for (int i = 0; i < root.length; i++) {
                root[i] = root[i] == -1 ? roots++ : root[-2 - root[i]];
            }
            return root;
        }
    }
}
