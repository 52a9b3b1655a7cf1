package org.snmf.models.network.parts;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import org.snmf.models.checkpoint.ActivationFunction;

/** Computes σ. The argument may be overwritten: only the result may be used afterwards. */
final class Nonlinearity {
    private static final float ROOT = (float) Math.sqrt(2 / Math.PI);

    private Nonlinearity() {}

    static NDArray apply(ActivationFunction function, NDArray x) {
        return switch (function) {
            case GELU_TANH -> tanhGelu(x);
            case GELU -> Activation.gelu(x);
            case GELU_10 -> Activation.gelu(x).clip(-10, 10);
            case RELU -> Activation.relu(x);
            case RELU_SQUARED -> Activation.relu(x).square();
            case RELU_6 -> x.clip(0, 6);
            case SILU -> Activation.swish(x, 1);
            case MISH -> mish(x);
            case LINEAR -> x;
            case SIGMOID -> Activation.sigmoid(x);
            case HARD_SWISH -> x.mul(x.add(3).clip(0, 6)).divi(6);
            case LEAKY_RELU -> Activation.leakyRelu(x, 0.01f);
            case TANH -> x.tanh();
            case QUICK_GELU -> x.muli(Activation.sigmoid(x.mul(1.702f)));
        };
    }

    /** tanh(ln(1 + eˣ)) is p (1 + s) / (1 + s²) with p = sigmoid(x) and s = sigmoid(−x), which neither overflows nor cancels. */
    private static NDArray mish(NDArray x) {
        NDArray p = Activation.sigmoid(x);
        NDArray s = Activation.sigmoid(x.neg());
        return p.muli(s.add(1)).divi(s.mul(s).addi(1)).muli(x);
    }

    /**
     * 0.5 x (1 + tanh(u)) with u = √(2/π) (x + 0.044715 x³), which is x · sigmoid(2u). The sigmoid form is the same
     * function, needs fewer passes over memory, and keeps its digits where 1 + tanh(u) cancels.
     */
    private static NDArray tanhGelu(NDArray x) {
        NDArray twiceU = x.mul(x).muli(2 * ROOT * 0.044715f).addi(2 * ROOT).muli(x);
        return x.muli(Activation.sigmoid(twiceU));
    }
}
