package org.snmf.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SteadySecondsTest {
    @Test
    void takesTheLowerQuartileOfTheLaterTurns() {
        double[] ends = {9, 17, 24, 30, 31, 33, 36, 40};
        assertThat(SteadySeconds.ofTurnsEndingAt(ends)).isEqualTo(2, within(1e-12));
        assertThat(SteadySeconds.ofTurnsEndingAt(new double[] {0.5})).isEqualTo(0.5);
    }
}
