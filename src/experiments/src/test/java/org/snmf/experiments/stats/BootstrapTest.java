package org.snmf.experiments.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;

class BootstrapTest {
    @Test
    void aConstantHasNoWidth() {
        Interval interval = Bootstrap.seeded(1).mean(new double[] {3, 3, 3});
        assertThat(interval.low()).isEqualTo(3);
        assertThat(interval.estimate()).isEqualTo(3);
        assertThat(interval.high()).isEqualTo(3);
    }

    @Test
    void coinsGiveTheBinomialInterval() {
        double[] coins = new double[100];
        for (int i = 0; i < 50; i++) {
            coins[i] = 1;
        }
        // Resampled heads are Binomial(100, 1/2): its 2.5 % and 97.5 % quantiles are 40 and 60.
        Interval interval = Bootstrap.seeded(7).mean(coins);
        assertThat(interval.low()).isCloseTo(0.40, within(0.011));
        assertThat(interval.high()).isCloseTo(0.60, within(0.011));
        assertThat(interval.estimate()).isEqualTo(0.5);
    }

    @Test
    void theIntervalCoversTheTruthAboutAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(11);
        int covered = 0;
        for (int trial = 0; trial < 400; trial++) {
            double[] sample = random.doubles(60).toArray();
            Interval interval = new Bootstrap(400, 0.9, trial).mean(sample);
            covered += interval.low() <= 0.5 && 0.5 <= interval.high() ? 1 : 0;
        }
        // Binomial(400, 0.9) has standard deviation 6; four of them, and the known small undercoverage.
        assertThat(covered).isBetween(330, 385);
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        double[] values = new SplittableRandom(6).doubles(30).toArray();
        assertThat(Bootstrap.seeded(3).mean(values))
                .isEqualTo(Bootstrap.seeded(3).mean(values));
        assertThat(Bootstrap.seeded(3).mean(values))
                .isNotEqualTo(Bootstrap.seeded(4).mean(values));
    }

    @Test
    void quantilesInterpolate() {
        double[] ascending = {0, 10, 20, 30};
        assertThat(Bootstrap.quantile(ascending, 0)).isEqualTo(0);
        assertThat(Bootstrap.quantile(ascending, 0.5)).isEqualTo(15);
        assertThat(Bootstrap.quantile(ascending, 1)).isEqualTo(30);
    }

    @Test
    void nothingHasNoMeanAndBadOptionsAreRefused() {
        assertThat(Bootstrap.seeded(0).mean(new double[0]).estimate()).isNaN();
        assertThatThrownBy(() -> new Bootstrap(0, 0.9, 0)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new Bootstrap(9, 1, 0)).isInstanceOf(InputException.class);
    }
}
