package org.snmf.factorize.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.errors.InputException;
import org.snmf.factorize.CoefficientUpdate;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.Initialization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.compare.Restarts;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;
import org.snmf.testkit.ground.StopAfter;

class SnmfInputTest {
    @Test
    void tellsWhereAndHowManyValuesAreNotFinite() {
        float[] values = new float[30 * 40];
        Arrays.fill(values, 1);
        values[7 * 30 + 4] = Float.NaN;
        values[7 * 30 + 2] = Float.POSITIVE_INFINITY;
        values[39 * 30] = Float.NEGATIVE_INFINITY;
        ActivationMatrix a = Matrices.dense(30, 40, values);
        assertThatThrownBy(() -> Snmf.fit(a, SnmfOptions.rank(2), Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("3 others")
                .hasMessageContaining("neuron 2, token 7");
    }

    @Test
    void refusesAMatrixOfZeros() {
        assertThatThrownBy(() -> Snmf.fit(SnmfContract.constant(3, 4, 0), SnmfOptions.rank(2), Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("3 x 4 values zero");
    }

    @ParameterizedTest
    @EnumSource(CoefficientUpdate.class)
    void fitsAConstantMatrixWithOneFeature(CoefficientUpdate update) {
        SnmfOptions options = SnmfOptions.rank(1)
                .withSparsity(1)
                .withCoefficientUpdate(update)
                .withStopping(Stopping.after(50));
        Factorization f = Snmf.fit(SnmfContract.constant(6, 9, 2), options, Progress.NONE);
        assertThat(f.relativeError()).isLessThan(1e-2);
    }

    @Test
    void fitsAMatrixWithRowsAndColumnsOfZeros() {
        float[] values = new float[20 * 30];
        for (int t = 0; t < 15; t++) {
            for (int j = 0; j < 10; j++) {
                values[t * 20 + j] = (j + t) % 4;
            }
        }
        ActivationMatrix a = Matrices.dense(20, 30, values);
        List<String> warnings = new ArrayList<>();
        Factorization f = Snmf.fit(
                a,
                SnmfOptions.rank(4).withSparsity(0.5).withStopping(Stopping.after(60)),
                Progress.of(step -> {}, warnings::add));
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("10 of 20 neurons and 15 of 30 tokens have only zeros");
        assertThat(f.relativeError()).isLessThan(0.3);
        for (int r = 0; r < 4; r++) {
            assertThat(f.coefficients().get(r, 20)).isEqualTo(0, within(1e-6f));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void countsZerosAcrossPanelsHeldOrStreamed(boolean resident) {
        int n = 50_000;
        float[] values = new float[64 * n];
        for (int t = 0; t < n; t++) {
            if (t % 10_000 != 7) {
                values[t * 64 + t % 63] = 1;
            }
        }
        StopAfter watched = new StopAfter(Integer.MAX_VALUE);
        SnmfOptions options = SnmfOptions.rank(2)
                .withSparsity(0.5)
                .withInitialization(Initialization.RANDOM)
                .withMemoryBudget(resident ? 0 : 8L << 20)
                .withStopping(Stopping.after(1));
        assertThat(SnmfPlan.of(options, 64, n).resident()).isEqualTo(resident);
        Snmf.fit(Matrices.dense(64, n, values), options, watched);
        assertThat(watched.warnings)
                .singleElement()
                .asString()
                .startsWith("1 of 64 neurons and 5 of 50,000 tokens have only zeros");
    }

    @Test
    void severalFitsTellOfZerosOnceAndFeaturesAsDataNever() {
        ActivationMatrix a = Matrices.ofRows(new float[][] {{1, 2, 3, 1}, {0, 0, 0, 0}, {2, 1, 1, 5}});
        SnmfOptions options = SnmfOptions.rank(2).withStopping(Stopping.after(3));
        StopAfter watched = new StopAfter(Integer.MAX_VALUE);
        Restarts.fit(a, options.withSparsity(1), 3, watched);
        assertThat(watched.warnings).singleElement().asString().startsWith("restart 1: 1 of 3 neurons have only zeros");
        StopAfter again = new StopAfter(Integer.MAX_VALUE);
        Factorization f = Snmf.fit(a, options.withSparsity(1), Progress.NONE);
        Snmf.fit(Matrices.ofFeatures(f.features()), options.withSparsity(1), again);
        assertThat(again.warnings).isEmpty();
    }

    @Test
    void refusesARankAboveTheNumberOfTokens() {
        assertThatThrownBy(() -> Snmf.fit(SnmfContract.constant(3, 4, 1), SnmfOptions.rank(5), Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rank: expected at most the number of tokens, 4, found 5");
    }

    @ParameterizedTest
    @CsvSource({
        "rank,0",
        "sparsity,0",
        "sparsity,1.1",
        "sparsity,NaN",
        "iterations,0",
        "tolerance,-1",
        "patience,0",
        "ridge,0",
        "epsilon,0",
        "threads,0",
        "engine,blas",
        "init,zeros",
        "update,sgd",
        "update,accelerated",
        "features,debiased",
        "sweeps,0",
        "seed,x",
        "revive,maybe",
        "memory-budget,-1",
        "colour,red"
    })
    void refusesOptionsThatCanNeverBeRight(String option, String value) {
        Map<String, String> properties = new HashMap<>(Map.of("rank", "3"));
        properties.put(option, value);
        assertThatThrownBy(() -> SnmfOptions.fromProperties(properties))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(value.equals("red") ? "colour" : value);
    }

    @Test
    void optionsSurviveTheirProperties() {
        SnmfOptions options = SnmfOptions.rank(7)
                .withSparsity(0.05)
                .withSeed(9)
                .withInitialization(Initialization.SVD)
                .withStopping(Stopping.published(5, 1e-4, 3))
                .withEngine("nd4j");
        assertThat(SnmfOptions.fromProperties(options.toProperties())).isEqualTo(options);
    }

    @Test
    void tellsTheLeastMemoryThatWouldDo() {
        ActivationMatrix a = Planted.of(200, 500, 4, 1).activations();
        assertThatThrownBy(() -> Snmf.fit(a, SnmfOptions.rank(20).withMemoryBudget(1000), Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("memory budget: expected at least");
    }
}
