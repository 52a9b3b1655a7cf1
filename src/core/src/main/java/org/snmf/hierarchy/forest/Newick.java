package org.snmf.hierarchy.forest;

/** The Newick form of a forest: one tree a line. */
final class Newick {
    private final FeatureForest forest;
    private final StringBuilder out = new StringBuilder();

    private Newick(FeatureForest forest) {
        this.forest = forest;
    }

    static String write(FeatureForest forest) {
        Newick newick = new Newick(forest);
        for (ForestNode root : forest.roots()) {
            newick.tree(root);
            newick.out.append(";\n");
        }
        return newick.out.toString();
    }

    private void tree(ForestNode node) {
        if (!node.children().isEmpty()) {
            String separator = "(";
            for (ForestEdge edge : node.children()) {
                out.append(separator);
                tree(forest.node(node.level() - 1, edge.child()));
                out.append(':').append(edge.share());
                separator = ",";
            }
            out.append(')');
        }
        out.append(quoted(node.title() + " [" + node.id() + "]"));
    }

    /** A quoted label: quotes doubled, control characters (line ends included) as spaces. */
    private static String quoted(String label) {
        return "'" + label.replace("'", "''").replaceAll("\\p{Cntrl}", " ") + "'";
    }
}
