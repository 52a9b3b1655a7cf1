package org.snmf.magics.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParentWatchdogTest {
    private static Process sleeper(String seconds) throws Exception {
        return new ProcessBuilder("sleep", seconds).start();
    }

    @Test
    void endsWhenTheParentIsGone() throws Exception {
        Process parent = sleeper("60");
        CountDownLatch ended = new CountDownLatch(1);
        ParentWatchdog.watch(String.valueOf(parent.pid()), Duration.ofMillis(20), ended::countDown);
        assertThat(ended.await(200, TimeUnit.MILLISECONDS)).isFalse();
        parent.destroyForcibly().waitFor();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void withoutAParentNothingIsWatched() {
        for (String none : new String[] {null, "", "0", "1", "abc"}) {
            assertThat(ParentWatchdog.watch(none, Duration.ofMillis(1), () -> {}))
                    .isEmpty();
        }
    }
}
