package org.snmf.factorize.fit;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;
import org.snmf.errors.InputException;
import org.snmf.progress.Progress;

/** A way to reach a cluster that can hold the tokens of a fit, or do work that falls into pieces. It is found as a service, since only who asks for it needs its libraries. */
public interface Cluster {
    /** A piece of work that a machine does without the others. It may be done again, or twice at once: a machine may be lost. */
    @FunctionalInterface
    interface Work extends Serializable {
        /**
         * Does it.
         *
         * @param progress asks for a stop when the work is no longer wanted
         */
        void run(Progress progress);
    }

    /** An application that runs on the cluster until it is closed. */
    interface Application extends AutoCloseable {
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

        /** How many parts are usual: two for each core. */
        int partitions();

        /**
         * Has each piece of work done. A piece whose machine is lost, or that fails, is done again elsewhere.
         *
         * @param goesOn asked several times a second on the calling thread; when it says no, or the thread is interrupted, the
         *     work ends
         * @return whether all was done
         * @throws InputException if a piece threw one, failed again and again, or the cluster ended the application
         */
        boolean run(List<? extends Work> work, BooleanSupplier goesOn);

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
