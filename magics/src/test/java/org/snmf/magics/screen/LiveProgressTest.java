package org.snmf.magics.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.snmf.progress.Step;
import org.snmf.testkit.RecordingScreen;

class LiveProgressTest {
    private final RecordingScreen screen = new RecordingScreen();
    private long now;
    private final LiveProgress progress = new LiveProgress(screen, () -> now);

    private static Step step(String task, long done) {
        return new Step(task, done, 100, "iterations", "relative error 0.4");
    }

    @Test
    void drawsAtMostFiveTimesASecondAndAlwaysTheLastStep() {
        for (int i = 1; i <= 100; i++) {
            progress.report(step("factorize", i));
            now += 10_000_000;
        }
        progress.finish();
        assertThat(screen.lives).hasSize(1);
        assertThat(screen.lives.get(0)).hasSizeBetween(3, 4);
        String last = screen.lives.get(0).get(screen.lives.get(0).size() - 1).plain();
        assertThat(last).contains("100 of 100 iterations", "relative error 0.4").doesNotContain("left");
    }

    @Test
    void workThatConvergedEarlyIsShownAsOver() {
        progress.report(step("factorize", 1));
        now += 600_000_000;
        progress.report(step("factorize", 59));
        progress.finish();
        String last = screen.lives.get(0).get(screen.lives.get(0).size() - 1).plain();
        assertThat(last).contains("59 of at most 100 iterations").doesNotContain("left", "░");
    }

    @Test
    void aStoppedBarIsNotFull() {
        progress.report(step("factorize", 1));
        now += 600_000_000;
        progress.report(step("factorize", 50));
        progress.requestStop();
        progress.finish();
        String last = screen.lives.get(0).get(screen.lives.get(0).size() - 1).plain();
        assertThat(last).contains("50 of 100 iterations", "stopped", "█░");
    }

    @Test
    void aBarThatAnInterruptStoppedIsNotFull() {
        progress.report(step("factorize", 1));
        now += 600_000_000;
        progress.report(step("factorize", 50));
        Thread.currentThread().interrupt();
        assertThat(progress.stopRequested()).isTrue();
        progress.finish();
        String last = screen.lives.get(0).get(screen.lives.get(0).size() - 1).plain();
        assertThat(last).contains("stopped", "█░");
    }

    @Test
    void partsOfAUnitMoveTheBar() {
        progress.report(new Step("restarts", 0, 4, "fits", "", 0));
        now += 600_000_000;
        progress.report(new Step("restarts", 1, 4, "fits", "", 0.5));
        // Nine of 24 cells are 1.5 of 4 fits.
        assertThat(screen.lives.get(0).get(0).plain()).contains("█".repeat(9) + "░".repeat(15), "1 of 4 fits");
    }

    @Test
    void saysHowLongIsLeft() {
        progress.report(step("factorize", 10));
        now += 2_000_000_000L;
        progress.report(step("factorize", 50));
        assertThat(screen.lives.get(0).get(0).plain()).contains("2.0 s, 2.0 s left");
    }

    @Test
    void everyTaskHasItsOwnBar() {
        for (String task : new String[] {"capture", "read features"}) {
            progress.report(step(task, 1));
            now += 600_000_000;
            progress.report(step(task, 50));
            progress.report(step(task, 100));
        }
        progress.finish();
        assertThat(screen.lives).hasSize(2);
        assertThat(screen.lives.get(0)).hasSize(2);
        assertThat(screen.lives.get(0).get(1).plain()).startsWith("capture").contains("100 of 100");
    }

    @Test
    void escapesWhatLibrariesSay() {
        progress.report(new Step("<b>", 1, Step.UNKNOWN, "tokens", "<script>"));
        now += 600_000_000;
        progress.report(new Step("<b>", 2, Step.UNKNOWN, "tokens", "<script>"));
        assertThat(screen.lives.get(0).get(0).html()).doesNotContain("<script>").contains("&lt;script&gt;");
    }

    @Test
    void anInterruptBecomesARequestToStop() {
        assertThat(progress.stopRequested()).isFalse();
        Thread.currentThread().interrupt();
        assertThat(progress.stopRequested()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(progress.stopRequested()).isTrue();
    }

    @Test
    void quickWorkLeavesNoTrace() {
        for (int i = 1; i <= 100; i++) {
            progress.report(step("read features", i));
            now += 4_000_000;
        }
        progress.finish();
        assertThat(screen.lives).isEmpty();
    }
}
