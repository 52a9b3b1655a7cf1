package org.snmf.experiments.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.experiments.judge.Score.State;

class JudgementTest {
    private static Score finalScore(Score concept, Score fluency) {
        return new Judgement(concept, fluency).harmonicMean();
    }

    @Test
    void theFinalScoreIsTheHarmonicMean() {
        assertThat(finalScore(Score.of(1, ""), Score.of(2, "")).value()).isCloseTo(4 / 3.0, within(1e-12));
        assertThat(finalScore(Score.of(0, ""), Score.of(2, "")).value()).isZero();
        assertThat(finalScore(Score.of(0, ""), Score.of(0, "")).value()).isZero();
        assertThat(finalScore(Score.of(2, ""), Score.of(2, "")).value()).isEqualTo(2);
    }

    @Test
    void aMissingAxisLeavesNoFinalScore() {
        Score refused = finalScore(Score.refused("will not"), Score.of(2, ""));
        assertThat(refused.state()).isEqualTo(State.REFUSED);
        assertThat(refused.value()).isNaN();
        assertThat(refused.reason()).isEqualTo("will not");
        assertThat(finalScore(Score.of(0, ""), Score.unparsable("?")).state()).isEqualTo(State.UNPARSABLE);
    }

    @Test
    void offTheScaleIsNoScore() {
        assertThatThrownBy(() -> Score.of(2.5, "")).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> Score.of(Double.NaN, "")).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new Score(State.REFUSED, 0, "")).isInstanceOf(InputException.class);
    }
}
