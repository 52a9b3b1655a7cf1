package org.snmf.views.detect;

import java.util.Comparator;
import java.util.List;
import org.snmf.experiments.detect.MethodScores;
import org.snmf.experiments.detect.Score;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;
import org.snmf.views.display.Html;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Theme;

/** The directions of one method, those with the greatest score first; those without a score last, with the reason. */
public final class DetectionFeatures implements Displayable {
    private static final List<String> HEAD =
            List.of("direction", "label", "of contexts", "S_CD", "activating", "neutral", "AUC", "purity", "sign");

    private final MethodScores method;
    private final int rows;

    /** @param rows how many to show */
    public DetectionFeatures(MethodScores method, int rows) {
        this.method = method;
        this.rows = rows;
    }

    @Override
    public Display display() {
        List<Score> sorted = method.scores().stream()
                .sorted(Comparator.comparingDouble(score -> -score.score().orElse(Double.NEGATIVE_INFINITY)))
                .limit(rows)
                .toList();
        Html html = Theme.open()
                .element("div", title(sorted.size()), "class", "snmf-caption")
                .open("table", "class", "snmf-table")
                .open("tr");
        PlainTable plain = new PlainTable();
        for (String name : HEAD) {
            html.element("th", name);
            plain.text(name);
        }
        html.close();
        for (Score score : sorted) {
            List<String> row = row(score);
            html.open("tr");
            row.forEach(cell -> html.title("td", cell));
            html.close();
            plain.row(row);
        }
        return Display.of(html.close().close().build(), title(sorted.size()) + "\n" + plain.build());
    }

    private String title(int shown) {
        return method.method() + ", " + shown + " of " + method.scores().size() + " directions by score";
    }

    private static List<String> row(Score score) {
        return List.of(
                score.name(),
                score.label().label().orElse("–"),
                Numbers.percent(score.label().share()),
                score.score().isPresent()
                        ? Numbers.signed(score.score().getAsDouble())
                        : score.state().reason(),
                Numbers.shortly(score.activating()),
                Numbers.shortly(score.neutral()),
                Numbers.shortly(score.auc()),
                Numbers.shortly(score.fade().purity()),
                score.fade().sign() == 0 ? "–" : score.fade().sign() > 0 ? "+" : "−");
    }
}
