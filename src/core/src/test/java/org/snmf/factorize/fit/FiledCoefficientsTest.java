package org.snmf.factorize.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.errors.InputException;
import org.snmf.factorize.CoefficientUpdate;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.Initialization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.files.FileCoefficients;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;
import org.snmf.testkit.ground.StopAfter;

/** A fit whose Y lies in scratch files does to the bit what one with Y in memory does in panels of the same width. */
class FiledCoefficientsTest {
    private static final int NEURONS = 120;
    private static final int TOKENS = 2900;
    private final ActivationMatrix a = Planted.of(NEURONS, TOKENS, 12, 4).activations();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"RANDOM,HALS,1", "RANDOM,HALS,2", "SVD,HALS,2", "KMEANS,MULTIPLICATIVE,2", "RANDOM,MULTIPLICATIVE,1"})
    void givesTheBytesOfTheFitInMemory(Initialization start, CoefficientUpdate update, int threads) {
        SnmfOptions options = options(start, update, threads);
        Factorization held = Snmf.fit(a, held(options), Progress.NONE);
        Factorization filed = Snmf.fit(a, filed(options), Progress.NONE);
        assertThat(filed.coefficients()).isInstanceOf(FileCoefficients.class);
        SnmfContract.assertSame(held, filed);
    }

    @Test
    void isResumedToTheSameBytes() {
        SnmfOptions options = filed(options(Initialization.RANDOM, CoefficientUpdate.HALS, 2));
        Factorization whole = Snmf.fit(a, options, Progress.NONE);
        Path file = folder.resolve("fit.checkpoint");
        Snmf snmf = new Snmf(options).withCheckpoint(file, 1e9);
        Factorization part = snmf.fit(a, new StopAfter(5));
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
        assertThat(part.trace()).hasSize(5);
        SnmfContract.assertSame(whole, snmf.fit(a, Progress.NONE));
    }

    @Test
    void theResultOutlivesTheFitAndIsSaved() {
        SnmfOptions options = filed(options(Initialization.RANDOM, CoefficientUpdate.HALS, 2));
        Factorization f = Snmf.fit(a, options, Progress.NONE);
        Path file = folder.resolve("f.safetensors");
        f.save(file);
        SnmfContract.assertSame(f, Factorization.load(file));
    }

    @Test
    void aFolderThatCannotHoldThemIsToldBeforeTheFirstIteration() throws IOException {
        Path blocked = Files.createFile(folder.resolve("blocked"));
        SnmfOptions options = filed(options(Initialization.RANDOM, CoefficientUpdate.HALS, 2));
        StopAfter watcher = new StopAfter(1);
        assertThatThrownBy(() -> new Snmf(options)
                        .withCheckpoint(blocked.resolve("fit.checkpoint"), 1e9)
                        .fit(a, watcher))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("blocked: expected a folder with room for 1 MiB of coefficients");
        assertThat(watcher.steps).isEmpty();
    }

    @Test
    void theBudgetNeedNotGrowWithTheTokens() {
        SnmfOptions options = SnmfOptions.rank(100).withMemoryBudget(1L << 28);
        SnmfPlan few = SnmfPlan.of(options, 3072, 100_000);
        SnmfPlan many = SnmfPlan.of(options, 3072, 100_000_000);
        assertThat(few.coefficientsResident()).isTrue();
        assertThat(few.scratchBytes()).isZero();
        assertThat(many.coefficientsResident()).isFalse();
        assertThat(many.bytes()).isLessThanOrEqualTo(1L << 28);
        assertThat(many.scratchBytes()).isEqualTo(2L * 4 * 100 * 100_000_000);
    }

    private static SnmfOptions options(Initialization start, CoefficientUpdate update, int threads) {
        return SnmfOptions.rank(12)
                .withSparsity(0.05)
                .withThreads(threads)
                .withInitialization(start)
                .withCoefficientUpdate(update)
                .withRevive(true)
                .withStopping(Stopping.after(12));
    }

    /** Under a budget that streams A in the narrowest panels with which Y is held. */
    private static SnmfOptions held(SnmfOptions options) {
        long least = budgets(options)
                .filter(bytes -> plan(options, bytes).coefficientsResident())
                .min()
                .getAsLong();
        return options.withMemoryBudget(least);
    }

    /** Under a budget that keeps Y in files, in panels of the same width. */
    private static SnmfOptions filed(SnmfOptions options) {
        int width = SnmfPlan.of(held(options), NEURONS, TOKENS).panelTokens();
        long most = budgets(options)
                .filter(bytes -> !plan(options, bytes).coefficientsResident())
                .filter(bytes -> plan(options, bytes).panelTokens() == width)
                .max()
                .getAsLong();
        return options.withMemoryBudget(most);
    }

    private static SnmfPlan plan(SnmfOptions options, long budget) {
        return SnmfPlan.of(options.withMemoryBudget(budget), NEURONS, TOKENS);
    }

    /** Budgets from half to all of what the fit in memory takes. */
    private static LongStream budgets(SnmfOptions options) {
        long most = SnmfPlan.of(options, NEURONS, TOKENS).bytes();
        return LongStream.iterate(most, bytes -> bytes > most / 2, bytes -> bytes - 4096);
    }
}
