package org.snmf.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private static final double[] ENDS = {9, 17, 24, 30, 31, 33, 36, 40};

    private static Rehearsal of(Object key, double... ends) {
        return Rehearsal.of(List.of("test", key), 10, () -> ends);
    }

    @Test
    void theFirstTurnsTakeWhatTheyTookAndTheOthersASteadyOne() {
        Rehearsal rehearsal = of(1, ENDS);
        // Of the second half, 1, 2, 3 and 4 seconds, the lower quartile is 2.
        assertThat(rehearsal.rate()).isEqualTo(5, within(1e-12));
        assertThat(rehearsal.seconds(0)).isZero();
        assertThat(rehearsal.seconds(5)).isEqualTo(4.5, within(1e-12));
        assertThat(rehearsal.seconds(20)).isEqualTo(17, within(1e-12));
        assertThat(rehearsal.seconds(80)).isEqualTo(40, within(1e-12));
        assertThat(rehearsal.seconds(180)).isEqualTo(60, within(1e-12));
    }

    @Test
    void oneTurnIsEnough() {
        assertThat(of(2, 0.5).seconds(40)).isEqualTo(2, within(1e-12));
    }

    @Test
    void isMadeOnce() {
        AtomicInteger turns = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            Rehearsal.of(List.of("once"), 1, () -> Rehearsal.turns(turns::incrementAndGet, 0, 5));
        }
        assertThat(turns).hasValue(5);
    }
}
