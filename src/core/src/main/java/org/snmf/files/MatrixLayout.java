package org.snmf.files;

import java.util.Arrays;
import org.snmf.errors.InputException;

/** Which axis of a two-dimensional array in a file counts the tokens. */
public enum MatrixLayout {
    /** d_a × n, as the paper writes A: row j holds neuron j at every token. */
    NEURONS_BY_TOKENS("neurons-by-tokens"),
    /** n × d_a: row t holds token t at every neuron, as capture writes it. */
    TOKENS_BY_NEURONS("tokens-by-neurons");

    private final String key;

    MatrixLayout(String key) {
        this.key = key;
    }

    /** The name on the command line. */
    public String key() {
        return key;
    }

    /** The layout with this {@link #key()}. */
    public static MatrixLayout of(String key) {
        return Arrays.stream(values())
                .filter(layout -> layout.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new InputException("layout", "neurons-by-tokens or tokens-by-neurons", key, ""));
    }
}
