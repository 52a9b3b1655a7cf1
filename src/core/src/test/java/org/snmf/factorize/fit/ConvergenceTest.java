package org.snmf.factorize.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.StopReason;
import org.snmf.factorize.Stopping;
import org.snmf.progress.Progress;
import org.snmf.testkit.ground.StopAfter;

class ConvergenceTest {
    /** Iterations until the end, and its reason; at most 1,000. */
    private record End(int iterations, Optional<StopReason> reason) {
        static End of(Stopping rule, IntToDoubleFunction error) {
            Convergence convergence = new Convergence(rule, 1);
            for (int i = 1; i < 1000; i++) {
                Optional<StopReason> reason = convergence.next(error.applyAsDouble(i), 0);
                if (reason.isPresent()) {
                    return new End(i, reason);
                }
            }
            return new End(1000, Optional.empty());
        }
    }

    @Test
    void endsSoonWhereTheErrorStandsStill() {
        End end = End.of(Stopping.DEFAULT, i -> 0.5 + Math.exp(-i));
        assertThat(end.reason()).contains(StopReason.CONVERGED);
        assertThat(end.iterations()).isBetween(20, 40);
    }

    @Test
    void goesOnWhereTheErrorRisesBeforeItFallsFurther() {
        End end =
                End.of(Stopping.DEFAULT, i -> i < 60 ? 0.327 + 2e-4 * Math.max(0, i - 5) : 0.284 + Math.exp(-i / 20.0));
        assertThat(end.reason()).contains(StopReason.CONVERGED);
        assertThat(end.iterations()).isGreaterThan(150);
    }

    @Test
    void aFitThatLeavesItsStartLateHasNotConvergedThere() {
        End end = End.of(Stopping.DEFAULT, i -> i < 69 ? 0.23054 : 0.18 + 0.05 * Math.exp((68 - i) / 10.0));
        assertThat(end.reason()).contains(StopReason.CONVERGED);
        assertThat(end.iterations()).isGreaterThan(120);
        assertThat(End.of(Stopping.DEFAULT, i -> 0.5)).isEqualTo(new End(110, Optional.of(StopReason.CONVERGED)));
    }

    @Test
    void anErrorThatStaysAboveItsBestHasNotConverged() {
        assertThat(End.of(Stopping.DEFAULT, i -> i <= 3 ? 0.8 - 0.1 * i : 0.52))
                .isEqualTo(new End(112, Optional.of(StopReason.NO_BETTER)));
        assertThat(End.of(Stopping.DEFAULT, i -> i <= 3 ? 0.8 - 0.1 * i : 0.5 + 1e-3 * (i % 7))
                        .reason())
                .contains(StopReason.NO_BETTER);
    }

    @Test
    void aSlowFallIsNotTheEndAndExactIterationsAreKept() {
        assertThat(End.of(Stopping.DEFAULT, i -> Math.pow(0.9999, i)).reason()).isEmpty();
        assertThat(End.of(Stopping.after(50), i -> 0.5)).isEqualTo(new End(50, Optional.of(StopReason.ITERATIONS)));
    }

    @Test
    void thePublishedRuleIsAsPublished() {
        assertThat(End.of(Stopping.published(900, 1e-4, 20), i -> i <= 3 ? 0.8 - 0.1 * i : 0.52))
                .isEqualTo(new End(23, Optional.of(StopReason.CONVERGED)));
    }

    /** Few neurons a feature and more features than there are: the cut makes the error rise from the first iterations on. */
    @Test
    void aFitWhoseErrorRoseFromItsBestSaysSo() {
        SnmfOptions options = SnmfOptions.paper(40).withSparsity(0.01);
        StopAfter watcher = new StopAfter(Integer.MAX_VALUE);
        Factorization f = Snmf.fit(Planted.of(300, 900, 12, 3).activations(), options, watcher);
        assertThat(f.stopReason()).isEqualTo(StopReason.NO_BETTER);
        assertThat(f.toString()).contains("(no better for long)");
        assertThat(watcher.warnings)
                .anyMatch(warning -> warning.startsWith("The error was least, ")
                        && warning.contains("in iteration " + f.bestIteration() + ", whose factors are kept"));
    }

    @Test
    void aFitEndsAtTheSameIterationAfterItsCheckpoint() {
        SnmfOptions options = SnmfOptions.rank(12).withSparsity(0.05);
        Factorization f = Snmf.fit(Planted.of(300, 900, 12, 3).activations(), options, Progress.NONE);
        assertThat(f.stopReason()).isEqualTo(StopReason.CONVERGED);
        Convergence again = new Convergence(options.stopping(), 1);
        List<Optional<StopReason>> reasons = f.trace().stream()
                .map(status -> again.next(status.relativeError(), status.seconds()))
                .toList();
        assertThat(reasons.indexOf(Optional.of(StopReason.CONVERGED)))
                .isEqualTo(f.trace().size() - 1);
    }
}
