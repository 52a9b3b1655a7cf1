package org.snmf.views.tree;

import java.util.ArrayList;
import java.util.List;
import org.snmf.hierarchy.forest.ForestNode;
import org.snmf.hierarchy.forest.TokenStrength;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.TextSize;
import org.snmf.views.display.Visible;

/** The texts of one node, cut to fit, with their sizes in pixels. */
final class NodeLabel {
    static final double MARGIN = 9;
    static final double TITLE = 12.5;
    static final double SHARE = 10;
    static final double WIDEST = 250;

    private static final double SMALLEST_TOKEN = 9.5;
    private static final double LARGEST_TOKEN = 14;
    private static final int TOKENS = 5;
    private static final double GAP = 7;
    private static final double LINE = 17;

    /** A token with its size by its strength, and its place from the left of the box. */
    record Sized(String text, double size, double x) {}

    private final String title;
    private final String share;
    private final List<Sized> tokens;
    private final double width;

    NodeLabel(ForestNode node) {
        share = Numbers.percent(node.share());
        double shareWidth = TextSize.width(share, SHARE);
        double room = WIDEST - 2 * MARGIN;
        List<Sized> sized = sized(node, node.label().isEmpty() ? room - shareWidth - GAP : room);
        String name = Visible.text(node.label().isEmpty() && sized.isEmpty() ? node.id() : node.label());
        // One token that the label repeats would only say it twice.
        boolean same = sized.size() == 1 && sized.get(0).text().equals(name);
        tokens = same ? List.of() : sized;
        title = TextSize.cut(name, TITLE, true, room - shareWidth - GAP);
        double tokensWidth = tokens.isEmpty() ? 0 : end(tokens.get(tokens.size() - 1));
        double first = (title.isEmpty() ? tokensWidth : MARGIN + TextSize.boldWidth(title, TITLE)) + GAP + shareWidth;
        width = Math.max(first, tokensWidth) + MARGIN;
    }

    private static List<Sized> sized(ForestNode node, double room) {
        List<Sized> tokens = new ArrayList<>();
        List<TokenStrength> strengths = node.tokens();
        double x = MARGIN;
        for (TokenStrength token : strengths.subList(0, Math.min(TOKENS, strengths.size()))) {
            double relative = token.strength() / strengths.get(0).strength();
            double size = SMALLEST_TOKEN + (LARGEST_TOKEN - SMALLEST_TOKEN) * Math.sqrt(relative);
            double left = room - (x - MARGIN);
            String text = TextSize.cut(Visible.token(token.text().strip()), size, false, left);
            if (!tokens.isEmpty() && text.endsWith("…")) {
                break;
            }
            tokens.add(new Sized(text, size, x));
            x = end(tokens.get(tokens.size() - 1)) + GAP;
        }
        return tokens;
    }

    private static double end(Sized token) {
        return token.x() + TextSize.width(token.text(), token.size());
    }

    /** The label, empty when there is none and the tokens stand for it. */
    String title() {
        return title;
    }

    /** The node's share of the reconstruction. */
    String share() {
        return share;
    }

    List<Sized> tokens() {
        return tokens;
    }

    /** Baseline of the tokens from the top of the box. */
    double tokenLine() {
        return (title.isEmpty() ? 0 : LINE) + LINE + 1;
    }

    double width() {
        return width;
    }

    double height() {
        return (title.isEmpty() || tokens.isEmpty() ? LINE : 2 * LINE) + 10;
    }
}
