package org.snmf.views.table;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snmf.features.Context;
import org.snmf.features.Feature;
import org.snmf.views.display.Html;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.Theme;

/** The rich rendering of a {@link FeatureTable}: complete without a script, live with one. */
final class FeatureTableHtml {
    private static final int EXCERPT = 130;
    private static final double BAR_PIXELS = 56;

    private final FeatureTable data;
    private final double largestShare;
    private final boolean sameNeurons;

    FeatureTableHtml(FeatureTable data) {
        this.data = data;
        this.largestShare =
                data.features.stream().mapToDouble(Feature::content).max().orElse(0);
        this.sameNeurons = data.sameNeurons();
    }

    String build() {
        Html html = Theme.open().style(TableScript.CSS);
        html.element("div", data.title, "class", "snmf-caption");
        html.open("div", "class", "snmf-scroll").open("table", "class", "snmf-table snmf-features");
        header(html);
        html.open("tbody").newline();
        data.features.stream().limit(data.rows).forEach(f -> row(html, f));
        html.close().close().close();
        data.notes(data.rows).forEach(note -> html.element("div", note, "class", "snmf-note"));
        if (data.features.size() > 1) {
            html.script(TableScript.SCRIPT);
        }
        return html.close().build();
    }

    private void header(Html html) {
        html.open("thead").open("tr");
        html.element("th", "#", "class", "snmf-number", "title", "feature", "data-k", "feature");
        extras(false).forEach(e -> html.element("th", e.getKey()));
        html.element("th", "strongest contexts");
        if (!data.promoted.isEmpty()) {
            html.element("th", "promotes");
        }
        if (!sameNeurons) {
            number(html, "neurons", "neurons with a value in Z");
        }
        number(html, "content", FeatureTable.CONTENT);
        number(html, "share", FeatureTable.SHARE);
        extras(true).forEach(e -> number(html, e.getKey(), null));
        html.close().close().newline();
    }

    private static void number(Html html, String name, @Nullable String meaning) {
        html.element("th", name, "class", "snmf-number", "title", meaning, "data-k", name.toLowerCase(Locale.ROOT));
    }

    private void row(Html html, Feature feature) {
        html.open("tr").open("td", "class", "snmf-number", "data-v", feature.index() + "");
        if (data.linked) {
            html.element("a", feature.index() + "", "href", "#f" + feature.index());
        } else {
            html.text(feature.index() + "");
        }
        html.close();
        for (Map.Entry<String, Map<Integer, Object>> extra : extras(false)) {
            html.title("td", Objects.toString(extra.getValue().get(feature.index()), ""), "dir", "auto");
        }
        contexts(html, feature);
        if (!data.promoted.isEmpty()) {
            html.open("td").open("div", "style", "max-width:22em");
            TokenChips.write(html, data.promoted.getOrDefault(feature.index(), List.of()), FeatureTable.TOKENS);
            html.close().close();
        }
        if (!sameNeurons) {
            html.element(
                    "td", feature.supportSize() + "", "class", "snmf-number", "data-v", feature.supportSize() + "");
        }
        content(html, feature.content());
        html.element("td", Numbers.percent(feature.share()), "class", "snmf-number", "data-v", exact(feature.share()));
        for (Map.Entry<String, Map<Integer, Object>> extra : extras(true)) {
            Number value = (Number) extra.getValue().get(feature.index());
            String shown = value == null ? "" : Numbers.shortly(value.doubleValue());
            html.element(
                    "td", shown, "class", "snmf-number", "data-v", value == null ? "" : exact(value.doubleValue()));
        }
        html.close().newline();
    }

    private static String exact(double value) {
        return Float.toString((float) value);
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

    private void content(Html html, double share) {
        html.open("td", "class", "snmf-number", "data-v", exact(share)).text(Numbers.percent(share));
        if (largestShare > 0 && share > 0) {
            double pixels = Math.max(1, BAR_PIXELS * share / largestShare);
            html.element("span", "", "class", "snmf-bar", "style", String.format(Locale.ROOT, "width:%.0fpx", pixels));
        }
        html.close();
    }

    private List<Map.Entry<String, Map<Integer, Object>>> extras(boolean numeric) {
        return data.extras.entrySet().stream()
                .filter(e -> FeatureColumns.numeric(e.getValue()) == numeric)
                .toList();
    }
}
