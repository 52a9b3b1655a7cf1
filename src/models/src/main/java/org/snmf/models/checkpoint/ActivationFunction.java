package org.snmf.models.checkpoint;

import java.util.List;
import java.util.Optional;

/** The nonlinearity σ of an MLP, by the names that config files use for it. */
public enum ActivationFunction {
    /** 0.5 x (1 + tanh(√(2/π) (x + 0.044715 x³))). */
    GELU_TANH("gelu_new", "gelu_pytorch_tanh", "gelu_fast", "gelu_tanh", "gelu_python_tanh", "gelu_accurate"),
    /** x Φ(x) with the exact error function. */
    GELU("gelu", "gelu_python"),
    /** The exact GELU cut to −10 … 10. */
    GELU_10("gelu_10"),
    /** max(x, 0). */
    RELU("relu"),
    /** max(x, 0)². */
    RELU_SQUARED("relu2"),
    /** min(max(x, 0), 6). */
    RELU_6("relu6"),
    /** x / (1 + e⁻ˣ). */
    SILU("silu", "swish"),
    /** x tanh(ln(1 + eˣ)). */
    MISH("mish"),
    /** x. */
    LINEAR("linear"),
    /** 1 / (1 + e⁻ˣ). */
    SIGMOID("sigmoid"),
    /** x min(max(x + 3, 0), 6) / 6. */
    HARD_SWISH("hardswish"),
    /** max(x, 0) + 0.01 min(x, 0). */
    LEAKY_RELU("leaky_relu"),
    /** tanh(x). */
    TANH("tanh"),
    /** x / (1 + e^(-1.702 x)). */
    QUICK_GELU("quick_gelu");

    private final List<String> names;

    ActivationFunction(String... names) {
        this.names = List.of(names);
    }

    /** The function that a config file calls {@code name}. */
    public static Optional<ActivationFunction> named(String name) {
        for (ActivationFunction function : values()) {
            if (function.names.contains(name)) {
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }

    /** Every name that a config file may use. */
    public static List<String> allNames() {
        return java.util.Arrays.stream(values()).flatMap(f -> f.names.stream()).toList();
    }
}
