package org.snmf.hierarchy.forest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.store.TokenTable;

/**
 * The tree of concepts that a hierarchy describes (paper, Appendix F.4): a node for each feature of each level, edges
 * from a feature to those of the level below by an {@link EdgeRule}, and for each node the tokens at which it is
 * strongest. A child may have several parents unless the rule says otherwise; roots are the nodes without parents, on
 * whichever level they lie. Immutable.
 */
public final class FeatureForest {
    /** How many contexts a node keeps unless said otherwise. */
    public static final int DEFAULT_CONTEXTS = 20;

    private final EdgeRule rule;
    private final List<List<ForestNode>> levels;

    FeatureForest(EdgeRule rule, List<List<ForestNode>> levels) {
        this.rule = rule;
        this.levels = levels.stream().map(List::copyOf).toList();
    }

    /**
     * Builds the forest of a hierarchy with {@value #DEFAULT_CONTEXTS} contexts a node and no labels.
     *
     * @throws IllegalArgumentException if the table has not the n tokens of the hierarchy
     */
    public static FeatureForest of(Hierarchy hierarchy, TokenTable tokens, EdgeRule rule) {
        return of(hierarchy, tokens, rule, DEFAULT_CONTEXTS);
    }

    /** As {@link #of(Hierarchy, TokenTable, EdgeRule)}, keeping at most {@code contexts} contexts a node. */
    public static FeatureForest of(Hierarchy hierarchy, TokenTable tokens, EdgeRule rule, int contexts) {
        return new ForestBuilder(hierarchy, tokens, rule, contexts).build();
    }

    /** The same forest with each node labelled by {@code describer}; nodes are given without their old labels. */
    public FeatureForest labelled(Function<ForestNode, String> describer) {
        List<List<ForestNode>> labelled = new ArrayList<>();
        for (List<ForestNode> level : levels) {
            labelled.add(level.stream()
                    .map(n -> n.withLabel(describer.apply(n.withLabel(""))))
                    .toList());
        }
        return new FeatureForest(rule, labelled);
    }

    /** The rule by which edges were kept. */
    public EdgeRule rule() {
        return rule;
    }

    /** Number of levels of the hierarchy. */
    public int levelCount() {
        return levels.size();
    }

    /** The nodes of level i in the order of its features; 0 is the finest. */
    public List<ForestNode> level(int i) {
        return levels.get(i);
    }

    /** The node of a feature. */
    public ForestNode node(int level, int feature) {
        return levels.get(level).get(feature);
    }

    /** All nodes, coarsest level first. */
    public List<ForestNode> nodes() {
        List<ForestNode> all = new ArrayList<>();
        for (int i = levels.size() - 1; i >= 0; i--) {
            all.addAll(levels.get(i));
        }
        return all;
    }

    /** The nodes without parents, coarsest level first. */
    public List<ForestNode> roots() {
        return nodes().stream().filter(n -> n.parents().isEmpty()).toList();
    }

    /** The children of a node, strongest first. */
    public List<ForestNode> children(ForestNode parent) {
        return parent.children().stream()
                .map(e -> node(parent.level() - 1, e.child()))
                .toList();
    }

    /** The parents of a node, in the order of their features. */
    public List<ForestNode> parents(ForestNode child) {
        return child.parents().stream().map(p -> node(child.level() + 1, p)).toList();
    }

    /**
     * The parent whose edge to the node carries the largest share.
     *
     * @throws java.util.NoSuchElementException if the node is a root
     */
    public ForestNode strongestParent(ForestNode child) {
        return parents(child).stream()
                .max(Comparator.comparingDouble(parent -> parent.children().stream()
                        .filter(e -> e.child() == child.feature())
                        .mapToDouble(ForestEdge::share)
                        .sum()))
                .orElseThrow();
    }

    /** The node and everything below it, each node once, parents before children. */
    public List<ForestNode> subtree(ForestNode root) {
        Set<ForestNode> seen = new LinkedHashSet<>();
        List<ForestNode> row = List.of(root);
        while (!row.isEmpty()) {
            seen.addAll(row);
            row = row.stream().flatMap(n -> children(n).stream()).distinct().toList();
        }
        return List.copyOf(seen);
    }

    /** Number of nodes on the longest way from a root down; 1 when there are no edges. */
    public int depth() {
        int deepest = 0;
        int[] below = new int[0];
        for (List<ForestNode> level : levels) {
            int[] heights = new int[level.size()];
            for (int r = 0; r < heights.length; r++) {
                heights[r] = 1 + highest(level.get(r), below);
                deepest = Math.max(deepest, heights[r]);
            }
            below = heights;
        }
        return deepest;
    }

    private static int highest(ForestNode node, int[] heights) {
        return node.children().stream().mapToInt(e -> heights[e.child()]).max().orElse(0);
    }

    /** Mean number of children of the nodes that have any; NaN when none has. */
    public double branching() {
        return nodes().stream()
                .mapToInt(n -> n.children().size())
                .filter(c -> c > 0)
                .average()
                .orElse(Double.NaN);
    }

    /** Mean share of a parent's coefficient mass that its kept edges carry, over nodes with edges; NaN when none has. */
    public double massCarried() {
        return nodes().stream()
                .filter(n -> !n.children().isEmpty())
                .mapToDouble(ForestNode::massCarried)
                .average()
                .orElse(Double.NaN);
    }

    /** Number of edges. */
    public int edgeCount() {
        return nodes().stream().mapToInt(n -> n.children().size()).sum();
    }

    /**
     * The nodes whose label contains {@code text}, or of which a strongest token equals it; letter case and surrounding
     * space do not count. Coarsest level first.
     */
    public List<ForestNode> find(String text) {
        String wanted = fold(text);
        return nodes().stream()
                .filter(n -> (!wanted.isEmpty() && fold(n.label()).contains(wanted))
                        || n.contexts().stream().anyMatch(c -> fold(c.text()).equals(wanted)))
                .toList();
    }

    private static String fold(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    /** The forest as JSON, complete: {@link #fromJson} reads it back. */
    public String toJson() {
        return ForestJson.write(this);
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @param where what to call the text in an error, such as a file name
     * @throws org.snmf.errors.InputException if it is not a forest
     */
    public static FeatureForest fromJson(String where, String json) {
        return ForestJson.read(where, json);
    }

    /** The forest as GraphML, with labels, tokens and shares as attributes; characters XML does not know become U+FFFD. */
    public String toGraphMl() {
        return GraphMl.write(this);
    }

    /**
     * The forest in Newick's format, one tree a line for each root, an edge's share as its branch length. A tree has no
     * shared nodes, so a child of several parents is written under each of them.
     */
    public String toNewick() {
        return Newick.write(this);
    }

    /** Writes the forest to a file as JSON, GraphML or Newick by its ending: .json, .graphml, .nwk or .newick. */
    public void save(String file) {
        save(Path.of(file));
    }

    /** {@link #save(String)} to a path. */
    public void save(Path file) {
        ForestFiles.save(this, file);
    }

    /** Reads a forest from a JSON file that {@link #save} wrote. */
    public static FeatureForest load(Path file) {
        return fromJson(file.toString(), ForestFiles.read(file));
    }
}
