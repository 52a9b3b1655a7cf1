package org.snmf.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Native memory that nobody reads any more does not pile up, and what somebody reads stays. */
class DirectMemoryTest {
    private static final int VALUES = 4 << 20;

    @Test
    void whatWaitsForTheCollectorIsBounded() throws InterruptedException {
        List<FloatBuffer> kept = new ArrayList<>();
        long before = used();
        long most = 0;
        for (int i = 0; i < 200; i++) {
            FloatBuffer values = DirectMemory.floats(VALUES).put(0, i);
            if (i % 50 == 0) {
                kept.add(values);
            }
            // The cleaner runs in a thread of its own, soon after a collection.
            Thread.sleep(2);
            most = Math.max(most, used() - before);
        }
        assertThat(most).isLessThan(3 * DirectMemory.MAY_WAIT);
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i).get(0)).isEqualTo(50 * i);
        }
    }

    private static long used() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
