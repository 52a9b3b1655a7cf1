package org.snmf.experiments.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;

class AgreementTest {
    @Test
    void spearmanIsThatOfTheRanks() {
        // Ranks 1 2 3 4 5 against 2 1 4 3 5: 1 − 6·4/(5·24) = .8.
        Agreement a = Agreement.of(new double[] {0, .5, 1, 1.5, 2}, new double[] {.2, .1, .9, .8, 1});
        assertThat(a.n()).isEqualTo(5);
        assertThat(a.spearman().estimate()).isCloseTo(0.8, within(1e-12));
        assertThat(a.spearman().low()).isLessThanOrEqualTo(0.8);
        assertThat(a.spearman().high()).isGreaterThanOrEqualTo(0.8);
        // Of the 120 orders 8 have a coefficient of at least .8, and as many of at most −.8.
        assertThat(a.p()).isCloseTo(16 / 120.0, within(0.02));
    }

    @Test
    void withoutAnOrderThereIsNoAgreement() {
        assertThatThrownBy(() -> Agreement.of(new double[] {1, 1, 1}, new double[] {0, 1, 2}))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> Agreement.of(new double[] {1, 2}, new double[] {0, 1}))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> Agreement.of(new double[] {1, 2, 3}, new double[] {0, 1}))
                .isInstanceOf(InputException.class);
    }
}
