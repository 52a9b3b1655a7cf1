package org.snmf.experiments.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** What every judge keeps to. */
abstract class JudgeContract {
    static final Target DAYS = new Target(
            "Monday, Friday and Sunday",
            List.of("The office opens on Monday and closes on Friday.", "We go to church on Sunday morning."),
            List.of("Monday", "Tuesday", "Friday", "Sunday"));
    static final Continuations TEXTS = new Continuations(
            "I think that",
            List.of("the old man is at home and reads a book.", "my friend will wear a blue coat in the park."),
            List.of(
                    "the meeting is on Monday or on Tuesday, and not on Friday.",
                    "the teacher is in the garden with a friend.",
                    "Sunday Monday Monday Sunday of of Friday the Sunday Monday Monday"));

    abstract Judge judge();

    @Test
    void thereIsAJudgementOfEachTextOnTheScale() {
        try (Judge judge = judge()) {
            assertThat(judge.name()).isNotBlank();
            assertThat(judge.judge(DAYS, TEXTS, Progress.NONE))
                    .hasSize(3)
                    .allSatisfy(j -> assertThat(j.concept().scored()).isTrue())
                    .allSatisfy(j -> assertThat(j.fluency().scored()).isTrue());
        }
    }

    @Test
    void aStopLeavesTheRestUnanswered() {
        Progress stopped = new Progress() {
            @Override
            public void report(Step step) {}

            @Override
            public boolean stopRequested() {
                return true;
            }

            @Override
            public void warn(String message) {}
        };
        try (Judge judge = judge()) {
            assertThat(judge.judge(DAYS, TEXTS, stopped))
                    .hasSize(3)
                    .extracting(j -> j.harmonicMean().state())
                    .containsOnly(Score.State.UNANSWERED);
        }
    }

    @Test
    void nothingToJudgeIsNothing() {
        try (Judge judge = judge()) {
            Continuations none = new Continuations(TEXTS.prompt(), TEXTS.unsteered(), List.of());
            assertThat(judge.judge(DAYS, none, Progress.NONE)).isEmpty();
        }
    }
}
