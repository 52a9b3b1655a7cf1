package org.snmf.factorize.fit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.progress.Progress;

class FitSpeedTest {
    private final SnmfOptions options =
            SnmfOptions.rank(60).withSparsity(0.05).withThreads(1).withStopping(Stopping.after(30));

    @Test
    void isMeasuredOnceForAllSeedsStopsAndSimilarRanks() {
        double first = FitSpeed.flopsPerSecond(options);
        assertThat(first).isPositive().isFinite();
        assertThat(FitSpeed.flopsPerSecond(options.withRank(40).withSeed(7).withStopping(Stopping.after(2))))
                .isEqualTo(first);
    }

    @Test
    void theEstimateIsOfTheOrderOfTheFitItself() {
        Planted planted = Planted.of(600, 3000, 20, 1);
        double estimate = FitSpeed.seconds(options, SnmfPlan.of(options, 600, 3000), 30);
        Factorization f = Snmf.fit(planted.activations(), options, Progress.NONE);
        double taken = f.trace().get(29).seconds();
        assertThat(estimate / taken).isBetween(0.1, 10.0);
    }
}
