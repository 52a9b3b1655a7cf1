package org.snmf.factorize.fit;

import java.util.Map;
import java.util.ServiceLoader;
import org.snmf.cluster.Machines;
import org.snmf.errors.InputException;

/** A way to reach a cluster that can hold the tokens of a fit, or do work that falls into pieces. It is found as a service, since only who asks for it needs its libraries. */
public interface Cluster {
    /** An application that runs on the cluster until it is closed. */
    interface Application extends Machines, AutoCloseable {
        /**
         * The tokens of one place of a store of activations.
         *
         * @param address folder of the store: one that every machine sees under this name, or an address that the cluster's file
         *     systems know
         * @param tensor {@code layer.<i>.<site>}
         * @param partitions how many parts; 0 for two for each core
         * @throws InputException if there is no such store or place
         */
        TokenSource tokens(String address, String tensor, int partitions);

        @Override
        void close();
    }

    /**
     * Connects.
     *
     * @param master address of the cluster, as {@code spark://host:7077} or {@code local[2]}
     * @param settings further settings of the application
     * @throws InputException if there is no such cluster
     */
    Application connect(String master, Map<String, String> settings);

    /**
     * The cluster whose libraries are there.
     *
     * @throws InputException if there are none
     */
    static Cluster find() {
        return ServiceLoader.load(Cluster.class)
                .findFirst()
                .orElseThrow(
                        () -> new InputException(
                                "--spark",
                                "the module snmf-spark on the class path",
                                "none",
                                "On a command line set SNMF_SPARK=1, which brings it; in a Maven project add org.snmf:snmf-spark."));
    }
}
