package org.snmf.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntConsumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.fit.Snmf;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** A fit on a cluster that ends before its end goes on from its checkpoint; machines that are lost make their part again from it. */
class SparkCheckpointTest {
    private static final SnmfOptions OPTIONS = SnmfOptions.rank(10)
            .withSparsity(0.25)
            .withThreads(1)
            .withStopping(new Stopping(20, 0, 10, 10, Double.POSITIVE_INFINITY, false));

    @TempDir
    static Path folder;

    private static Factorization whole;

    @BeforeAll
    static void store() throws Exception {
        Planted.write(folder);
        try (JavaSparkContext spark = spark()) {
            whole = new Snmf(OPTIONS).fit(tokens(spark), Map.of(), Progress.NONE);
        }
    }

    private static JavaSparkContext spark() {
        return new JavaSparkContext(
                new SparkConf().setMaster("local[2]").setAppName("test").set("spark.ui.enabled", "false"));
    }

    private static SparkTokens tokens(JavaSparkContext spark) {
        return new SparkTokens(spark, folder.toString(), 0, "mlp_act", 3);
    }

    /** Does something when an iteration has been told. */
    private static Progress at(IntConsumer iteration) {
        return new Progress() {
            @Override
            public void report(Step step) {
                if (step.task().equals("factorize")) {
                    iteration.accept((int) step.done());
                }
            }

            @Override
            public boolean stopRequested() {
                return false;
            }

            @Override
            public void warn(String message) {}
        };
    }

    /** What happens when all machines are lost: nothing is held any more. */
    private static int loseAll() {
        try {
            Field field = Holder.class.getDeclaredField("HOLDERS");
            field.setAccessible(true);
            Map<?, ?> holders = (Map<?, ?>) field.get(null);
            int count = holders.size();
            holders.clear();
            return count;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static void assertSameFit(Factorization found) {
        assertThat(found.trace()).hasSameSizeAs(whole.trace());
        for (int i = 0; i < found.trace().size(); i++) {
            double expected = whole.trace().get(i).relativeError();
            assertThat(found.trace().get(i).relativeError()).isCloseTo(expected, within(1e-6 * expected));
        }
        assertThat(found.bestIteration()).isEqualTo(whole.bestIteration());
    }

    @Test
    void anApplicationThatIsEndedKeepsItsCheckpointFromWhichTheNextGoesOn() {
        Path file = folder.resolve("ended.checkpoint");
        try (JavaSparkContext spark = spark()) {
            assertThatThrownBy(() -> new Snmf(OPTIONS).withCheckpoint(file, 0).fit(tokens(spark), Map.of(), at(i -> {
                        if (i == 8) {
                            spark.stop();
                        }
                    })))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("--checkpoint");
        }
        assertThat(file).isNotEmptyFile();
        int[] first = {0};
        try (JavaSparkContext spark = spark()) {
            assertSameFit(new Snmf(OPTIONS).withCheckpoint(file, 0).fit(tokens(spark), Map.of(), at(i -> {
                first[0] = first[0] == 0 ? i : first[0];
            })));
        }
        assertThat(first[0]).isEqualTo(8);
    }

    @Test
    void whatIsLostIsMadeAgainFromTheCheckpointOrFromTheStart() {
        for (double seconds : new double[] {0, 1e9}) {
            Path file = folder.resolve("lost-" + seconds + ".checkpoint");
            int[] lost = {0};
            try (JavaSparkContext spark = spark()) {
                assertSameFit(new Snmf(OPTIONS).withCheckpoint(file, seconds).fit(tokens(spark), Map.of(), at(i -> {
                    if (i == 6 || i == 11) {
                        lost[0] += loseAll();
                    }
                })));
            }
            assertThat(lost[0]).isEqualTo(6);
        }
    }
}
