package org.snmf.spark;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.snmf.cluster.Work;
import org.snmf.errors.InputException;
import org.snmf.factorize.fit.Cluster;
import org.snmf.factorize.fit.TokenSource;
import org.snmf.store.StoredSite;

/** Apache Spark as the cluster. This process is the driver; the machines get the jars of its class path. */
public final class SparkCluster implements Cluster {
    /** Who says where the machines find the jars need not send them. */
    private static final String THERE = "spark.executor.extraClassPath";

    @Override
    public Application connect(String master, Map<String, String> settings) {
        SparkConf conf = new SparkConf()
                .setMaster(master)
                .setAppName("snmf")
                .set("spark.ui.enabled", "false")
                .setJars(master.startsWith("local") || settings.containsKey(THERE) ? new String[0] : jars());
        settings.forEach(conf::set);
        try {
            return new Running(new JavaSparkContext(conf));
        } catch (RuntimeException | Error e) {
            throw notThere(master, e);
        } catch (Exception e) {
            // Scala throws checked exceptions without saying so.
            throw e instanceof SparkException ? notThere(master, e) : new IllegalStateException(e);
        }
    }

    private static InputException notThere(String master, Throwable cause) {
        return new InputException(
                "--spark",
                "the address of a Spark cluster, such as local[2] or spark://host:7077",
                master + ": " + cause.getMessage(),
                "Check the address, and that this machine and the cluster reach each other.",
                cause);
    }

    private static String[] jars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar") && Files.isRegularFile(Path.of(entry)))
                .toArray(String[]::new);
    }

    private record Running(JavaSparkContext spark) implements Application {
        @Override
        public TokenSource tokens(String address, String tensor, int partitions) {
            StoredSite place = StoredSite.ofTensor(tensor, 0)
                    .orElseThrow(() -> new InputException(
                            address, "a place in the form layer.<i>.<site>", tensor, "Name it after #."));
            int parts = partitions > 0 ? partitions : usual();
            return new SparkTokens(spark, address, place.layer(), place.site(), parts);
        }

        @Override
        public int usual() {
            return 2 * spark.defaultParallelism();
        }

        @Override
        public boolean run(List<? extends Work> work, BooleanSupplier goesOn) {
            return SparkWork.run(spark, work, goesOn);
        }

        @Override
        public void close() {
            spark.stop();
        }
    }
}
