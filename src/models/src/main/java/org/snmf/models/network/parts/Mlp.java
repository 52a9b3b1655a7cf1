package org.snmf.models.network.parts;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.snmf.models.checkpoint.ActivationFunction;

/**
 * An MLP: a = σ(W_K x), or a = σ(gate x) ⊙ (up x) where it is gated; its output is W_V a.
 *
 * @param gate the gate, where there is one
 * @param up W_K, d → d_a
 * @param down W_V, d_a → d
 * @param function σ
 */
public record Mlp(Optional<Projection> gate, Projection up, Projection down, ActivationFunction function) {
    /** The activations a of every row of {@code x}: [N, d] → [N, d_a]. */
    public NDArray activations(NDArray x) {
        if (gate.isEmpty()) {
            return Nonlinearity.apply(function, up.apply(x));
        }
        return Nonlinearity.apply(function, gate.get().apply(x)).muli(up.apply(x));
    }
}
