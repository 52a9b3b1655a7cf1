package org.snmf.models.network.parts;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** The norm before or after a part of a layer. Each row of [N, d] is normalized on its own. */
public sealed interface Norm {
    /** The normalized rows, a new array. */
    NDArray apply(NDArray x);

    /**
     * The rows as {@link #apply} scales them, without bias and without epsilon: what a norm does to a direction,
     * whatever its length.
     */
    NDArray applyToDirections(NDArray x);

    /** γ ⊙ (x − mean) / √(variance + ε) + β. */
    record LayerNorm(NDArray weight, NDArray bias, float epsilon) implements Norm {
        @Override
        public NDArray apply(NDArray x) {
            Shape width = new Shape(x.getShape().get(1));
            return x.getNDArrayInternal()
                    .layerNorm(x, width, weight, bias, epsilon)
                    .singletonOrThrow();
        }

        @Override
        public NDArray applyToDirections(NDArray x) {
            NDArray centred = x.sub(x.mean(new int[] {1}, true));
            return scaledToUnit(centred).muli(weight);
        }
    }

    /** weight ⊙ x / √(mean(x²) + ε); for Gemma the weight given here is already 1 + the stored one. */
    record RmsNorm(NDArray weight, float epsilon) implements Norm {
        @Override
        public NDArray apply(NDArray x) {
            NDArray scale = x.mul(x).mean(new int[] {1}, true).addi(epsilon).sqrt();
            return x.div(scale).muli(weight);
        }

        @Override
        public NDArray applyToDirections(NDArray x) {
            return scaledToUnit(x).muli(weight);
        }
    }

    /** Rows divided by their root mean square; a row of zeros stays one. */
    private static NDArray scaledToUnit(NDArray x) {
        return x.div(x.mul(x).mean(new int[] {1}, true).sqrt().maximum(Float.MIN_NORMAL));
    }
}
