package org.snmf.views.table;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.snmf.features.Context;
import org.snmf.features.Feature;
import org.snmf.models.network.ScoredToken;
import org.snmf.views.display.Html;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.Theme;

/** The rich rendering of a {@link FeatureTable}. */
final class FeatureTableHtml {
    private static final int EXCERPT = 130;
    private static final double BAR_PIXELS = 56;

    private final FeatureTable data;
    private final double largestShare;

    FeatureTableHtml(FeatureTable data) {
        this.data = data;
        this.largestShare =
                data.features.stream().mapToDouble(Feature::share).max().orElse(0);
    }

    String build() {
        Html html = Theme.open();
        html.element("div", data.title, "class", "snmf-caption");
        html.open("div", "class", "snmf-scroll").open("table", "class", "snmf-table snmf-features");
        header(html);
        html.open("tbody").newline();
        data.features.stream().limit(data.rows).forEach(f -> row(html, f));
        html.close().close().close();
        if (data.features.isEmpty()) {
            html.element("div", "No features.", "class", "snmf-note");
        }
        if (!data.remainder().isEmpty()) {
            html.element("div", data.remainder(), "class", "snmf-note");
        }
        return html.close().build();
    }

    private void header(Html html) {
        html.open("thead").open("tr");
        html.element("th", "#", "class", "snmf-number", "title", "feature");
        extras(false).forEach(e -> html.element("th", e.getKey()));
        html.element("th", "strongest contexts");
        if (!data.promoted.isEmpty()) {
            html.element("th", "promotes");
        }
        html.element("th", "neurons", "class", "snmf-number");
        html.element("th", "share", "class", "snmf-number", "title", "share of the reconstruction");
        extras(true).forEach(e -> html.element("th", e.getKey(), "class", "snmf-number"));
        html.close().close().newline();
    }

    private void row(Html html, Feature feature) {
        html.open("tr");
        html.element("td", feature.index() + "", "class", "snmf-number");
        for (Map.Entry<String, Map<Integer, Object>> extra : extras(false)) {
            html.element("td", Objects.toString(extra.getValue().get(feature.index()), ""));
        }
        contexts(html, feature);
        if (!data.promoted.isEmpty()) {
            html.open("td").open("div", "style", "max-width:22em");
            chips(html, data.promoted.getOrDefault(feature.index(), List.of()), FeatureTable.TOKENS);
            html.close().close();
        }
        html.element("td", feature.supportSize() + "", "class", "snmf-number");
        share(html, feature.share());
        for (Map.Entry<String, Map<Integer, Object>> extra : extras(true)) {
            Number value = (Number) extra.getValue().get(feature.index());
            html.element("td", value == null ? "" : Numbers.shortly(value.doubleValue()), "class", "snmf-number");
        }
        html.close().newline();
    }

    private void contexts(Html html, Feature feature) {
        html.open("td", "style", "min-width:18em");
        if (feature.dead()) {
            html.element("span", "dead: contributes nothing", "class", "snmf-dim");
        }
        List<Context> shown = feature.contexts().stream().limit(data.contexts).toList();
        for (Context context : shown) {
            html.open("div", "dir", "auto", "class", "snmf-context");
            new ContextLine(context, EXCERPT).write(html, feature.peak());
            html.close();
        }
        html.close();
    }

    private void share(Html html, double share) {
        html.open("td", "class", "snmf-number").text(Numbers.percent(share));
        if (largestShare > 0 && share > 0) {
            double pixels = Math.max(1, BAR_PIXELS * share / largestShare);
            html.element("span", "", "class", "snmf-bar", "style", String.format(Locale.ROOT, "width:%.0fpx", pixels));
        }
        html.close();
    }

    /** Tokens as chips, with their weights on hovering. */
    static void chips(Html html, List<ScoredToken> tokens, int count) {
        for (ScoredToken token : tokens.stream().limit(count).toList()) {
            html.open("span", "class", "snmf-chip", "title", Numbers.signed(token.score()));
            html.token(token.text()).close().text(" ");
        }
    }

    private List<Map.Entry<String, Map<Integer, Object>>> extras(boolean numeric) {
        return data.extras.entrySet().stream()
                .filter(e -> FeatureColumns.numeric(e.getValue()) == numeric)
                .toList();
    }
}
