package org.snmf.views.page;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.snmf.experiments.intervene.FeatureEffect;
import org.snmf.features.Context;
import org.snmf.features.Feature;
import org.snmf.models.network.ScoredToken;
import org.snmf.views.display.Html;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.Theme;
import org.snmf.views.display.Visible;
import org.snmf.views.table.ContextLine;
import org.snmf.views.table.TokenChips;

/** The rich rendering of a {@link FeaturePage}; it needs no script. */
final class PageHtml {
    static final String CSS = """
            .snmf .snmf-page{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(24em,100%),1fr));gap:4px 28px}
            .snmf .snmf-page>section{min-width:0;break-inside:avoid;overflow-wrap:anywhere}
            .snmf .snmf-page>.snmf-wide{grid-column:1/-1}
            .snmf .snmf-page h4{font-size:13px;font-weight:600;margin:12px 0 4px}
            .snmf .snmf-page table.snmf-table td,.snmf .snmf-page table.snmf-table th{padding:3px 12px 3px 0}
            .snmf .snmf-bins{display:flex;align-items:flex-end;gap:1px;height:64px;max-width:26em;border-bottom:1px solid rgba(127,127,127,.6)}
            .snmf .snmf-bins i{flex:1;background:#2f7ed8;border-radius:1px 1px 0 0}
            .snmf .snmf-axis{display:flex;justify-content:space-between;max-width:26em;font-size:11px;opacity:.75}
            .snmf .snmf-added{background:rgba(47,126,216,.16);border-radius:3px}
            """;

    private static final int EXCERPT = 320;
    private static final int SHORT_EXCERPT = 150;
    private static final int LONGEST_TOKEN = 60;

    private final Html html;
    private final FeaturePage page;
    private final boolean linked;

    private PageHtml(Html html, FeaturePage page, boolean linked) {
        this.html = html;
        this.page = page;
        this.linked = linked;
    }

    /** The page on its own. */
    static String alone(FeaturePage page) {
        Html html = Theme.open().style(CSS);
        html.title("div", "Feature " + page.feature().index() + ": " + page.name(), "class", "snmf-caption");
        write(html, page, false);
        return html.close().build();
    }

    /**
     * Appends everything but the title.
     *
     * @param linked whether other features are on the same page, under {@code #f…}
     */
    static void write(Html html, FeaturePage page, boolean linked) {
        new PageHtml(html, page, linked).write();
    }

    private void write() {
        html.element("div", linked ? summary(page) : page.of() + " · " + summary(page), "class", "snmf-note");
        html.open("div", "class", "snmf-page");
        contexts("Where it is strongest", page.feature().contexts());
        contexts("Where it is middling, down through the quantiles of its coefficients", page.middle());
        section("Coefficients", () -> {
            page.coefficients().bins.write(html);
            html.element("div", page.coefficients().bins.summary() + "; bars are logarithmic", "class", "snmf-note");
        });
        tokens();
        page.effect().ifPresent(this::effect);
        if (!page.known().isEmpty()) {
            section("What was found out", this::known);
        }
        if (!page.neurons().isEmpty()) {
            section("Neurons, " + page.feature().supportSize() + " in all", this::neurons);
        }
        if (!page.nearest().isEmpty()) {
            section("Nearest features", this::nearest);
        }
        page.place().ifPresent(place -> section("In the tree", () -> place(place)));
        html.close();
    }

    /** What the page says first. */
    static String summary(FeaturePage page) {
        Feature feature = page.feature();
        return by(page) + Numbers.percent(feature.share()) + " of the reconstruction, "
                + Numbers.percent(feature.content()) + " beyond function words and punctuation"
                + (feature.dead() ? " · dead" : "");
    }

    /** Who gave the label, and how sure the giver is. */
    private static String by(FeaturePage page) {
        StringBuilder out = new StringBuilder();
        for (FeaturePage.Known known : page.known()) {
            if (known.name().equals("label")) {
                out.append("label by ").append(known.by()).append(" · ");
            } else if (known.name().equals("label confidence")) {
                out.append("confidence ").append(known.value()).append(" · ");
            }
        }
        return out.toString();
    }

    private void section(String title, Runnable content) {
        html.open("section").element("h4", title);
        content.run();
        html.close().newline();
    }

    private void contexts(String title, List<Context> contexts) {
        if (contexts.isEmpty()) {
            return;
        }
        html.open("section", "class", "snmf-wide").element("h4", title);
        html.open("div", "class", "snmf-scroll").open("table", "class", "snmf-table");
        for (Context context : contexts) {
            html.open("tr").element("td", Numbers.shortly(context.coefficient()), "class", "snmf-number");
            html.open("td", "dir", "auto", "class", "snmf-context");
            new ContextLine(context, linked ? SHORT_EXCERPT : EXCERPT)
                    .write(html, page.feature().peak(), linked);
            html.close();
            if (!context.sentence().label().isEmpty()) {
                html.title("td", context.sentence().label(), "class", "snmf-dim");
            }
            html.close().newline();
        }
        html.close().close().close();
    }

    private void tokens() {
        if (page.promoted().isEmpty() && page.suppressed().isEmpty()) {
            return;
        }
        section("In the vocabulary", () -> {
            chips("promotes", page.promoted());
            chips("suppresses", page.suppressed());
        });
    }

    private void chips(String what, List<ScoredToken> tokens) {
        html.open("div").element("span", what + " ", "class", "snmf-dim");
        if (linked) {
            tokens.forEach(token -> {
                chip(token);
                html.text(" ");
            });
        } else {
            TokenChips.write(html, tokens, tokens.size());
        }
        html.close();
    }

    private void chip(ScoredToken token) {
        html.element("span", Visible.token(Visible.cut(token.text(), LONGEST_TOKEN)), "class", "snmf-chip");
    }

    private void effect(FeaturePage.Effect effect) {
        section("Logits when it is added", () -> {
            html.open("table", "class", "snmf-table").open("thead").open("tr");
            html.element("th", "rises").element("th", "", "class", "snmf-number");
            html.element("th", "falls").element("th", "", "class", "snmf-number");
            html.close().close().open("tbody");
            List<ScoredToken> up = effect.effect().raised();
            List<ScoredToken> down = effect.effect().lowered();
            for (int i = 0; i < Math.max(up.size(), down.size()); i++) {
                html.open("tr");
                logit(up, i);
                logit(down, i);
                html.close();
            }
            html.close().close();
            if (!linked) {
                html.element("div", effect.how(), "class", "snmf-note");
            }
        });
        if (!effect.effect().texts().isEmpty()) {
            html.open("section", "class", "snmf-wide").element("h4", "Texts without and with it");
            html.open("table", "class", "snmf-table");
            effect.effect().texts().forEach(this::text);
            html.close().close().newline();
        }
    }

    private void logit(List<ScoredToken> tokens, int i) {
        html.open("td");
        if (i < tokens.size()) {
            chip(tokens.get(i));
        }
        html.close();
        html.element("td", i < tokens.size() ? Numbers.signed(tokens.get(i).score()) : "", "class", "snmf-number");
    }

    private void text(FeatureEffect.Pair pair) {
        for (boolean with : new boolean[] {false, true}) {
            html.open("tr").element("td", with ? "with" : "without", "class", "snmf-dim");
            html.open("td", "dir", "auto", "class", "snmf-context").text(pair.prompt());
            html.element("span", with ? pair.with() : pair.without(), "class", with ? "snmf-added" : null);
            html.close().close();
        }
    }

    private void known() {
        html.open("table", "class", "snmf-table");
        for (FeaturePage.Known known : page.known()) {
            html.open("tr").element("td", known.name());
            html.title("td", known.value(), "dir", "auto").element("td", known.by(), "class", "snmf-dim");
            html.close();
        }
        html.close();
    }

    private void neurons() {
        html.open("div");
        for (FeaturePage.Neuron neuron : page.neurons()) {
            html.open("span", "class", "snmf-chip").text(neuron.neuron() + " ");
            html.element("b", Numbers.signed(neuron.weight())).close().text(" ");
        }
        int left = page.feature().supportSize() - page.neurons().size();
        html.text(left > 0 ? "and " + left + " of smaller weight" : "").close();
    }

    private void nearest() {
        html.open("table", "class", "snmf-table").open("thead").open("tr");
        html.element("th", "#", "class", "snmf-number").element("th", "feature");
        html.element("th", "cosine", "class", "snmf-number");
        if (!page.neurons().isEmpty()) {
            html.element("th", "shared neurons", "class", "snmf-number");
        }
        html.close().close().open("tbody");
        for (FeaturePage.Near near : page.nearest()) {
            int r = near.neighbour().feature();
            html.open("tr").open("td", "class", "snmf-number");
            if (linked) {
                html.element("a", r + "", "href", "#f" + r);
            } else {
                html.text(r + "");
            }
            html.close().title("td", near.name(), "dir", "auto", "class", "snmf-context");
            html.element("td", Numbers.signed(near.neighbour().cosine()), "class", "snmf-number");
            if (!page.neurons().isEmpty()) {
                html.element("td", near.neighbour().shared() + "", "class", "snmf-number");
            }
            html.close();
        }
        html.close().close();
    }

    private void place(FeaturePage.TreePlace place) {
        html.element("div", place.how(), "class", "snmf-note");
        for (int i = 0; i < place.above().size(); i++) {
            String indent = String.format(Locale.ROOT, "padding-left:%.1fem", 1.2 * i);
            html.title("div", (i == 0 ? "" : "└ ") + place.above().get(i), "style", indent, "dir", "auto");
        }
        if (!place.beside().isEmpty()) {
            html.element(
                    "div",
                    "beside it: " + place.beside().stream().map(Visible::title).collect(Collectors.joining(", ")),
                    "class",
                    "snmf-context");
        }
    }
}
