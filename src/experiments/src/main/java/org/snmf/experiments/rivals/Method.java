package org.snmf.experiments.rivals;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The methods that can be compared with SNMF. */
public enum Method {
    /** Sparse autoencoder with the largest latents of each token. */
    SAE_TOPK("sae-topk"),
    /** Sparse autoencoder with a penalty on its latents. */
    SAE_L1("sae-l1"),
    /** Difference-in-means of labelled sentences, at the output of the MLP. */
    DIFFERENCE_IN_MEANS("diffmeans"),
    /** Principal components. */
    PRINCIPAL_COMPONENTS("pca"),
    /** Random directions with the values of the features on random neurons. */
    RANDOM_ON_SUPPORTS("random-sparse"),
    /** Random directions. */
    RANDOM("random"),
    /** The neurons that vary most. */
    SINGLE_NEURONS("neurons");

    private final String key;

    Method(String key) {
        this.key = key;
    }

    /** The name in options. */
    public String key() {
        return key;
    }

    /** The method of that name. */
    public static Optional<Method> of(String key) {
        return Arrays.stream(values()).filter(one -> one.key.equals(key)).findFirst();
    }

    /** All names, for messages. */
    public static String keys() {
        return Arrays.stream(values()).map(Method::key).collect(Collectors.joining(", "));
    }
}
