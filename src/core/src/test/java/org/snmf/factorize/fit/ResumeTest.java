package org.snmf.factorize.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.errors.InputException;
import org.snmf.factorize.CoefficientUpdate;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.IterationStatus;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.StopReason;
import org.snmf.factorize.Stopping;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.testkit.ground.StopAfter;

class ResumeTest {
    private final ActivationMatrix a = Planted.of(150, 1300, 8, 4).activations();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"MULTIPLICATIVE,1,1", "HALS,7,2", "HALS,19,1", "MULTIPLICATIVE,3,2"})
    void anInterruptedFitGoesOnToTheSameBytes(CoefficientUpdate update, int stopAfter, int threads) {
        SnmfOptions options = options(update, threads);
        Factorization whole = Snmf.fit(a, options, Progress.NONE);
        Path file = folder.resolve("fit.checkpoint");
        Snmf snmf = new Snmf(options).withCheckpoint(file, 1e9);
        Factorization part = snmf.fit(a, new StopAfter(stopAfter));
        assertThat(part.stopped()).isTrue();
        assertThat(part.trace()).hasSize(stopAfter);
        SnmfContract.assertSame(whole, snmf.fit(a, Progress.NONE));
    }

    @Test
    void anInterruptedFitOfLargeRankGoesOnToTheSameBytes() {
        SnmfOptions options = options(CoefficientUpdate.HALS, 2).withRank(780).withStopping(Stopping.after(6));
        Factorization whole = Snmf.fit(a, options, Progress.NONE);
        Snmf snmf = new Snmf(options).withCheckpoint(folder.resolve("fit.checkpoint"), 1e9);
        snmf.fit(a, new StopAfter(3));
        SnmfContract.assertSame(whole, snmf.fit(a, Progress.NONE));
    }

    @Test
    void anyCheckpointOnTheWayLeadsToTheSameBytes() throws Exception {
        SnmfOptions options = options(CoefficientUpdate.HALS, 2);
        Factorization whole = Snmf.fit(a, options, Progress.NONE);
        Path file = folder.resolve("fit.checkpoint");
        Path copy = folder.resolve("copy.checkpoint");
        AtomicInteger seen = new AtomicInteger();
        new Snmf(options)
                .withCheckpoint(file, 1e-9)
                .fit(a, Progress.of(step -> keep(step, file, copy, seen), warning -> {}));
        assertThat(seen).hasValue(1);
        SnmfContract.assertSame(
                whole, new Snmf(options).withCheckpoint(copy, 1e9).fit(a, Progress.NONE));
    }

    private static void keep(Step step, Path file, Path copy, AtomicInteger seen) {
        if (step.done() == 12) {
            try {
                Files.copy(file, copy);
                seen.incrementAndGet();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aFitIsProlongedFromItsCheckpoint() {
        SnmfOptions options = options(CoefficientUpdate.HALS, 2);
        Path file = folder.resolve("fit.checkpoint");
        new Snmf(options).withCheckpoint(file, 1e9).fit(a, new StopAfter(5));
        Factorization longer = new Snmf(options.withStopping(Stopping.after(30)))
                .withCheckpoint(file, 1e9)
                .fit(a, Progress.NONE);
        assertThat(longer.trace()).hasSize(30);
    }

    @Test
    void anotherSeedOrMatrixIsRefused() {
        SnmfOptions options = options(CoefficientUpdate.HALS, 2);
        Path file = folder.resolve("fit.checkpoint");
        new Snmf(options).withCheckpoint(file, 1e9).fit(a, new StopAfter(2));
        assertThatThrownBy(() ->
                        new Snmf(options.withSeed(5)).withCheckpoint(file, 1e9).fit(a, Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("fit.checkpoint");
        ActivationMatrix other = Planted.of(150, 1300, 8, 5).activations();
        assertThatThrownBy(() -> new Snmf(options).withCheckpoint(file, 1e9).fit(other, Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("squared norm");
    }

    @Test
    void aCheckpointThatCannotBeWrittenIsTold() throws Exception {
        Path blocked = Files.createFile(folder.resolve("blocked"));
        List<String> warnings = new ArrayList<>();
        Factorization f = new Snmf(options(CoefficientUpdate.HALS, 2))
                .withCheckpoint(blocked.resolve("fit.checkpoint"), 1e-9)
                .fit(a, Progress.of(step -> {}, warnings::add));
        assertThat(f.trace()).hasSize(20);
        assertThat(warnings).isNotEmpty().allMatch(w -> w.contains("No checkpoint was written"));
    }

    @Test
    void aFinishedFitLeavesACheckpointFromWhichTheSameFitIsThereAtOnceAndALongerOneGoesOn() {
        Path file = folder.resolve("fit.checkpoint");
        SnmfOptions options = options(CoefficientUpdate.HALS, 2).withStopping(Stopping.after(5));
        Factorization done = new Snmf(options).withCheckpoint(file, 1e9).fit(a, Progress.NONE);
        StopAfter watcher = new StopAfter(Integer.MAX_VALUE);
        Factorization again = new Snmf(options).withCheckpoint(file, 1e9).fit(a, watcher);
        assertThat(watcher.steps).isEmpty();
        assertThat(again.coefficients().feature(0))
                .containsExactly(done.coefficients().feature(0));
        Factorization longer = new Snmf(options.withStopping(Stopping.after(9)))
                .withCheckpoint(file, 1e9)
                .fit(a, watcher);
        assertThat(watcher.steps).hasSize(4);
        assertThat(longer.trace()).hasSize(9);
    }

    @Test
    void aDueCheckpointIsWrittenUnderAnInterrupt() {
        Path file = folder.resolve("fit.checkpoint");
        List<String> warnings = new ArrayList<>();
        Progress interrupting = new Progress() {
            @Override
            public void report(Step step) {
                Thread.currentThread().interrupt();
            }

            @Override
            public boolean stopRequested() {
                return false;
            }

            @Override
            public void warn(String message) {
                warnings.add(message);
            }
        };
        Factorization f = new Snmf(options(CoefficientUpdate.HALS, 2))
                .withCheckpoint(file, 1e-9)
                .fit(a, interrupting);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(warnings).isEmpty();
        assertThat(f.trace()).hasSize(20);
        assertThat(file).exists();
    }

    @Test
    void withoutMemoryForAnIterationTheBestSoFarIsTheResultAndWithoutOneTheSumIsTold() {
        Factorization whole = Snmf.fit(a, options(CoefficientUpdate.HALS, 2), Progress.NONE);
        List<String> warnings = new ArrayList<>();
        Factorization part =
                Snmf.fit(a, options(CoefficientUpdate.HALS, 2), Progress.of(step -> failAt(step, 7), warnings::add));
        assertThat(part.stopReason()).isEqualTo(StopReason.MEMORY);
        assertThat(part.trace()).hasSize(7);
        assertThat(part.relativeError())
                .isEqualTo(whole.trace().subList(0, 6).stream()
                        .mapToDouble(IterationStatus::relativeError)
                        .min()
                        .getAsDouble());
        assertThat(warnings).anyMatch(w -> w.contains("no memory for iteration"));
        assertThatThrownBy(() -> Snmf.fit(
                        a, options(CoefficientUpdate.HALS, 2), Progress.of(step -> failAt(step, 1), warnings::add)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("memory for the fit")
                .hasMessageContaining("SNMF_HEAP");
    }

    private static void failAt(Step step, int iteration) {
        if (step.done() == iteration) {
            throw new OutOfMemoryError("no heap left, says a test");
        }
    }

    private static SnmfOptions options(CoefficientUpdate update, int threads) {
        return SnmfOptions.rank(8)
                .withSparsity(0.05)
                .withThreads(threads)
                .withCoefficientUpdate(update)
                .withRevive(true)
                .withStopping(Stopping.after(20));
    }
}
