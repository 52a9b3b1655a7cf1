package org.snmf.testkit.ground;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** The contract sees who keeps it and who does not. */
class StopContractTest {
    private static int loop(Progress progress, int lateBy, int reported) {
        int late = 0;
        for (int i = 0; i < 20; i++) {
            if (progress.stopRequested() && late++ >= lateBy) {
                return i;
            }
            for (int r = 0; r < reported; r++) {
                progress.report(new Step("step", i + 1, 20, "steps", ""));
            }
        }
        return 20;
    }

    @Test
    void aLoopThatStopsAtTheNextStepKeepsIt() {
        assertThatCode(() -> StopContract.check(progress -> loop(progress, 0, 1), 10))
                .doesNotThrowAnyException();
        assertThatCode(() -> StopContract.check(
                        progress -> {
                            int done = loop(progress, 0, 1);
                            if (done == 0) {
                                throw new InputException("work", "a step", "a stop before it", "");
                            }
                            return done;
                        },
                        10))
                .doesNotThrowAnyException();
    }

    @Test
    void whoeverBreaksItIsNamed() {
        assertThatThrownBy(() -> StopContract.check(progress -> loop(progress, 3, 1), 10))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("was seen after");
        assertThatThrownBy(() -> StopContract.check(progress -> loop(progress, 0, 0), 10))
                .hasMessageContaining("reports nothing");
        assertThatThrownBy(
                        () -> StopContract.check(progress -> progress.stopRequested() ? 30 : loop(progress, 0, 1), 4))
                .hasMessageContaining("30 of 20");
    }
}
