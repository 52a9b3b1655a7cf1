package org.snmf.spark;

import java.io.Serializable;
import java.util.TreeMap;
import org.snmf.factorize.SnmfOptions;

/**
 * What every partition of one fit knows from its beginning.
 *
 * @param id tells this fit from others of the same application
 * @param files the store
 * @param tensor which of its tensors
 * @param neurons d_a
 * @param tokens n
 * @param properties the options of the fit, with the threads and memory of one partition
 */
record FitOnCluster(
        String id, StoreFiles files, String tensor, int neurons, int tokens, TreeMap<String, String> properties)
        implements Serializable {
    SnmfOptions options() {
        return SnmfOptions.fromProperties(properties);
    }
}
