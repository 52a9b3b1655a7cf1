package org.snmf.views.table;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snmf.features.Context;
import org.snmf.features.Feature;
import org.snmf.models.network.ScoredToken;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;
import org.snmf.views.display.Html;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Theme;
import org.snmf.views.display.Visible;

/**
 * One feature in full: all contexts that it holds with whole sentences and the strength of each, promoted and suppressed
 * tokens with their weights, and what else is known about it.
 *
 * @param feature the feature
 * @param facts further facts by name (a label, a stability), strings or numbers, in the order of the map
 * @param promoted tokens that it promotes, strongest first
 * @param suppressed tokens that it suppresses, strongest first
 */
public record FeatureCard(
        Feature feature, Map<String, Object> facts, List<ScoredToken> promoted, List<ScoredToken> suppressed)
        implements Displayable {
    public FeatureCard {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        promoted = List.copyOf(promoted);
        suppressed = List.copyOf(suppressed);
    }

    /** The card to look at. */
    @Override
    public Display display() {
        return Display.of(html(), plain());
    }

    private String html() {
        Html html = Theme.open();
        html.element("div", "Feature " + feature.index(), "class", "snmf-caption");
        html.element("div", summary(), "class", "snmf-note");
        tokens(html, "promotes", promoted);
        tokens(html, "suppresses", suppressed);
        if (!feature.contexts().isEmpty()) {
            html.open("div", "class", "snmf-scroll").open("table", "class", "snmf-table snmf-contexts");
            boolean labelled = feature.contexts().stream()
                    .anyMatch(c -> !c.sentence().label().isEmpty());
            header(html, labelled);
            html.open("tbody").newline();
            feature.contexts().forEach(c -> context(html, c, labelled));
            html.close().close().close();
        }
        return html.close().build();
    }

    private static void header(Html html, boolean labelled) {
        html.open("thead").open("tr").element("th", "coefficient", "class", "snmf-number");
        html.element("th", "token").element("th", "sentence");
        if (labelled) {
            html.element("th", "label");
        }
        html.close().close().newline();
    }

    private void context(Html html, Context context, boolean labelled) {
        html.open("tr").element("td", Numbers.shortly(context.coefficient()), "class", "snmf-number");
        html.open("td").open("span", "class", "snmf-chip").token(context.token().text());
        html.close().close().open("td", "dir", "auto", "class", "snmf-context");
        new ContextLine(context, context.sentence().text().length()).write(html, feature.peak());
        html.close();
        if (labelled) {
            html.title("td", context.sentence().label());
        }
        html.close().newline();
    }

    private static void tokens(Html html, String name, List<ScoredToken> tokens) {
        if (!tokens.isEmpty()) {
            html.open("div").element("span", name + " ", "class", "snmf-dim");
            TokenChips.write(html, tokens, tokens.size());
            html.close();
        }
    }

    private String plain() {
        StringBuilder out = new StringBuilder("Feature " + feature.index() + ": " + summary() + "\n");
        if (!promoted.isEmpty()) {
            out.append("promotes   ").append(plain(promoted)).append('\n');
        }
        if (!suppressed.isEmpty()) {
            out.append("suppresses ").append(plain(suppressed)).append('\n');
        }
        PlainTable table = new PlainTable().number("coefficient").text("token").text("sentence");
        for (Context context : feature.contexts()) {
            table.row(List.of(
                    Numbers.shortly(context.coefficient()),
                    Visible.token(context.token().text()),
                    ContextLine.plain(context, PlainTable.WIDTH - 32)));
        }
        return feature.contexts().isEmpty()
                ? out.toString()
                : out.append(table.build()).toString();
    }

    private static String plain(List<ScoredToken> tokens) {
        String line = tokens.stream()
                .map(t -> Visible.token(t.text()) + " " + Numbers.signed(t.score()))
                .collect(Collectors.joining(", "));
        return Visible.cut(line, PlainTable.WIDTH - 11);
    }

    private String summary() {
        StringBuilder out = new StringBuilder();
        facts.forEach((name, value) -> out.append(name)
                .append(' ')
                .append(value instanceof Number n ? Numbers.shortly(n.doubleValue()) : Visible.title(value.toString()))
                .append(" · "));
        out.append(feature.supportSize()).append(feature.supportSize() == 1 ? " neuron" : " neurons");
        out.append(" · ").append(Numbers.percent(feature.share())).append(" of the reconstruction");
        return out.append(feature.dead() ? " · dead" : "").toString();
    }
}
