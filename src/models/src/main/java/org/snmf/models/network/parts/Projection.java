package org.snmf.models.network.parts;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * A linear map y = W x + b.
 *
 * @param weight W, [out, in]
 * @param bias b, [out], where there is one
 */
public record Projection(NDArray weight, Optional<NDArray> bias) {
    /** Maps every row of {@code x}, [N, in], to [N, out]. */
    public NDArray apply(NDArray x) {
        return x.getNDArrayInternal().linear(x, weight, bias.orElse(null)).singletonOrThrow();
    }

    /** W x without the bias: what a direction becomes. */
    public NDArray applyToDirections(NDArray x) {
        return x.getNDArrayInternal().linear(x, weight, null).singletonOrThrow();
    }
}
