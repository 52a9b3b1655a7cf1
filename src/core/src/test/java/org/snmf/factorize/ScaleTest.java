package org.snmf.factorize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snmf.factorize.fit.Planted;
import org.snmf.factorize.fit.Snmf;
import org.snmf.factorize.fit.SnmfContract;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;

/** A fit does not depend on the scale of A: what A is multiplied by, Z is multiplied by; Y and the errors stay. */
class ScaleTest {
    private static final int ITERATIONS = 12;
    private final ActivationMatrix a = Planted.of(120, 700, 6, 1).activations();

    static Stream<Arguments> everyUpdateFromEveryStart() {
        return Arrays.stream(CoefficientUpdate.values()).flatMap(update -> Arrays.stream(Initialization.values())
                .flatMap(start -> Stream.of(0L, 1L << 18).map(budget -> Arguments.of(update, start, budget))));
    }

    @ParameterizedTest
    @MethodSource("everyUpdateFromEveryStart")
    void aPowerOfTwoChangesNoBitOfYAndOnlyTheExponentsOfZ(CoefficientUpdate update, Initialization start, long budget) {
        SnmfOptions options = options(update, start).withMemoryBudget(budget);
        Factorization plain = Snmf.fit(a, options, Progress.NONE);
        for (int exponent : new int[] {-90, -40, -3, 5, 40, 90}) {
            float factor = Math.scalb(1f, exponent);
            Factorization scaled = Snmf.fit(times(factor), options, Progress.NONE);
            assertThat(scaled.trace().stream().map(IterationStatus::relativeError))
                    .isEqualTo(plain.trace().stream()
                            .map(IterationStatus::relativeError)
                            .toList());
            for (int r = 0; r < plain.rank(); r++) {
                assertThat(scaled.coefficients().feature(r))
                        .isEqualTo(plain.coefficients().feature(r));
                assertThat(scaled.features().support(r))
                        .isEqualTo(plain.features().support(r));
                assertThat(scaled.features().values(r))
                        .isEqualTo(plain.features().times(factor).values(r));
            }
        }
    }

    /** The rounding of A itself differs, and may in time choose another winner. */
    @ParameterizedTest
    @MethodSource("everyUpdateFromEveryStart")
    void anyFactorChangesNoMoreThanTheRoundingOfA(CoefficientUpdate update, Initialization start, long budget) {
        SnmfOptions options = options(update, start).withMemoryBudget(budget);
        Factorization plain = Snmf.fit(a, options, Progress.NONE);
        for (float factor : new float[] {1e-30f, 1e-12f, 1e-6f, 1e12f, 1e25f}) {
            Factorization scaled = Snmf.fit(times(factor), options, Progress.NONE);
            for (int i = 0; i < ITERATIONS; i++) {
                double error = plain.trace().get(i).relativeError();
                assertThat(scaled.trace().get(i).relativeError())
                        .as("%s, iteration %d", factor, i + 1)
                        .isCloseTo(error, within((i < 4 ? 1e-5 : 1e-3) * error));
            }
            assertThat(scaled.trace().get(ITERATIONS - 1).deadFeatures())
                    .isEqualTo(plain.trace().get(ITERATIONS - 1).deadFeatures());
        }
    }

    /** A of planted features without noise: the differences of float32 sums would say 0 where the truth is 10⁻⁴. */
    @ParameterizedTest
    @MethodSource("everyUpdateFromEveryStart")
    void theErrorNearTheFloorIsThatOfTheFactors(CoefficientUpdate update, Initialization start, long budget) {
        ActivationMatrix exact = Planted.exact(80, 500, 4, 2).activations();
        SnmfOptions options = SnmfOptions.rank(4)
                .withSparsity(0.3)
                .withInitialization(start)
                .withCoefficientUpdate(update)
                .withMemoryBudget(budget)
                .withStopping(Stopping.after(update == CoefficientUpdate.HALS ? 200 : 600));
        Factorization f = Snmf.fit(exact, options, Progress.NONE);
        double truth = SnmfContract.reconstructionError(exact, f);
        assertThat(f.relativeError()).isCloseTo(truth, within(1e-4 * truth));
        assertThat(truth).isGreaterThan(0);
    }

    @Test
    void bestDoesNotFreezeWhereTheErrorIsSmall() {
        ActivationMatrix exact = Planted.exact(80, 500, 4, 2).activations();
        SnmfOptions options = SnmfOptions.rank(4).withSparsity(0.3).withStopping(Stopping.after(400));
        Factorization f = Snmf.fit(exact, options, Progress.NONE);
        assertThat(f.relativeError()).isLessThan(1e-4);
        assertThat(f.trace().stream().mapToDouble(IterationStatus::relativeError))
                .allMatch(error -> error > 0);
    }

    private static SnmfOptions options(CoefficientUpdate update, Initialization start) {
        return SnmfOptions.rank(6)
                .withSparsity(0.05)
                .withThreads(2)
                .withInitialization(start)
                .withCoefficientUpdate(update)
                .withStopping(Stopping.after(ITERATIONS));
    }

    private ActivationMatrix times(float factor) {
        float[] values = new float[a.neurons() * a.tokens()];
        a.block(0, a.tokens()).get(0, values);
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return Matrices.dense(a.neurons(), a.tokens(), values);
    }
}
