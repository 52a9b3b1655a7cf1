package org.snmf.views.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snmf.features.TokenFeatures;
import org.snmf.features.TokenFeatures.FeatureContext;
import org.snmf.features.TokenFeatures.Use;
import org.snmf.matrix.Coefficients;
import org.snmf.store.TokenTable;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;
import org.snmf.views.display.Html;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Theme;
import org.snmf.views.display.Visible;

/**
 * Text and the frozen features that it uses: for each sentence its strongest features, highlighted where they are strong,
 * and for each token the features that contribute most to it.
 *
 * @param title what it is of
 * @param coefficients Y (k × m)
 * @param tokens what its m columns are
 * @param features reads Y token by token
 * @param peaks the largest coefficient that each feature has in the text that it was found in: highlights are relative to it
 * @param labels names of features, where they have one
 * @param sentences how many sentences to show
 * @param count how many features to show of a sentence, and of a token
 */
public record EncodedText(
        String title,
        Coefficients coefficients,
        TokenTable tokens,
        TokenFeatures features,
        float[] peaks,
        Map<Integer, String> labels,
        int sentences,
        int count)
        implements Displayable {
    private static final int EXCERPT = 160;
    private static final int PLAIN_EXCERPT = 76;

    /** The share of its peak that a coefficient of a feature is; above 1 where new text is stronger than all text before. */
    public double ofPeak(Use use) {
        return peaks[use.feature()] > 0 ? use.coefficient() / peaks[use.feature()] : 0;
    }

    /**
     * The same as maps and lists, for JSON: every sentence with its tokens, and for each token the features that contribute
     * most to it. Unlike the display it holds all sentences.
     */
    public List<Map<String, Object>> report() {
        List<Map<String, Object>> list = new ArrayList<>();
        for (int s = 0; s < tokens.sentenceCount(); s++) {
            List<Map<String, Object>> uses = new ArrayList<>();
            for (int t : features.columns(s)) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("token", tokens.token(t).text());
                entry.put("position", tokens.token(t).position());
                entry.put(
                        "features",
                        features.strongest(t, count).stream().map(this::report).toList());
                uses.add(entry);
            }
            Map<String, Object> sentence = new LinkedHashMap<>();
            sentence.put("sentence", tokens.sentence(s).text());
            sentence.put("tokens", uses);
            list.add(sentence);
        }
        return list;
    }

    private Map<String, Object> report(Use use) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("feature", use.feature());
        if (labels.containsKey(use.feature())) {
            entry.put("label", labels.get(use.feature()));
        }
        entry.put("coefficient", use.coefficient());
        entry.put("of_peak", ofPeak(use));
        return entry;
    }

    @Override
    public Display display() {
        return Display.of(html(), plain());
    }

    private int shown() {
        return Math.min(sentences, tokens.sentenceCount());
    }

    private String rest() {
        int left = tokens.sentenceCount() - shown();
        return left == 0 ? "" : left + (left == 1 ? " more sentence" : " more sentences") + " not shown";
    }

    private String html() {
        Html html = Theme.open().element("div", title, "class", "snmf-caption");
        for (int s = 0; s < shown(); s++) {
            html.open("div", "class", "snmf-scroll");
            html.element("div", tokens.sentence(s).text(), "class", "snmf-caption", "dir", "auto");
            contexts(html, s);
            tokens(html, s);
            html.close().newline();
        }
        if (!rest().isEmpty()) {
            html.element("div", rest(), "class", "snmf-note");
        }
        return html.close().build();
    }

    private void contexts(Html html, int s) {
        List<FeatureContext> strongest = features.strongestInSentence(s, count);
        if (strongest.isEmpty()) {
            html.element("div", "No feature is used here.", "class", "snmf-note");
            return;
        }
        html.open("table", "class", "snmf-table").open("thead").open("tr");
        html.element("th", "feature", "class", "snmf-number").element("th", "where");
        html.element("th", "coefficient", "class", "snmf-number");
        html.element("th", "of its peak", "class", "snmf-number", "title", "the largest in the text it was found in");
        html.close().close().open("tbody");
        for (FeatureContext found : strongest) {
            Use use = found.use();
            html.open("tr").element("td", name(use), "class", "snmf-number", "dir", "auto");
            html.open("td", "dir", "auto", "class", "snmf-context");
            new ContextLine(found.context(), EXCERPT).write(html, Math.max(peaks[use.feature()], use.coefficient()));
            html.close();
            html.element("td", Numbers.shortly(use.coefficient()), "class", "snmf-number");
            html.element("td", Numbers.percent(ofPeak(use)), "class", "snmf-number")
                    .close();
        }
        html.close().close();
    }

    private void tokens(Html html, int s) {
        html.open("table", "class", "snmf-table").open("thead").open("tr");
        html.element("th", "token").element("th", "strongest features, with their coefficients");
        html.close().close().open("tbody");
        for (int t : features.columns(s)) {
            html.open("tr").open("td").open("span", "class", "snmf-chip");
            html.token(tokens.token(t).text()).close().close().open("td");
            for (Use use : features.strongest(t, count)) {
                html.element(
                        "span",
                        text(use),
                        "class",
                        "snmf-chip",
                        "title",
                        Numbers.percent(ofPeak(use)) + " of its peak");
            }
            html.close().close();
        }
        html.close().close();
    }

    private String text(Use use) {
        return "#" + use.feature() + label(use) + " " + Numbers.shortly(use.coefficient());
    }

    /** A feature's number and, where it has one, its name. */
    private String name(Use use) {
        return use.feature() + label(use);
    }

    private String label(Use use) {
        String label = labels.get(use.feature());
        return label == null ? "" : " " + Visible.title(label);
    }

    private String plain() {
        StringBuilder out = new StringBuilder(title).append('\n');
        for (int s = 0; s < shown(); s++) {
            out.append('\n').append(Visible.cut(Visible.text(tokens.sentence(s).text()), PlainTable.WIDTH));
            PlainTable contexts = new PlainTable()
                    .number("feature")
                    .text("where")
                    .number("coefficient")
                    .number("of its peak");
            for (FeatureContext found : features.strongestInSentence(s, count)) {
                contexts.row(List.of(
                        Visible.text(name(found.use())),
                        ContextLine.plain(found.context(), PLAIN_EXCERPT),
                        Numbers.shortly(found.use().coefficient()),
                        Numbers.percent(ofPeak(found.use()))));
            }
            PlainTable uses = new PlainTable().text("token").text("strongest features, with their coefficients");
            for (int t : features.columns(s)) {
                uses.row(List.of(
                        Visible.token(tokens.token(t).text()),
                        features.strongest(t, count).stream().map(this::text).collect(Collectors.joining("  "))));
            }
            out.append('\n').append(contexts.build()).append(uses.build());
        }
        return rest().isEmpty()
                ? out.toString()
                : out.append(rest()).append('\n').toString();
    }
}
