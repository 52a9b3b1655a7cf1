package org.snmf.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.fit.Snmf;
import org.snmf.progress.Progress;

/** What goes over the network in an iteration has the size of the features, whatever the number of tokens is. */
class SparkTrafficTest {
    private static final int NEURONS = 512;
    private static final int RANK = 64;
    private static final int PARTITIONS = 7;
    /** What Spark adds to a task of its own. */
    private static final double OVERHEAD = 1.2;

    @TempDir
    private Path folder;

    /** Bytes that tasks write for others and give to the driver. */
    private static final class Traffic extends SparkListener {
        private final AtomicLong bytes = new AtomicLong();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            bytes.addAndGet(end.taskMetrics().shuffleWriteMetrics().bytesWritten()
                    + end.taskMetrics().resultSize());
        }
    }

    private long bytes(int times, int iterations) throws Exception {
        Path store = Files.createDirectories(folder.resolve(times + "-" + iterations));
        Planted.write(store, NEURONS, times);
        Traffic traffic = new Traffic();
        SparkConf conf = new SparkConf()
                .setMaster("local[1]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.shuffle.compress", "false");
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            spark.sc().addSparkListener(traffic);
            SnmfOptions options = SnmfOptions.rank(RANK)
                    .withSparsity(0.05)
                    .withExtrapolation(0)
                    .withThreads(1)
                    .withStopping(new Stopping(iterations, 0, 10, 10, Double.POSITIVE_INFINITY, false));
            new Snmf(options)
                    .fit(new SparkTokens(spark, store.toString(), 0, "mlp_act", PARTITIONS), Map.of(), Progress.NONE);
        }
        return traffic.bytes.get();
    }

    @Test
    void bytesOfAnIterationFollowTheFormulaAndNotTheTokens() throws Exception {
        long few = (bytes(1, 12) - bytes(1, 2)) / 10;
        long many = (bytes(4, 12) - bytes(4, 2)) / 10;
        long formula = 4L * (RANK * NEURONS + RANK * RANK) * PARTITIONS;
        assertThat((double) many / few).isBetween(0.98, 1.02);
        // The tree adds on its way: what it sends once more is less than what the partitions sent.
        assertThat(few).isBetween(formula, (long) (2 * OVERHEAD * formula));
    }
}
