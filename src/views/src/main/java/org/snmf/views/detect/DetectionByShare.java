package org.snmf.views.detect;

import java.util.ArrayList;
import java.util.List;
import org.snmf.experiments.detect.MethodScores;
import org.snmf.experiments.detect.Score;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;
import org.snmf.views.display.Html;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.Theme;

/** Whether directions detect the better the more of their strongest sentences agree on their label. */
public final class DetectionByShare implements Displayable {
    private static final double[] ENDS = {0, 0.25, 0.35, 0.5, 1};

    private final String title;
    private final List<MethodScores> methods;
    private final Bootstrap bootstrap;

    /** @param methods whose directions are taken together */
    public DetectionByShare(String title, List<MethodScores> methods, Bootstrap bootstrap) {
        this.title = title;
        this.methods = List.copyOf(methods);
        this.bootstrap = bootstrap;
    }

    @Override
    public Display display() {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i + 1 < ENDS.length; i++) {
            double from = ENDS[i];
            double to = ENDS[i + 1];
            boolean last = i + 2 == ENDS.length;
            List<Score> some = methods.stream()
                    .flatMap(method -> method
                            .where(score -> score.label().share() >= from
                                    && (score.label().share() < to || last))
                            .scores()
                            .stream())
                    .toList();
            MethodScores together =
                    new MethodScores(methods.get(0).method(), methods.get(0).space(), some);
            rows.add(List.of(
                    Numbers.percent(from) + " to " + Numbers.percent(to),
                    String.valueOf(together.scored()),
                    DetectionTable.text(together.positiveShare(bootstrap)),
                    DetectionTable.text(together.mean(Score::auc, bootstrap))));
        }
        Html html = Theme.open();
        StringBuilder plain = new StringBuilder();
        DetectionTable.append(html, plain, title, List.of("sentences with the label", "n", "positive", "AUC"), rows);
        return Display.of(html.close().build(), plain.toString());
    }
}
