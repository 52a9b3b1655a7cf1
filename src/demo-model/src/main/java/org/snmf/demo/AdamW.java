package org.snmf.demo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), β₁ = 0.9, β₂ = 0.98, ε = 1e-8, after the gradient of all
 * weights together was scaled down to norm 1. Matrices decay; norms and
 * biases do not, nor does the token embedding, whose rare rows would fade between the few steps that move them.
 */
final class AdamW {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.98f;
    private static final float EPSILON = 1e-8f;
    private static final double LARGEST_NORM = 1;

    private final Map<String, NDArray> weights;
    private final double decay;
    private final Map<String, NDArray> means = new LinkedHashMap<>();
    private final Map<String, NDArray> squares = new LinkedHashMap<>();
    private int steps;

    /** @param manager owns the running means */
    AdamW(NDManager manager, Map<String, NDArray> weights, double decay) {
        this.weights = weights;
        this.decay = decay;
        weights.forEach((name, weight) -> {
            means.put(name, manager.zeros(weight.getShape()));
            squares.put(name, manager.zeros(weight.getShape()));
        });
    }

    /** Moves every weight against its gradient, and sets the gradients to zero. */
    void step(NDManager parent, double rate) {
        steps++;
        try (NDManager scratch = parent.newSubManager()) {
            Map<String, NDArray> gradients = new LinkedHashMap<>();
            double sum = 0;
            for (Map.Entry<String, NDArray> entry : weights.entrySet()) {
                NDArray gradient = entry.getValue().getGradient();
                gradient.attach(scratch);
                gradients.put(entry.getKey(), gradient);
                sum += gradient.square().sum().getFloat();
            }
            float scale = (float) Math.min(1, LARGEST_NORM / (Math.sqrt(sum) + 1e-6));
            gradients.forEach((name, gradient) -> {
                move(name, gradient.mul(scale), rate);
                gradient.subi(gradient);
            });
        }
    }

    private void move(String name, NDArray gradient, double rate) {
        NDArray weight = Objects.requireNonNull(weights.get(name), name);
        NDArray mean = Objects.requireNonNull(means.get(name), name);
        NDArray square = Objects.requireNonNull(squares.get(name), name);
        mean.muli(BETA1).addi(gradient.mul(1 - BETA1));
        square.muli(BETA2).addi(gradient.square().muli(1 - BETA2));
        double meanBias = 1 - Math.pow(BETA1, steps);
        double squareBias = 1 - Math.pow(BETA2, steps);
        NDArray root = square.div((float) squareBias);
        root.attach(gradient.getManager());
        NDArray denominator = root.sqrt().addi(EPSILON);
        NDArray direction = mean.div(denominator);
        direction.attach(gradient.getManager());
        if (weight.getShape().dimension() > 1 && !name.equals(TrainableGpt2.TOKEN_EMBEDDING)) {
            weight.muli((float) (1 - rate * decay));
        }
        weight.subi(direction.muli((float) (rate / meanBias)));
    }
}
