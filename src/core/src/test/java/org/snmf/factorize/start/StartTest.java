package org.snmf.factorize.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snmf.factorize.CoefficientUpdate;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.Initialization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.fit.Planted;
import org.snmf.factorize.fit.Snmf;
import org.snmf.progress.Progress;

class StartTest {
    private static SnmfOptions options(Initialization start, CoefficientUpdate update, int iterations) {
        return SnmfOptions.rank(12)
                .withSparsity(0.06)
                .withInitialization(start)
                .withCoefficientUpdate(update)
                .withStopping(Stopping.after(iterations));
    }

    @ParameterizedTest
    @EnumSource
    void everyStartEndsNearThePlantedFeatures(Initialization start) {
        recovers(start, CoefficientUpdate.HALS);
    }

    @ParameterizedTest
    @EnumSource(names = {"SVD", "KMEANS"})
    void informedStartsDoWithTheMultiplicativeUpdateToo(Initialization start) {
        recovers(start, CoefficientUpdate.MULTIPLICATIVE);
    }

    private static void recovers(Initialization start, CoefficientUpdate update) {
        Planted planted = Planted.of(300, 900, 12, 3);
        Factorization f = Snmf.fit(planted.activations(), options(start, update, 150), Progress.NONE);
        assertThat(planted.recovery(f.features())).isGreaterThan(0.85);
    }

    @ParameterizedTest
    @EnumSource(names = {"SVD", "KMEANS"})
    void informedStartsBeginLowerThanRandom(Initialization start) {
        Planted planted = Planted.of(300, 900, 12, 3);
        double informed = first(planted, start);
        assertThat(informed).isLessThan(first(planted, Initialization.RANDOM));
    }

    private static double first(Planted planted, Initialization start) {
        return Snmf.fit(planted.activations(), options(start, CoefficientUpdate.HALS, 1), Progress.NONE)
                .relativeError();
    }

    @Test
    void theTruncatedSvdOfAMatrixOfLowRankIsExact() {
        Planted planted = Planted.of(60, 200, 4, 8);
        SnmfOptions options = SnmfOptions.rank(60)
                .withSparsity(1)
                .withInitialization(Initialization.SVD)
                .withStopping(Stopping.after(40));
        assertThat(Snmf.fit(planted.activations(), options, Progress.NONE).relativeError())
                .isLessThan(0.2);
    }
}
