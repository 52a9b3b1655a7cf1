package org.snmf.models.network.place;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snmf.models.checkpoint.ModelConfig;

/**
 * A place in the forward pass where activations can be read and changed. Constants stand in the order in which a layer
 * computes them. What is written at a site is what everything after it sees.
 */
public enum Site {
    /** Residual stream before a layer, [T, d]. For layer 0 the embedding, scaled and with learned positions where the family has them. */
    RESID_PRE("resid_pre"),
    /** Output of the attention's output projection, [T, d]; before a post-norm. */
    ATTN_OUT("attn_out"),
    /** Input of the MLP, after the norm before it where there is one, [T, d]. */
    MLP_IN("mlp_in"),
    /** MLP activations a, the input of W_V: after the nonlinearity and, where there is one, the gate; [T, d_a]. */
    MLP_ACT("mlp_act"),
    /** Output of the MLP, W_V a with its bias, [T, d]; before a post-norm. */
    MLP_OUT("mlp_out"),
    /** Families with a norm behind the MLP only: its output after that, what the residual stream receives, [T, d]. */
    MLP_OUT_POSTNORM("mlp_out_postnorm"),
    /** Residual stream after a layer, [T, d]; never through the final norm. */
    RESID("resid"),
    /** After the final norm, the unembedding's input, [T, d]. It belongs to the last layer. */
    FINAL_NORM("final_norm");

    private final String key;

    Site(String key) {
        this.key = key;
    }

    /** The name used in files, options and reports. */
    public String key() {
        return key;
    }

    /** Width of an activation at this site. */
    public int width(ModelConfig config) {
        return this == MLP_ACT ? config.mlp() : config.hidden();
    }

    /** Whether layer {@code layer} of such a model has this site. */
    public boolean existsIn(ModelConfig config, int layer) {
        return switch (this) {
            case MLP_OUT_POSTNORM -> config.family().hasMlpPostNorm();
            case FINAL_NORM -> layer == config.layers() - 1;
            default -> true;
        };
    }

    /** The site with this key. */
    public static Optional<Site> of(String key) {
        return Arrays.stream(values()).filter(site -> site.key.equals(key)).findFirst();
    }

    /** All keys, for messages. */
    public static String keys() {
        return Arrays.stream(values()).map(Site::key).collect(Collectors.joining(", "));
    }
}
