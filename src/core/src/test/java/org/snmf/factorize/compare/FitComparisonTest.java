package org.snmf.factorize.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.factorize.CoefficientUpdate;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.Initialization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.fit.Snmf;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

class FitComparisonTest {
    private static final int NEURONS = 30;
    private static final int TOKENS = 80;
    private static final SnmfOptions OPTIONS =
            SnmfOptions.rank(4).withSparsity(0.3).withSeed(5).withStopping(Stopping.after(15));

    private final ActivationMatrix a = Matrices.uniform(NEURONS, TOKENS);

    @Test
    void everyRunIsThePlainFitOfItsOptionsAndSeed() {
        FitComparison compared = FitComparison.starts(a, OPTIONS, 2, Progress.NONE);
        assertThat(compared.choices())
                .extracting(FitComparison.Choice::name)
                .containsExactly("random", "svd", "kmeans");
        for (Initialization start : List.of(Initialization.RANDOM, Initialization.SVD, Initialization.KMEANS)) {
            FitComparison.Choice choice = compared.choice(start.key());
            assertThat(choice.runs()).hasSize(2);
            double[] errors = new double[2];
            for (int seed = 0; seed < 2; seed++) {
                Factorization alone =
                        Snmf.fit(a, OPTIONS.withInitialization(start).withSeed(5 + seed), Progress.NONE);
                assertThat(choice.runs().get(seed).relativeError()).isEqualTo(alone.relativeError());
                errors[seed] = alone.relativeError();
            }
            assertThat(choice.error().mean()).isEqualTo((errors[0] + errors[1]) / 2, within(1e-12));
            assertThat(choice.error().deviation())
                    .isEqualTo(Math.abs(errors[0] - errors[1]) / Math.sqrt(2), within(1e-12));
            assertThat(choice.best().relativeError()).isEqualTo(Math.min(errors[0], errors[1]));
            assertThat(choice.iterations()).isEqualTo(new FitComparison.Spread(15, 0));
            assertThat(choice.stability()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void choicesChangeWhatTheySay() {
        FitComparison updates = FitComparison.updates(a, OPTIONS, 1, Progress.NONE);
        assertThat(updates.choice("hals").best().options())
                .isEqualTo(OPTIONS.withCoefficientUpdate(CoefficientUpdate.HALS));
        FitComparison shares = FitComparison.sparsities(a, OPTIONS, new double[] {0.1, 0.075, 1}, 1, Progress.NONE);
        assertThat(shares.choices())
                .extracting(FitComparison.Choice::name)
                .containsExactly("p = 10 %", "p = 7.5 %", "p = 100 %");
        assertThat(shares.choice("p = 7.5 %").best().options().sparsity()).isEqualTo(0.075);
        FitComparison ranks = FitComparison.ranks(a, OPTIONS, new int[] {2, 6}, 1, Progress.NONE);
        assertThat(ranks.choice("k = 6").best().rank()).isEqualTo(6);
        assertThat(ranks.choice("k = 6").error().mean())
                .isLessThan(ranks.choice("k = 2").error().mean());
        assertThat(ranks.choice("k = 6").error().deviation()).isNaN();
        assertThat(ranks.choice("k = 6").stability()).isNaN();
    }

    @Test
    void iterationsToAnErrorAreThoseOfTheBestRun() {
        FitComparison.Choice choice =
                FitComparison.ranks(a, OPTIONS, new int[] {4}, 2, Progress.NONE).choice("k = 4");
        List<Double> errors = choice.best().trace().stream()
                .map(status -> status.relativeError())
                .toList();
        double third = errors.get(2);
        int expected = 0;
        while (errors.get(expected) > third) {
            expected++;
        }
        assertThat(choice.iterationsTo(third)).hasValue(expected + 1);
        assertThat(choice.iterationsTo(0)).isEmpty();
    }

    @Test
    void aStopComparesWhatWasFinished() {
        List<String> warnings = new ArrayList<>();
        Progress afterThree = new Progress() {
            private long fits;

            @Override
            public void report(Step step) {
                fits = Math.max(fits, step.done());
            }

            @Override
            public boolean stopRequested() {
                return fits >= 3;
            }

            @Override
            public void warn(String message) {
                warnings.add(message);
            }
        };
        FitComparison compared = FitComparison.starts(a, OPTIONS, 2, afterThree);
        assertThat(compared.choices()).hasSize(2);
        assertThat(compared.choices().get(1).runs()).hasSize(1);
        assertThat(warnings).contains("Stopped: 2 of 3 choices are compared.");
        assertThatThrownBy(() -> FitComparison.starts(a, OPTIONS, 2, Progress.stopAfter(0)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("none when it was stopped");
    }

    @Test
    void whatCannotBeFittedIsRefusedFirst() {
        assertThatThrownBy(() -> FitComparison.ranks(a, OPTIONS, new int[] {2, 1_000_000}, 1, Progress.NONE))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> FitComparison.run(a, Map.of(), 1, Progress.NONE))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(
                        () -> FitComparison.starts(a, OPTIONS, 1, Progress.NONE).choice("luck"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("luck");
    }
}
