package org.snmf.factorize;

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
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

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
    void whatAKilledProcessLeftIsRemoved() throws Exception {
        Path left = Files.createFile(folder.resolve(".fit.checkpoint.999999999.tmp"));
        Path foreign = Files.createFile(folder.resolve(".fit.checkpoint.1.tmp"));
        new Snmf(options(CoefficientUpdate.HALS, 2))
                .withCheckpoint(folder.resolve("fit.checkpoint"), 1e9)
                .fit(a, new StopAfter(2));
        assertThat(left).doesNotExist();
        assertThat(foreign).exists();
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
