package org.snmf.factorize.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.factorize.CoefficientUpdate;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.Initialization;
import org.snmf.factorize.IterationStatus;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.StopReason;
import org.snmf.factorize.Stopping;
import org.snmf.files.FileCoefficients;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;
import org.snmf.testkit.ground.StopAfter;

/** The incremental start, on the fewest tokens that have one. */
class IncrementalStartTest {
    private static final int NEURONS = 60;
    private static final int TOKENS = Initialization.INCREMENTAL_FROM_TOKENS;
    private static final SnmfOptions OPTIONS =
            SnmfOptions.rank(6).withSparsity(0.3).withThreads(2).withStopping(Stopping.after(4));

    private final Planted planted = Planted.of(NEURONS, TOKENS, 6, 4);
    private final ActivationMatrix a = planted.activations();

    @TempDir
    Path folder;

    @Test
    void afterItAFewIterationsAreNearTheFloor() {
        StopAfter watcher = new StopAfter(Integer.MAX_VALUE);
        Factorization f = Snmf.fit(a, OPTIONS, watcher);
        assertThat(passes(watcher)).hasSizeBetween(3, IncrementalStart.PASSES);
        SnmfOptions random = OPTIONS.withInitialization(Initialization.RANDOM);
        Factorization few = Snmf.fit(a, random, Progress.NONE);
        Factorization many = Snmf.fit(a, random.withStopping(Stopping.after(40)), Progress.NONE);
        assertThat(f.trace().get(0).relativeError()).isLessThan(few.relativeError());
        assertThat(f.relativeError()).isCloseTo(many.relativeError(), within(0.02 * many.relativeError()));
    }

    @Test
    void recoversNoLessThanAFitFromRandom() {
        SnmfOptions converging = OPTIONS.withStopping(Stopping.DEFAULT).withSeed(1);
        Factorization random = Snmf.fit(a, converging.withInitialization(Initialization.RANDOM), Progress.NONE);
        assertThat(planted.recovery(Snmf.fit(a, converging, Progress.NONE).features()))
                .isGreaterThan(planted.recovery(random.features()));
    }

    /** The errors that it tells are of the Y that it leaves: an iteration without extrapolation from there lowers the last one. */
    @Test
    void whatItTellsIsTheErrorOfWhatItLeaves() {
        StopAfter watcher = new StopAfter(Integer.MAX_VALUE);
        SnmfOptions dense = OPTIONS.withSparsity(1).withExtrapolation(0);
        double first = Snmf.fit(a, dense, watcher).trace().get(0).relativeError();
        List<Double> told = passes(watcher);
        assertThat(first).isCloseTo(told.get(told.size() - 1), within(0.002));
    }

    @Test
    void endsWithTheFirstPassThatDoesNotLowerTheError() {
        StopAfter watcher = new StopAfter(Integer.MAX_VALUE);
        Snmf.fit(a, OPTIONS.withExtrapolation(0.99), watcher);
        List<Double> told = passes(watcher);
        int last = told.size() - 1;
        assertThat(told).hasSizeLessThan(IncrementalStart.PASSES);
        assertThat(told.get(last)).isGreaterThanOrEqualTo(told.get(last - 1));
        assertThat(told.subList(0, last)).isSortedAccordingTo(Comparator.reverseOrder());
    }

    /** The errors of the passes that were told. */
    private static List<Double> passes(StopAfter watcher) {
        return watcher.steps.stream()
                .filter(step -> step.task().equals("start"))
                .map(step -> Double.valueOf(step.detail().replace("incremental, relative error ", "")))
                .toList();
    }

    @Test
    void isTheSameAgainAndWhereverAAndYLie() {
        Factorization held = Snmf.fit(a, OPTIONS, Progress.NONE);
        SnmfContract.assertSame(held, Snmf.fit(a, OPTIONS, Progress.NONE));
        Factorization filed = Snmf.fit(a, OPTIONS.withMemoryBudget(2_500_000), Progress.NONE);
        assertThat(filed.coefficients()).isInstanceOf(FileCoefficients.class);
        assertThat(filed.relativeError()).isCloseTo(held.relativeError(), within(1e-3));
    }

    @Test
    void isNotMadeAgainByAResumedFit() {
        Factorization whole = Snmf.fit(a, OPTIONS, Progress.NONE);
        Snmf snmf = new Snmf(OPTIONS).withCheckpoint(folder.resolve("fit.checkpoint"), 1e9);
        int steps = watched(OPTIONS.withStopping(Stopping.after(2)));
        assertThat(snmf.fit(a, new StopAfter(steps)).trace()).hasSize(2);
        StopAfter watcher = new StopAfter(Integer.MAX_VALUE);
        SnmfContract.assertSame(whole, snmf.fit(a, watcher));
        assertThat(watcher.steps).noneMatch(step -> step.task().equals("start"));
    }

    private int watched(SnmfOptions options) {
        StopAfter watcher = new StopAfter(Integer.MAX_VALUE);
        Snmf.fit(a, options, watcher);
        return watcher.steps.size();
    }

    @Test
    void aStopInItGivesWhatWasFoundByThen() {
        StopAfter watcher = new StopAfter(Integer.MAX_VALUE);
        Snmf.fit(a, OPTIONS, watcher);
        int read = watcher.steps.size()
                - passes(watcher).size()
                - OPTIONS.stopping().iterations();
        Factorization f = Snmf.fit(a, OPTIONS, new StopAfter(read + 2));
        assertThat(f.stopReason()).isEqualTo(StopReason.REQUESTED);
        assertThat(f.trace()).hasSize(1);
        assertThat(f.relativeError()).isLessThan(0.9);
    }

    @Test
    void fewTokensAndAnotherUpdateBeginAtRandom() {
        SnmfOptions multiplicative = OPTIONS.withCoefficientUpdate(CoefficientUpdate.MULTIPLICATIVE);
        for (SnmfOptions options : List.of(OPTIONS, multiplicative)) {
            int tokens = options.equals(OPTIONS) ? TOKENS - 1 : TOKENS;
            ActivationMatrix some = Matrices.uniform(8, tokens);
            SnmfOptions random = options.withInitialization(Initialization.RANDOM);
            assertThat(SnmfPlan.of(options, 8, tokens).startPasses()).isZero();
            assertThat(errors(Snmf.fit(some, options, Progress.NONE)))
                    .isEqualTo(errors(Snmf.fit(some, random, Progress.NONE)));
        }
    }

    private static List<Double> errors(Factorization f) {
        return f.trace().stream().map(IterationStatus::relativeError).toList();
    }
}
