package org.snmf.views.tree;

import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.snmf.hierarchy.forest.ForestNode;
import org.snmf.views.display.Html;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.StaticImage;
import org.snmf.views.display.Theme;

/** The rich rendering of a tree: a picture that is complete in itself, and a script that folds it. */
final class TreeHtml {
    /** Colours of the trees of a forest, of middle lightness. */
    private static final List<String> COLOURS =
            List.of("#2f7ed8", "#e8590c", "#1b9e77", "#a35fc9", "#c99a06", "#d64b7f", "#4f9bb0", "#7a8590");

    private static final double THICKEST = 9;

    private static final String CSS = String.format(Locale.ROOT, """
            .snmf-tree text{fill:%1$s;font-family:system-ui,-apple-system,'Segoe UI',sans-serif}
            .snmf-tree .b{fill:rgba(127,127,127,.1);stroke:rgba(127,127,127,.35)}
            .snmf-tree .m{fill:rgba(240,140,0,.28);stroke:#e8590c;stroke-width:2}
            .snmf-tree .t{font-size:12.5px;font-weight:600}
            .snmf-tree .s{font-size:10px;opacity:.75;text-anchor:end}
            .snmf-tree .h{font-size:11px;opacity:.75}
            .snmf-tree .e{fill:none;stroke-opacity:.5}
            .snmf-tree .f{display:none;font-size:12px;font-weight:600}
            .snmf-tree .live{cursor:pointer}
            .snmf-tree .live:hover .b{stroke:%1$s}
            """, StaticImage.INK);

    private final String title;
    private final List<String> notes;
    private final TreeShape shape;
    private final List<NodeLabel> labels;
    private final TreeLayout layout;
    private final Set<String> found;

    TreeHtml(
            String title,
            List<String> notes,
            TreeShape shape,
            List<NodeLabel> labels,
            TreeLayout layout,
            Set<String> found) {
        this.title = title;
        this.notes = notes;
        this.shape = shape;
        this.labels = labels;
        this.layout = layout;
        this.found = found;
    }

    String build() {
        Html html = Theme.open();
        html.element("div", title, "class", "snmf-caption");
        html.open("div", "class", "snmf-scroll snmf-forest");
        StaticImage.write(html, svg(), String.join("; ", notes), Math.round(layout.width()), true);
        html.close();
        html.element("div", String.join("; ", notes) + ".", "class", "snmf-note");
        return html.script(TreeScript.SCRIPT).close().build();
    }

    /** The picture as an SVG document. */
    String svg() {
        String width = number(layout.width());
        String height = number(layout.height());
        Html svg = new Html();
        svg.open(
                "svg",
                "class",
                "snmf-tree",
                "width",
                width,
                "height",
                height,
                "viewBox",
                "0 0 " + width + " " + height,
                "xmlns",
                "http://www.w3.org/2000/svg");
        svg.element("title", title).style(CSS).newline();
        header(svg);
        svg.open("g");
        shape.edges().forEach(e -> edge(svg, e));
        svg.close().newline().open("g");
        shape.items().forEach(i -> node(svg, i));
        return svg.close().close().build();
    }

    private void header(Html html) {
        for (int c = 0; c < shape.columns(); c++) {
            int column = c;
            List<TreeShape.Item> items =
                    shape.items().stream().filter(i -> i.column() == column).toList();
            if (!items.isEmpty()) {
                String text = "level " + items.get(0).node().level() + " · " + items.size();
                html.element("text", text, "class", "h", "x", number(layout.columnX(c)), "y", "13", "data-c", c + "");
            }
        }
        html.newline();
    }

    private void edge(Html html, TreeShape.Edge edge) {
        Rectangle2D from = layout.box(edge.parent());
        Rectangle2D to = layout.box(edge.child());
        double middle = (from.getMaxX() + to.getX()) / 2;
        String path = String.format(
                Locale.ROOT,
                "M%s %sC%s %s %s %s %s %s",
                number(from.getMaxX()),
                number(from.getCenterY()),
                number(middle),
                number(from.getCenterY()),
                number(middle),
                number(to.getCenterY()),
                number(to.getX()),
                number(to.getCenterY()));
        html.open(
                "path",
                "class",
                "e",
                "d",
                path,
                "stroke",
                colour(shape.items().get(edge.parent()).root()),
                "stroke-width",
                number(Math.max(1, THICKEST * edge.share())),
                "data-p",
                edge.parent() + "",
                "data-c",
                edge.child() + "",
                "data-m",
                edge.strongest() ? "1" : null);
        html.element("title", Numbers.percent(edge.share()) + " of the parent's mass")
                .close()
                .newline();
    }

    private void node(Html html, TreeShape.Item item) {
        NodeLabel label = labels.get(item.number());
        Rectangle2D box = layout.box(item.number());
        String height = number(box.getHeight());
        boolean match = found.contains(item.node().id());
        String place = "translate(" + number(box.getX()) + " " + number(box.getY()) + ")";
        html.open("g", "class", "n", "transform", place, "data-found", match ? "1" : null);
        html.element("title", description(item.node()));
        html.empty("rect", "class", match ? "b m" : "b", "width", number(box.getWidth()), "height", height, "rx", "4");
        html.empty("rect", "width", "3", "height", height, "rx", "1.5", "fill", colour(item.root()));
        if (!label.title().isEmpty()) {
            html.element("text", label.title(), "class", "t", "x", number(NodeLabel.MARGIN), "y", "18");
        }
        html.element("text", label.share(), "class", "s", "x", number(box.getWidth() - NodeLabel.MARGIN), "y", "18");
        for (NodeLabel.Sized token : label.tokens()) {
            html.element(
                    "text",
                    token.text(),
                    "x",
                    number(token.x()),
                    "y",
                    number(label.tokenLine()),
                    "font-size",
                    number(token.size()));
        }
        html.element("text", "", "class", "f", "x", number(box.getWidth() + 5), "y", number(box.getHeight() / 2 + 4));
        html.close().newline();
    }

    private static String description(ForestNode node) {
        String tokens = node.tokens().stream()
                .limit(10)
                .map(t -> t.text().strip() + " " + Numbers.percent(t.strength()))
                .collect(Collectors.joining(", "));
        return "feature " + node.feature() + " of level " + node.level() + ", " + Numbers.percent(node.share())
                + " of the reconstruction: " + tokens;
    }

    private static String colour(int root) {
        return COLOURS.get(root % COLOURS.size());
    }

    private static String number(double value) {
        double rounded = Math.rint(value * 10) / 10;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }
}
