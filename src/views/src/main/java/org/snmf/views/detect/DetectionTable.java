package org.snmf.views.detect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.snmf.errors.InputException;
import org.snmf.experiments.detect.MethodScores;
import org.snmf.experiments.detect.Score;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.experiments.stats.Interval;
import org.snmf.experiments.stats.MeanDifference;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;
import org.snmf.views.display.Html;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Theme;

/**
 * Methods side by side: how many directions have a score, why others have none, the share of positive scores and the measures
 * of ranking with their bootstrap intervals over directions, and by how much the first method exceeds each other one.
 */
public final class DetectionTable implements Displayable {
    private final String title;
    private final List<MethodScores> methods;
    private final Bootstrap bootstrap;

    /**
     * @param title that names model, layer, data and who gave the labels
     * @param methods of one layer, the one that others are compared with first
     */
    public DetectionTable(String title, List<MethodScores> methods, Bootstrap bootstrap) {
        if (methods.isEmpty()) {
            throw new InputException("table of detection", "at least one method", "none", "");
        }
        this.title = title;
        this.methods = List.copyOf(methods);
        this.bootstrap = bootstrap;
    }

    /** The methods, in order. */
    public List<MethodScores> methods() {
        return methods;
    }

    /** The mean S_CD of each method's directions with a score, with its interval, in a line. */
    public static String means(Collection<MethodScores> methods, Bootstrap bootstrap) {
        return methods.stream()
                .map(method -> method.method() + " "
                        + (method.logRatios().length == 0 ? "–" : text(bootstrap.mean(method.logRatios()))))
                .collect(Collectors.joining(", "));
    }

    /** The share of positive scores of the first method, with its interval. */
    public String positive() {
        return text(methods.get(0).positiveShare(bootstrap));
    }

    /**
     * By how much the AUC of the first method exceeds that of another, with its interval.
     *
     * @throws InputException if no method is called so
     */
    public String excess(String method) {
        return methods.stream()
                .filter(other -> other.method().equals(method))
                .findFirst()
                .map(other -> "AUC " + text(auc(other).mean()))
                .orElseThrow(() -> new InputException(
                        "table of detection",
                        "one of " + methods.stream().map(MethodScores::method).collect(Collectors.joining(", ")),
                        "'" + method + "'",
                        ""));
    }

    private MeanDifference auc(MethodScores other) {
        return MeanDifference.ofGroups(methods.get(0).measured(Score::auc), other.measured(Score::auc), bootstrap);
    }

    @Override
    public Display display() {
        Html html = Theme.open();
        StringBuilder plain = new StringBuilder();
        append(
                html,
                plain,
                title,
                List.of("method", "n", "no score", "positive", "AUC", "hard AUC"),
                methods.stream().map(this::row).toList());
        append(
                html,
                plain,
                "FADE, of all for which sentences were read",
                List.of("method", "clarity", "responsiveness", "purity", "anti-features"),
                methods.stream().map(this::fade).toList());
        if (methods.size() > 1) {
            append(
                    html,
                    plain,
                    methods.get(0).method() + " less the others",
                    List.of("method", "AUC", "Cliff's δ", "purity", "Cliff's δ"),
                    methods.stream().skip(1).map(this::difference).toList());
        }
        String note = note();
        return Display.of(
                html.element("div", note, "class", "snmf-note").close().build(),
                plain.append(note).toString());
    }

    private List<String> row(MethodScores method) {
        return List.of(
                method.method(),
                String.valueOf(method.scored()),
                String.valueOf(method.scores().size() - method.scored()),
                text(method.positiveShare(bootstrap)),
                text(method.mean(Score::auc, bootstrap)),
                number(method.mean(Score::hardAuc, bootstrap).estimate()));
    }

    private List<String> fade(MethodScores method) {
        return List.of(
                method.method(),
                number(method.mean(score -> score.fade().clarity(), bootstrap).estimate()),
                number(method.mean(score -> score.fade().responsiveness(), bootstrap)
                        .estimate()),
                text(method.mean(score -> score.fade().purity(), bootstrap)),
                String.valueOf(method.scores().stream()
                        .filter(score -> score.fade().sign() < 0)
                        .count()));
    }

    private List<String> difference(MethodScores other) {
        MeanDifference auc = auc(other);
        MeanDifference purity = MeanDifference.ofGroups(
                methods.get(0).measured(score -> score.fade().purity()),
                other.measured(score -> score.fade().purity()),
                bootstrap);
        return List.of(
                other.method(), text(auc.mean()), number(auc.effect()), text(purity.mean()), number(purity.effect()));
    }

    private String note() {
        String unscored = methods.stream()
                .map(DetectionTable::reasons)
                .filter(reasons -> !reasons.isEmpty())
                .collect(Collectors.joining("; "));
        String spaces = methods.stream()
                .map(method -> method.method() + " in " + method.space().key())
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "Brackets: %.0f %% bootstrap intervals over directions. Positive: share of S_CD > 0 among those with a score. "
                        + "Anti-features show their label by smaller values. Cosines of %s.%s",
                100 * bootstrap.level(),
                spaces,
                unscored.isEmpty() ? "" : " Without a score: " + unscored + ".");
    }

    private static String reasons(MethodScores method) {
        List<String> reasons = new ArrayList<>();
        for (Map.Entry<Score.State, Integer> entry : method.states().entrySet()) {
            if (entry.getKey() != Score.State.SCORED && entry.getValue() > 0) {
                reasons.add(entry.getValue() + " " + entry.getKey().reason());
            }
        }
        return reasons.isEmpty() ? "" : method.method() + ", " + String.join(", ", reasons);
    }

    static void append(Html html, StringBuilder plain, String caption, List<String> head, List<List<String>> rows) {
        html.element("div", caption, "class", "snmf-caption")
                .open("table", "class", "snmf-table")
                .open("tr");
        PlainTable table = new PlainTable().text(head.get(0));
        html.element("th", head.get(0));
        for (String name : head.subList(1, head.size())) {
            html.element("th", name, "class", "snmf-number");
            table.number(name);
        }
        html.close();
        for (List<String> row : rows) {
            html.open("tr").title("td", row.get(0));
            row.subList(1, row.size()).forEach(cell -> html.title("td", cell, "class", "snmf-number"));
            html.close();
            table.row(row);
        }
        html.close();
        plain.append(caption).append('\n').append(table.build());
    }

    static String text(Interval interval) {
        if (Double.isNaN(interval.estimate())) {
            return "–";
        }
        // A dash between minus signs reads as one of them.
        String dash = interval.low() < 0 ? " – " : "–";
        return number(interval.estimate()) + " (" + number(interval.low()) + dash + number(interval.high()) + ")";
    }

    /** Two decimals, and – where there is no number. */
    private static String number(double value) {
        return Numbers.fixed(value, 2);
    }
}
