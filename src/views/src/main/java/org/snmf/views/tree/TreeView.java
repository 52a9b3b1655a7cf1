package org.snmf.views.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.snmf.errors.InputException;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.hierarchy.forest.ForestNode;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;
import org.snmf.views.display.StaticImage;

/**
 * A concept tree as a picture: one column a level, coarsest at the left; in a node its label, its share of the
 * reconstruction and its strongest tokens sized by strength; an edge as wide as the share of the parent's mass that it
 * carries. Without JavaScript the picture is complete; where scripts run, it takes the width of the page, begins folded to what
 * fits a screen, and a click on a node folds or opens what is below it.
 * Immutable.
 */
public final class TreeView implements Displayable {
    /** Most nodes that are drawn unless said otherwise. */
    public static final int NODES = 200;

    private final FeatureForest forest;
    private final List<ForestNode> roots;
    private final String title;
    private final int nodes;
    private final Set<String> found;

    private TreeView(FeatureForest forest, List<ForestNode> roots, String title, int nodes, Set<String> found) {
        this.forest = forest;
        this.roots = roots;
        this.title = title;
        this.nodes = nodes;
        this.found = found;
    }

    /** The whole forest, or its {@value #NODES} most telling nodes. */
    public static TreeView of(FeatureForest forest) {
        return new TreeView(forest, forest.roots(), "Concept tree", NODES, Set.of());
    }

    /**
     * Only what is below these nodes, themselves included.
     *
     * @throws InputException if no node is given
     */
    public TreeView below(List<ForestNode> tops) {
        if (tops.isEmpty()) {
            throw new InputException("tree", "at least one node to start from", "none", "Choose from forest.nodes().");
        }
        return new TreeView(forest, List.copyOf(tops), title, nodes, found);
    }

    /** With another title. */
    public TreeView withTitle(String newTitle) {
        return new TreeView(forest, roots, newTitle, nodes, found);
    }

    /** With at most so many nodes; how many are left out is said below the picture. */
    public TreeView withNodes(int most) {
        if (most < 1) {
            throw new InputException("nodes of a tree", "1 or more", most + "", "");
        }
        return new TreeView(forest, roots, title, most, found);
    }

    /** With these nodes marked, as what was looked for. */
    public TreeView marked(List<ForestNode> matches) {
        Set<String> ids = matches.stream().map(ForestNode::id).collect(Collectors.toUnmodifiableSet());
        return new TreeView(forest, roots, title, nodes, ids);
    }

    /** The tree to look at. */
    @Override
    public Display display() {
        TreeShape shape = TreeShape.of(forest, roots, nodes);
        return Display.of(html(shape).build(), new TreeText(title, notes(shape), shape, found).build());
    }

    /** The picture as an SVG document, to save as a file; its ground is transparent, its ink dark. */
    public String svg() {
        return StaticImage.printed(html(TreeShape.of(forest, roots, nodes)).svg());
    }

    private TreeHtml html(TreeShape shape) {
        List<NodeLabel> labels = new ArrayList<>();
        shape.items().forEach(i -> labels.add(new NodeLabel(i.node())));
        return new TreeHtml(title, notes(shape), shape, labels, TreeLayout.of(shape, labels), found);
    }

    private List<String> notes(TreeShape shape) {
        List<String> notes = new ArrayList<>();
        notes.add(shape.items().size() + " features on " + shape.columns() + " levels, "
                + shape.edges().size() + " edges");
        notes.add("edges: " + forest.rule().text());
        if (shape.leftOut() > 0) {
            notes.add(shape.leftOut() + " more features are not shown");
        }
        return notes;
    }
}
