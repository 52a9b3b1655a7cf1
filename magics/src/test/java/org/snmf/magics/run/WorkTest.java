package org.snmf.magics.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WorkTest {
    @Test
    void anInterruptAsksTheWorkToStopAndDoesNotReachIt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicBoolean reached = new AtomicBoolean();
        Thread.currentThread().interrupt();
        String result = Work.run(
                () -> {
                    asked.await();
                    reached.set(Thread.currentThread().isInterrupted());
                    return "the best so far";
                },
                asked::countDown);
        assertThat(result).isEqualTo("the best so far");
        assertThat(reached).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void whatTheWorkThrowsIsThrown() {
        assertThatThrownBy(() -> Work.run(
                        () -> {
                            throw new IOException("disk full");
                        },
                        () -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
        assertThatThrownBy(() -> Work.run(
                        () -> {
                            throw new StackOverflowError();
                        },
                        () -> {}))
                .isInstanceOf(StackOverflowError.class);
    }
}
