package org.snmf.views.steer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.snmf.experiments.judge.Judgement;
import org.snmf.experiments.judge.Score;
import org.snmf.experiments.judge.Target;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.experiments.steer.Aggregation;
import org.snmf.experiments.steer.Aim;
import org.snmf.experiments.steer.CellScore;
import org.snmf.experiments.steer.Effects;
import org.snmf.experiments.steer.LogitShift;
import org.snmf.experiments.steer.ScoredDirection;
import org.snmf.experiments.steer.SteeredDirection;
import org.snmf.experiments.steer.SteeredMethod;
import org.snmf.experiments.steer.Strength;
import org.snmf.models.network.ScoredToken;

class SteeringViewsTest {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(200, 0.95, 1);

    private static ScoredDirection direction(int feature, String label, double score) {
        Strength.Reached strength = new Strength.Reached(.25, 1, 2, .25, .5, 3, true);
        Target target = new Target(label, List.of(), List.of());
        CellScore cell = new CellScore(strength, score, 1, score, 1, Map.of(), 30, .1);
        LogitShift shift = new LogitShift(
                strength,
                List.of(new LogitShift.Change(" Sunday", 3.5, .01, .2)),
                List.of(new LogitShift.Change("<b>", -2, .1, .001)));
        Effects effects = new Effects(
                List.of(.1 * (1 + feature), .1),
                .3,
                List.of(List.of(new ScoredToken(1, " Sunday", 1)), List.of(new ScoredToken(2, "<b>", -1))),
                Optional.of(.7),
                Optional.of(shift));
        return new ScoredDirection(
                new SteeredDirection(
                        "SNMF",
                        feature,
                        feature,
                        "feature " + feature,
                        "v",
                        List.of(new SteeredDirection.Cell(strength, List.of(" we met on Sunday & <i>")))),
                new Aim(List.of(target, target), Optional.of(label), List.of()),
                List.of(cell),
                Double.isNaN(score) ? List.of() : List.of(List.of(new Judgement(Score.of(score, ""), Score.of(1, "")))),
                effects);
    }

    private static SteeredMethod method(String name, double... scores) {
        List<ScoredDirection> all = new java.util.ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            all.add(direction(i, i % 2 == 0 ? "days" : "months", scores[i]));
        }
        return new SteeredMethod(name, "", 2, all);
    }

    private static SteeringTable table(SteeredMethod... methods) {
        return new SteeringTable(
                "Layer 2", "a judge", Aggregation.BEST_CELL, List.of(methods), List.of(" it was late"), BOOTSTRAP);
    }

    @Test
    void oneMethodHasARowADirectionAndMarksWhatIsPromoted() {
        var display = table(method("SNMF", .2, 1.5, .4)).display();
        assertThat(display.plain())
                .contains("feature 1", "we met on «Sunday»", "it was late", "Spearman")
                .doesNotContain("less the others", "NaN");
        assertThat(display.plain().indexOf("feature 1"))
                .isLessThan(display.plain().indexOf("feature 0"));
        assertThat(display.html()).contains("<mark>Sunday</mark> &amp; &lt;i&gt;");
    }

    @Test
    void severalMethodsHaveIntervalsAndDifferencesByLabel() {
        String plain = table(method("SNMF", 1, 1.5, 2), method("random", .5, .5))
                .display()
                .plain();
        assertThat(plain).contains("SNMF less the others, by label", "1.00 (1.00 to 1.00)");
        assertThat(plain.lines()
                        .filter(line -> line.startsWith("SNMF "))
                        .findFirst()
                        .orElseThrow())
                .matches("SNMF +3 +1\\.50 \\(.*");
    }

    @Test
    void aFeatureShowsItsTextsAndWhatRisesAndFalls() {
        var display = new SteeredFeature(direction(4, "days", 1.2), List.of(" it was late")).display();
        assertThat(display.plain())
                .contains(
                        "feature 4: + promotes ␣Sunday; − promotes <b>",
                        "+, KL 0.25",
                        "+3.50",
                        "1.0% → 20.0%",
                        "−2.00");
        assertThat(display.html()).contains("&lt;b&gt;").doesNotContain("<b>");
    }

    @Test
    void figuresHaveABoxForEachMethodWithScoresAndAPointForEachDirection() {
        List<SteeredMethod> methods = List.of(method("SNMF", 1, 1.5, 2), method("none", Double.NaN));
        assertThat(SteeringFigures.byLayer("t", "final score", methods, one -> one.scores(Aggregation.BEST_CELL)
                                .finalScore())
                        .orElseThrow()
                        .display()
                        .plain())
                .contains("2 SNMF")
                .doesNotContain("2 none");
        assertThat(SteeringFigures.conceptAgainstFluency("t", methods, Aggregation.BEST_CELL))
                .isPresent();
        assertThat(SteeringFigures.conceptAgainstFluency("t", methods.subList(1, 2), Aggregation.BEST_CELL))
                .isEmpty();
    }
}
