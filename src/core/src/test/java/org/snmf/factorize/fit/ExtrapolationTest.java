package org.snmf.factorize.fit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ExtrapolationTest {
    @Test
    void beginsAfterTheFirstPassShrinksWhenTheErrorRisesAndGrowsBack() {
        Extrapolation extrapolation = new Extrapolation(0.7);
        assertThat(extrapolation.next()).isZero();
        extrapolation.after(0.9);
        assertThat(extrapolation.next()).isEqualTo(0.7);
        extrapolation.after(0.95);
        assertThat(extrapolation.next()).isEqualTo(0.35);
        extrapolation.after(0.8);
        assertThat(extrapolation.next()).isEqualTo(0.35 * 1.1);
        for (int i = 0; i < 20; i++) {
            extrapolation.after(0.7 - i * 1e-3);
        }
        assertThat(extrapolation.next()).isEqualTo(0.7);
    }

    @Test
    void isNothingWithoutExtrapolation() {
        Extrapolation none = new Extrapolation(0);
        none.after(0.5);
        none.after(0.4);
        assertThat(none.next()).isZero();
    }
}
