package org.snmf.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every engine must do. */
abstract class EngineContract {
    abstract Engine open(int threads);

    @ParameterizedTest
    @CsvSource({"1,1,1", "1,7,1", "3,1,5", "17,33,9", "64,500,31", "5,129,257"})
    void multiplies(int m, int p, int q) {
        try (Engine engine = open(1)) {
            Block x = random(engine, m, p, 1);
            Block y = random(engine, p, q, 2);
            Block out = random(engine, m, q, 3);
            float[] before = copy(out);
            engine.multiply(x, y, out, true);
            assertProduct(x, y, false, before, out);
            engine.multiply(x, y, out, false);
            assertProduct(x, y, false, new float[m * q], out);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "1,7,1", "3,1,5", "17,33,9", "64,500,31", "5,129,257"})
    void multipliesByTheTranspose(int m, int p, int q) {
        try (Engine engine = open(1)) {
            Block x = random(engine, m, p, 1);
            Block y = random(engine, q, p, 2);
            Block out = random(engine, m, q, 3);
            float[] before = copy(out);
            engine.multiplyTransposed(x, y, out, true);
            assertProduct(x, y, true, before, out);
            engine.multiplyTransposed(x, y, out, false);
            assertProduct(x, y, true, new float[m * q], out);
        }
    }

    @Test
    void anErrorInALaneIsThrownWhenNoLaneRunsAnyMore() {
        try (Engine engine = open(2)) {
            AtomicBoolean otherEnded = new AtomicBoolean();
            assertThatThrownBy(() -> engine.forEach(2, (lane, task) -> {
                        if (task == 0) {
                            throw new OutOfMemoryError("no heap left, says a test");
                        }
                        LockSupport.parkNanos(200_000_000);
                        otherEnded.set(true);
                    }))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThat(otherEnded).isTrue();
        }
    }

    @Test
    void lanesEndUnderAnInterruptWhichIsKept() {
        try (Engine engine = open(2)) {
            ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();
            Thread.currentThread().interrupt();
            engine.forEach(8, (lane, task) -> done.add(task));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(done).hasSize(8);
        }
    }

    @Test
    void closingFreesAllBlocks() {
        Engine engine = open(1);
        Block kept = engine.allocate(3, 4);
        engine.allocate(5, 6);
        engine.close();
        assertThat(engine.liveBlocks()).isZero();
        kept.close();
        assertThat(engine.liveBlocks()).isZero();
    }

    @Test
    void multipliesABlockByItself() {
        try (Engine engine = open(1)) {
            Block x = random(engine, 9, 40, 1);
            Block out = engine.allocate(9, 9);
            engine.multiplyTransposed(x, x, out, false);
            assertProduct(x, x, true, new float[81], out);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,3", "2,5", "4,1", "0,9", "8,1"})
    void multipliesSomeRowsOfABlock(int from, int count) {
        try (Engine engine = open(1)) {
            Block whole = random(engine, 9, 40, 1);
            Block other = random(engine, 3, count, 2);
            Block target = random(engine, 9, 40, 3);
            float[] before = copy(target);
            try (Block x = whole.rows(from, count);
                    Block out = target.rows(from, count);
                    Block square = engine.allocate(count, count);
                    Block product = engine.allocate(3, 40)) {
                engine.multiply(other, x, product, false);
                assertProduct(other, x, false, new float[3 * 40], product);
                engine.multiplyTransposed(x, x, square, false);
                assertProduct(x, x, true, new float[count * count], square);
                engine.multiply(square, x, out, false);
                assertProduct(square, x, false, new float[count * 40], out);
                whole.values().put(from * 40, 7f);
                assertThat(x.values().get(0)).isEqualTo(7f);
            }
            float[] after = copy(target);
            for (int i = 0; i < after.length; i++) {
                if (i < from * 40 || i >= (from + count) * 40) {
                    assertThat(after[i]).isEqualTo(before[i]);
                }
            }
            engine.multiplyTransposed(whole, whole, engine.allocate(9, 9), false);
        }
    }

    @Test
    void replacesWhatIsNotANumberWhenItDoesNotAdd() {
        try (Engine engine = open(1)) {
            Block x = random(engine, 2, 3, 1);
            Block y = random(engine, 3, 2, 2);
            Block out = engine.allocate(2, 2);
            out.values().put(0, Float.NaN);
            engine.multiply(x, y, out, false);
            assertProduct(x, y, false, new float[4], out);
        }
    }

    @Test
    void addsBlocks() {
        try (Engine engine = open(1)) {
            Block x = random(engine, 4, 6, 1);
            Block y = random(engine, 4, 6, 2);
            float[] before = copy(y);
            engine.add(x, y);
            for (int i = 0; i < before.length; i++) {
                assertThat(y.values().get(i)).isEqualTo(before[i] + x.values().get(i));
            }
        }
    }

    @Test
    void keepsNothingAliveOverAThousandProducts() {
        try (Engine engine = open(2)) {
            Block x = random(engine, 20, 30, 1);
            Block out = engine.allocate(20, 20);
            int before = engine.liveBlocks();
            for (int i = 0; i < 1000; i++) {
                try (Block scratch = engine.allocate(20, 20)) {
                    engine.multiplyTransposed(x, x, scratch, false);
                    engine.add(scratch, out);
                    scratch.rows(3, 7).close();
                }
            }
            assertThat(engine.liveBlocks()).isEqualTo(before);
        }
    }

    @Test
    void runsEveryTaskInItsLane() {
        try (Engine engine = open(2)) {
            ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
            engine.forEach(5, (lane, task) -> seen.add(lane + ":" + task));
            assertThat(seen).containsExactlyInAnyOrder("0:0", "1:1", "0:2", "1:3", "0:4");
        }
    }

    @Test
    void throwsWhatATaskThrows() {
        try (Engine engine = open(2)) {
            assertThatThrownBy(() -> engine.forEach(3, (lane, task) -> {
                        if (task == 1) {
                            throw new IllegalStateException("task 1");
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("task 1");
        }
    }

    @Test
    void givesTheSameProductsInTwoLanesAtOnce() {
        try (Engine engine = open(2)) {
            Block x = random(engine, 60, 400, 1);
            Block y = random(engine, 300, 400, 2);
            Block alone = engine.allocate(60, 300);
            engine.forEach(1, (lane, task) -> engine.multiplyTransposed(x, y, alone, false));
            Block[] out = {engine.allocate(60, 300), engine.allocate(60, 300)};
            engine.forEach(40, (lane, task) -> engine.multiplyTransposed(x, y, out[lane], false));
            assertThat(copy(out[0])).isEqualTo(copy(alone));
            assertThat(copy(out[1])).isEqualTo(copy(alone));
        }
    }

    private static Block random(Engine engine, int rows, int columns, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Block block = engine.allocate(rows, columns);
        for (int i = 0; i < rows * columns; i++) {
            block.values().put(i, (float) (random.nextDouble() - 0.5));
        }
        return block;
    }

    private static float[] copy(Block block) {
        float[] copy = new float[block.rows() * block.columns()];
        block.values().get(0, copy);
        return copy;
    }

    private static void assertProduct(Block x, Block y, boolean transposed, float[] before, Block out) {
        for (int i = 0; i < out.rows(); i++) {
            for (int j = 0; j < out.columns(); j++) {
                double sum = before[i * out.columns() + j];
                for (int t = 0; t < x.columns(); t++) {
                    int other = transposed ? j * y.columns() + t : t * y.columns() + j;
                    sum += (double) x.values().get(i * x.columns() + t)
                            * y.values().get(other);
                }
                assertThat((double) out.values().get(i * out.columns() + j)).isCloseTo(sum, within(1e-5));
            }
        }
    }
}
