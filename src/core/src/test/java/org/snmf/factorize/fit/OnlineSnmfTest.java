package org.snmf.factorize.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.progress.Progress;

class OnlineSnmfTest {
    private final Planted planted = Planted.of(300, 4000, 12, 3);
    private final SnmfOptions options = SnmfOptions.rank(12).withSparsity(0.06).withThreads(2);

    @Test
    void twoPassesComeNearTheBatchMethod() {
        Factorization online = new OnlineSnmf(options, 400, 2, 2).fit(planted.activations(), Progress.NONE);
        Factorization batch = Snmf.fit(planted.activations(), options.withStopping(Stopping.after(100)), Progress.NONE);
        assertThat(online.relativeError()).isLessThan(1.35 * batch.relativeError() + 0.02);
        assertThat(planted.recovery(online.features())).isGreaterThan(0.85);
        assertThat(online.relativeError())
                .isCloseTo(SnmfContract.reconstructionError(planted.activations(), online), within(2e-4));
    }

    @Test
    void isAGoodStartForTheBatchMethod() {
        Factorization online = new OnlineSnmf(options, 400, 1, 2).fit(planted.activations(), Progress.NONE);
        Factorization refined = new Snmf(options.withStopping(Stopping.after(10)))
                .fitFrom(planted.activations(), online.coefficients(), Progress.NONE);
        assertThat(refined.relativeError()).isLessThanOrEqualTo(online.relativeError());
    }

    @Test
    void refusesABatchBelowTheRank() {
        assertThatThrownBy(() -> new OnlineSnmf(options, 11, 1, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at least the rank, 12");
    }
}
