package org.snmf.models.network.parts;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
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

    /** Outputs {@code from} to before {@code to}, which share this map's memory. */
    Projection part(long from, long to) {
        NDIndex rows = new NDIndex("{}:{}", from, to);
        return new Projection(weight.get(rows), bias.map(all -> all.get(rows)));
    }

    /** W x without the bias: what a direction becomes. */
    public NDArray applyToDirections(NDArray x) {
        return x.getNDArrayInternal().linear(x, weight, null).singletonOrThrow();
    }
}
