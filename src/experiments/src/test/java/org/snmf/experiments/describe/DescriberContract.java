package org.snmf.experiments.describe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.snmf.experiments.describe.Description.State;
import org.snmf.models.network.ScoredToken;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** What every describer keeps to. */
abstract class DescriberContract {
    /** A describer that names subjects of days. */
    abstract Describer describer();

    private final Subject promoted = Subject.ofPromoted(
            4,
            List.of(new ScoredToken(1, " Monday", 3), new ScoredToken(2, " Monday", 2), new ScoredToken(3, " x", 1)));

    @Test
    void thereIsADescriptionOfEachSubjectInTheirOrder() {
        List<Subject> subjects = List.of(Subjects.days(5), Subjects.dead(2), promoted, Subjects.food(1));
        try (Describer describer = describer()) {
            List<Description> given = describer.describe(subjects, Progress.NONE);
            assertThat(given).extracting(Description::feature).containsExactly(5, 2, 4, 1);
            assertThat(given).extracting(Description::giver).containsOnly(describer.name());
            assertThat(given.get(2).side()).isEqualTo(Subject.Side.PROMOTED);
            assertThat(given.get(1).state()).isEqualTo(State.DEAD);
            assertThat(given).allSatisfy(d -> {
                assertThat(d.title()).isNotBlank().isNotEqualTo("mixed");
                assertThat(d.reason()).isNotBlank();
                assertThat(d.name().isPresent()).isEqualTo(d.state() == State.NAMED);
            });
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
        try (Describer describer = describer()) {
            List<Description> given = describer.describe(List.of(Subjects.food(0), Subjects.dead(1)), stopped);
            assertThat(given).extracting(Description::state).containsExactly(State.UNANSWERED, State.DEAD);
        }
    }

    @Test
    void nothingToDescribeIsNothing() {
        try (Describer describer = describer()) {
            assertThat(describer.describe(List.of(), Progress.NONE)).isEmpty();
        }
    }
}
