package org.snmf.views.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.experiments.detect.DirectionLabel;
import org.snmf.experiments.detect.Fade;
import org.snmf.experiments.detect.MethodScores;
import org.snmf.experiments.detect.Score;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;

class DetectionViewsTest {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(200, 0.95, 1);

    private static Score scored(int source, double value, int sign) {
        return new Score(
                source,
                "feature " + source,
                new DirectionLabel(Optional.of("a <b> & c"), 0.4, "test"),
                Score.State.SCORED,
                OptionalDouble.of(value),
                0.5,
                0.4,
                value > 0 ? 0.8 : 0.3,
                Double.NaN,
                new Fade(0.5, 0.4, 0.25, sign));
    }

    private static MethodScores method(String name, double... values) {
        List<Score> scores = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            scores.add(scored(i, values[i], values[i] > 0 ? 1 : -1));
        }
        Fade none = new Fade(Double.NaN, Double.NaN, Double.NaN, 0);
        scores.add(new Score(
                values.length,
                "feature " + values.length,
                new DirectionLabel(Optional.empty(), 0, "test"),
                Score.State.DEAD,
                OptionalDouble.empty(),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                none));
        return new MethodScores(name, new Location(2, Site.MLP_ACT), scores);
    }

    @Test
    void aTableTellsItsFirstMethodsShareAndByHowMuchItExceedsAnother() {
        DetectionTable table =
                new DetectionTable("t", List.of(method("SNMF", 1, 2, 3), method("other", -1, -1)), BOOTSTRAP);
        assertThat(table.positive()).isEqualTo("1.00 (1.00–1.00)");
        assertThat(table.excess("other")).isEqualTo("AUC 0.50 (0.50–0.50)");
        assertThat(new DetectionTable("t", List.of(method("a", 1, -1), method("b", 1, -1)), BOOTSTRAP).excess("b"))
                .startsWith("AUC 0.00 (");
        assertThatThrownBy(() -> table.excess("SAE"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("SNMF, other");
    }

    @Test
    void directionsAreTakenTogetherByTheShareOfTheirLabel() {
        String plain = new DetectionByShare("by <share>", List.of(method("SNMF", 1, -1), method("SNMF", 1)), BOOTSTRAP)
                .display()
                .plain();
        assertThat(plain.lines()
                        .filter(line -> line.startsWith("35"))
                        .findFirst()
                        .orElseThrow())
                .contains(" 3 ", "0.67 (");
        assertThat(plain).contains("by <share>").doesNotContain("NaN");
    }

    @Test
    void theTableCountsWhatHasNoScoreAndSaysWhy() {
        String plain = new DetectionTable(
                        "Layer 2", List.of(method("SNMF", 1, 2, -1, 3), method("other", -1, 1)), BOOTSTRAP)
                .display()
                .plain();
        assertThat(plain)
                .contains("0.75 (", "SNMF less the others", "SNMF, 1 dead: the direction is zero", "layer.2.mlp_act")
                .doesNotContain("NaN");
        assertThat(plain.lines()
                        .filter(line -> line.startsWith("SNMF "))
                        .findFirst()
                        .orElseThrow())
                .matches("SNMF +4 +1 .*–");
        assertThat(plain.lines()
                        .filter(line -> line.startsWith("SNMF "))
                        .skip(1)
                        .findFirst()
                        .orElseThrow())
                .matches("SNMF +0.50 +0.40 .* 1");
    }

    @Test
    void aMethodWithoutAnyScoreHasDashesAndNoBox() {
        MethodScores none = method("none");
        DetectionTable table = new DetectionTable("t", List.of(method("SNMF", 1), none), BOOTSTRAP);
        assertThat(table.display().plain()).contains("–").doesNotContain("NaN");
        assertThat(DetectionBoxes.byLayer("boxes", List.of(method("SNMF", 1, 2), none))
                        .display()
                        .plain())
                .contains("2 SNMF")
                .doesNotContain("none");
        assertThatThrownBy(() -> new DetectionTable("t", List.of(), BOOTSTRAP)).isInstanceOf(InputException.class);
        assertThat(DetectionBoxes.of("k", Map.of("k = 5", method("SNMF", 1, 2)))
                        .display()
                        .plain())
                .contains("k = 5");
    }

    @Test
    void directionsComeByScoreWithEscapedLabelsAndReasonsLast() {
        var display = new DetectionFeatures(method("SNMF", 1, 3, -2), 10).display();
        assertThat(display.html()).contains("a &lt;b&gt; &amp; c").doesNotContain("a <b>");
        String plain = display.plain();
        assertThat(plain.indexOf("feature 1")).isLessThan(plain.indexOf("feature 0"));
        assertThat(plain.indexOf("feature 2")).isLessThan(plain.indexOf("feature 3"));
        assertThat(plain).contains("dead", "−2.00");
    }
}
