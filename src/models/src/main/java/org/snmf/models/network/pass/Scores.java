package org.snmf.models.network.pass;

import ai.djl.ndarray.NDArray;
import org.snmf.models.checkpoint.ModelConfig;

/** Soft caps: x becomes c·tanh(x/c). */
final class Scores {
    private Scores() {}

    /** Caps attention scores, in place where it can, if the model does. */
    static NDArray cap(NDArray scores, ModelConfig config) {
        return cap(scores, (float) config.attentionSoftCap());
    }

    /** Caps logits, in place where it can, if the model does. */
    static NDArray capLogits(NDArray logits, ModelConfig config) {
        return cap(logits, (float) config.finalSoftCap());
    }

    private static NDArray cap(NDArray x, float cap) {
        return cap == 0 ? x : x.divi(cap).tanh().muli(cap);
    }
}
