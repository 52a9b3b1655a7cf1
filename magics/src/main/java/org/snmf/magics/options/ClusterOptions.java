package org.snmf.magics.options;

import java.util.LinkedHashMap;
import java.util.Map;
import org.snmf.errors.InputException;
import org.snmf.factorize.fit.Cluster;
import picocli.CommandLine.Option;

/** On which cluster the work is done, if on any. */
public final class ClusterOptions {
    @Option(
            names = "--spark",
            paramLabel = "MASTER",
            description =
                    "Work on a Spark cluster: local[2], spark://host:7077, yarn, k8s://…. factorize then reads --input from a folder of"
                            + " activations that every machine sees, or from HDFS or S3, and starts at random; capture writes --out to"
                            + " such a folder, and every machine finds the model under its name here. Default: on this machine.")
    private String master;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "With --spark: parts of the work. Default: two for each core of the cluster.")
    private int partitions;

    @Option(
            names = "--spark-setting",
            paramLabel = "KEY=VALUE",
            description =
                    "With --spark: a setting of Spark, as spark.executor.memory=8g; may be given several times. Default: none.")
    private final Map<String, String> settings = new LinkedHashMap<>();

    /** Whether a cluster is meant. */
    public boolean given() {
        if (master == null && (partitions != 0 || !settings.isEmpty())) {
            throw new InputException(
                    "--partitions and --spark-setting", "a cluster, named by --spark", "none", "Add --spark MASTER.");
        }
        return master != null;
    }

    /** How many parts the work is divided into; 0 for the cluster's own choice. */
    public int partitions() {
        if (partitions < 0) {
            throw new InputException(
                    "--partitions", "at least 1", String.valueOf(partitions), "Leave it out for two for each core.");
        }
        return partitions;
    }

    /** Its address. */
    public String master() {
        return master;
    }

    /** Connects to it. */
    public Cluster.Application connect() {
        return Cluster.find().connect(master, settings);
    }
}
