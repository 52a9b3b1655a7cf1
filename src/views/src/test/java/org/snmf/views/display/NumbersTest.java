package org.snmf.views.display;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void aZeroHasNoSignAndMinusIsOne() {
        assertThat(Numbers.fixed(-0.0004, 3)).isEqualTo("0.000");
        assertThat(Numbers.fixed(-0.0006, 3)).isEqualTo("−0.001");
        assertThat(Numbers.fixed(-95, 0)).isEqualTo("−95");
        assertThat(Numbers.fixed(1.25, 1)).isEqualTo("1.3");
        assertThat(Numbers.fixed(Double.NaN, 2)).isEqualTo("–");
    }
}
