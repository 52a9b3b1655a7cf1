package org.snmf.factorize.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.snmf.factorize.CoefficientUpdate;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.FactorizationFile;
import org.snmf.factorize.Initialization;
import org.snmf.factorize.IterationStatus;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.files.MatrixFile;
import org.snmf.files.MatrixLayout;
import org.snmf.files.Safetensors;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.Matrices;
import org.snmf.matrix.NamedRandom;
import org.snmf.progress.Progress;

/** What every engine's fit must do. */
public abstract class SnmfContract {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/peer.safetensors");

    abstract String engine();

    private SnmfOptions options(int rank) {
        return SnmfOptions.rank(rank).withEngine(engine()).withThreads(2).withSparsity(0.05);
    }

    /** Made by src/test/python/make_peer_golden.py with PyTorch, from the same Y. */
    @Test
    void hasTheLossesOfThePyTorchPeer() throws Exception {
        double[] losses;
        try (Safetensors golden = Safetensors.open(GOLDEN)) {
            losses = new ObjectMapper().readValue(golden.metadata().get("losses"), double[].class);
        }
        try (MatrixFile a = MatrixFile.open(GOLDEN + "#a", MatrixLayout.NEURONS_BY_TOKENS);
                Safetensors golden = Safetensors.open(GOLDEN)) {
            Coefficients start = FactorizationFile.readRows(golden, "y0");
            SnmfOptions paper = options(start.features())
                    .withCoefficientUpdate(CoefficientUpdate.MULTIPLICATIVE)
                    .withStopping(Stopping.after(losses.length));
            Factorization f = new Snmf(paper).fitFrom(a.activations(), start, Progress.NONE);
            double norm = norm(a.activations());
            for (int i = 0; i < losses.length; i++) {
                double loss = Math.pow(f.trace().get(i).relativeError() * norm, 2);
                assertThat(loss).as("iteration %d", i + 1).isCloseTo(losses[i], within(1e-5 * losses[i]));
            }
        }
    }

    /** Extrapolation makes more of a rounding that changes a winner; so it is held to the oracle for fewer iterations. */
    @ParameterizedTest
    @CsvSource({"MULTIPLICATIVE,0,8", "HALS,0,8", "HALS,0.7,5", "MULTIPLICATIVE,0.4,5"})
    void hasTheErrorsOfTheOracle(CoefficientUpdate update, double extrapolation, int iterations) {
        Planted planted = Planted.of(120, 90, 6, 1);
        Coefficients start = start(6, 90);
        SnmfOptions options = options(6)
                .withCoefficientUpdate(update)
                .withExtrapolation(extrapolation)
                .withStopping(Stopping.after(iterations));
        List<Double> expected = new Oracle(options, planted.activations(), start).errors(iterations);
        Factorization f = new Snmf(options).fitFrom(planted.activations(), start, Progress.NONE);
        for (int i = 0; i < iterations; i++) {
            assertThat(f.trace().get(i).relativeError())
                    .as("iteration %d", i + 1)
                    .isCloseTo(expected.get(i), within(1e-5 * expected.get(i)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "7,5,1,0.3",
        "7,5,5,1.0",
        "1,9,1,1.0",
        "33,17,4,0.5",
        "257,1100,9,0.02",
        "40,600,30,0.1",
        "70,900,780,0.3"
    })
    void reportsTheErrorOfTheFactorsThatItReturns(int neurons, int tokens, int rank, double sparsity) {
        ActivationMatrix a = Planted.of(neurons, tokens, 3, 5).activations();
        SnmfOptions options = options(rank).withSparsity(sparsity).withStopping(Stopping.after(12));
        Factorization f = Snmf.fit(a, options, Progress.NONE);
        double truth = reconstructionError(a, f);
        assertThat(f.relativeError()).isCloseTo(truth, within(1e-4 * truth));
        for (int r = 0; r < rank; r++) {
            assertThat(f.features().support(r)).hasSizeLessThanOrEqualTo((int) Math.ceil(sparsity * neurons));
            for (float value : f.coefficients().feature(r)) {
                assertThat(value).isGreaterThanOrEqualTo(0);
            }
        }
    }

    @Test
    void recoversPlantedFeatures() {
        Planted planted = Planted.of(300, 900, 12, 3);
        Factorization f = Snmf.fit(
                planted.activations(), options(16).withSparsity(0.06).withStopping(Stopping.after(80)), Progress.NONE);
        assertThat(planted.recovery(f.features())).isGreaterThan(0.95);
    }

    @Test
    void givesTheSameBytesForTheSameSeedAndThreads() {
        ActivationMatrix a = Planted.of(200, 1500, 8, 4).activations();
        SnmfOptions options = options(8).withSeed(11).withStopping(Stopping.after(15));
        Factorization first = Snmf.fit(a, options, Progress.NONE);
        Factorization second = Snmf.fit(a, options, Progress.NONE);
        assertSame(first, second);
        Factorization other = Snmf.fit(a, options.withSeed(12), Progress.NONE);
        assertThat(other.coefficients().feature(0))
                .isNotEqualTo(first.coefficients().feature(0));
    }

    /** The rank at which products with groups of rows take the place of loops over rows. */
    @ParameterizedTest
    @CsvSource({"HALS,520,0.5", "HALS,520,0.02", "MULTIPLICATIVE,780,0.5"})
    void givesTheSameBytesAtALargeRank(CoefficientUpdate update, int rank, double sparsity) {
        ActivationMatrix a = Planted.of(100, 1400, 8, 4).activations();
        SnmfOptions options = options(780)
                .withCoefficientUpdate(update)
                .withSparsity(sparsity)
                .withStopping(Stopping.after(4));
        assertSame(Snmf.fit(a, options, Progress.NONE), Snmf.fit(a, options, Progress.NONE));
    }

    /** The same Y to begin with, however many panels it lies in. */
    @ParameterizedTest
    @EnumSource
    void everyStartIsTheSameAgainAndWithNarrowPanels(Initialization start) {
        ActivationMatrix a = Planted.of(400, 3000, 8, 4).activations();
        SnmfOptions options = options(8).withInitialization(start).withStopping(Stopping.after(3));
        Factorization first = Snmf.fit(a, options, Progress.NONE);
        assertSame(first, Snmf.fit(a, options, Progress.NONE));
        SnmfOptions narrow =
                options.withMemoryBudget(SnmfPlan.of(options, 400, 3000).bytes() - 1_000_000);
        assertThat(Snmf.fit(a, narrow, Progress.NONE).relativeError())
                .isCloseTo(first.relativeError(), within(1e-4 * first.relativeError()));
    }

    @Test
    void streamsWithTheResultOfTheResidentFit() {
        ActivationMatrix a = Planted.of(400, 3000, 8, 4).activations();
        SnmfOptions options = options(8).withStopping(Stopping.after(6));
        long needed = SnmfPlan.of(options, 400, 3000).bytes();
        SnmfOptions streamed = options.withMemoryBudget(needed - 1_000_000);
        assertThat(SnmfPlan.of(streamed, 400, 3000).resident()).isFalse();
        Factorization f = Snmf.fit(a, streamed, Progress.NONE);
        Factorization resident = Snmf.fit(a, options, Progress.NONE);
        assertThat(f.relativeError()).isCloseTo(resident.relativeError(), within(1e-5));
    }

    public static void assertSame(Factorization first, Factorization second) {
        assertThat(second.bestIteration()).isEqualTo(first.bestIteration());
        for (int r = 0; r < first.rank(); r++) {
            assertThat(second.coefficients().feature(r))
                    .isEqualTo(first.coefficients().feature(r));
            assertThat(second.features().support(r)).isEqualTo(first.features().support(r));
            assertThat(second.features().values(r)).isEqualTo(first.features().values(r));
        }
        assertThat(second.trace().stream().map(IterationStatus::relativeError))
                .isEqualTo(first.trace().stream()
                        .map(IterationStatus::relativeError)
                        .toList());
    }

    static Coefficients start(int rank, int tokens) {
        NamedRandom random = new NamedRandom(99, "start");
        float[][] rows = new float[rank][tokens];
        for (int r = 0; r < rank; r++) {
            for (int t = 0; t < tokens; t++) {
                rows[r][t] = 1e-3f + random.uniform(r * tokens + t);
            }
        }
        return new DenseCoefficients(rows);
    }

    static double norm(ActivationMatrix a) {
        double sum = 0;
        for (int t = 0; t < a.tokens(); t++) {
            var column = a.block(t, 1);
            for (int j = 0; j < a.neurons(); j++) {
                sum += (double) column.get(j) * column.get(j);
            }
        }
        return Math.sqrt(sum);
    }

    public static double reconstructionError(ActivationMatrix a, Factorization f) {
        float[][] z = new float[f.rank()][];
        for (int r = 0; r < f.rank(); r++) {
            z[r] = f.features().column(r);
        }
        double sum = 0;
        for (int t = 0; t < a.tokens(); t++) {
            var column = a.block(t, 1);
            float[] y = f.coefficients().token(t);
            for (int j = 0; j < a.neurons(); j++) {
                double value = column.get(j);
                for (int r = 0; r < f.rank(); r++) {
                    value -= (double) z[r][j] * y[r];
                }
                sum += value * value;
            }
        }
        return Math.sqrt(sum) / norm(a);
    }

    static ActivationMatrix constant(int neurons, int tokens, float value) {
        float[] values = new float[neurons * tokens];
        Arrays.fill(values, value);
        return Matrices.dense(neurons, tokens, values);
    }
}
