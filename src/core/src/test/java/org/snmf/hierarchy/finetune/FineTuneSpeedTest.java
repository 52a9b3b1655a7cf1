package org.snmf.hierarchy.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FineTuneSpeedTest {
    private final FineTuneOptions options = FineTuneOptions.defaults();

    @Test
    void countsThePassOverTheActivationsAndTheProductsOfTheLevels() {
        assertThat(FineTuneSpeed.operations(options, 10, 100, List.of(4)))
                .isEqualTo(2.0 * 100 * 4 * (2 * 10 + 4 * 4) + 4 * (2.0 * 10 * 16));
        double two = FineTuneSpeed.operations(options, 10, 100, List.of(4, 2));
        assertThat(two).isGreaterThan(FineTuneSpeed.operations(options, 10, 100, List.of(4)));
    }

    @Test
    void isMeasuredOnceForAllSizesAndGrowsWithTheTokens() {
        double first = FineTuneSpeed.secondsPerIteration(options, 100, 1000, List.of(8, 3));
        assertThat(first).isPositive().isFinite();
        assertThat(FineTuneSpeed.secondsPerIteration(options.withIterations(7), 100, 1000, List.of(8, 3)))
                .isEqualTo(first);
        assertThat(FineTuneSpeed.secondsPerIteration(options, 100, 9000, List.of(8, 3)))
                .isGreaterThan(4 * first);
    }
}
