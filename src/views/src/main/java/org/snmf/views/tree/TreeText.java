package org.snmf.views.tree;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.snmf.hierarchy.forest.ForestNode;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Visible;

/** A tree of characters: a child of several parents stands in full below the first and is named below the others. */
final class TreeText {
    private static final int TOKENS = 5;

    private final String title;
    private final List<String> notes;
    private final TreeShape shape;
    private final Set<String> found;
    private final Set<Integer> written = new HashSet<>();
    private final StringBuilder out = new StringBuilder();

    TreeText(String title, List<String> notes, TreeShape shape, Set<String> found) {
        this.title = title;
        this.notes = notes;
        this.shape = shape;
        this.found = found;
    }

    String build() {
        line("", Visible.text(title));
        notes.forEach(note -> line("", note));
        for (TreeShape.Item root : shape.roots()) {
            write(root, "", "", "");
        }
        return out.toString();
    }

    private void write(TreeShape.Item item, String here, String below, String share) {
        boolean first = written.add(item.number());
        String name =
                (found.contains(item.node().id()) ? "» " : "") + item.node().id() + " " + name(item.node());
        if (!first) {
            line(here, share + name + " (see above)");
            return;
        }
        line(here, share + name + tokens(item.node()));
        List<TreeShape.Edge> edges = shape.below(item.number());
        for (int i = 0; i < edges.size(); i++) {
            boolean last = i == edges.size() - 1;
            TreeShape.Item child = shape.items().get(edges.get(i).child());
            write(
                    child,
                    below + (last ? "└─ " : "├─ "),
                    below + (last ? "   " : "│  "),
                    Numbers.percent(edges.get(i).share()) + " ");
        }
    }

    private static String name(ForestNode node) {
        return node.label().isEmpty() ? "" : Visible.title(node.label()) + ": ";
    }

    private static String tokens(ForestNode node) {
        return node.tokens().stream()
                .limit(TOKENS)
                .map(t -> Visible.token(t.text().strip()))
                .collect(Collectors.joining(" "));
    }

    private void line(String branch, String text) {
        out.append(branch)
                .append(Visible.cut(text, PlainTable.WIDTH - Visible.width(branch)))
                .append('\n');
    }
}
