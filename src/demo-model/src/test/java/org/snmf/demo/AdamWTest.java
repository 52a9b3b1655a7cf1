package org.snmf.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two steps against the formulas of Loshchilov and Hutter, written out in float64. */
class AdamWTest {
    private static final double RATE = 0.1;
    private static final double DECAY = 0.5;

    @Test
    void movesAsTheFormulasSay() {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu())) {
            NDArray matrix = manager.create(new float[] {1, -2}, new Shape(1, 2));
            NDArray vector = manager.create(new float[] {3, 0.5f}, new Shape(2));
            Map<String, NDArray> weights = new LinkedHashMap<>();
            weights.put("matrix", matrix);
            weights.put("vector", vector);
            weights.values().forEach(weight -> weight.setRequiresGradient(true));
            AdamW optimizer = new AdamW(manager, weights, DECAY);
            double[] expected = {1, -2, 3, 0.5};
            double[] mean = new double[4];
            double[] square = new double[4];
            for (int step = 1; step <= 2; step++) {
                double[] gradient = {2 * expected[0], 2 * expected[1], 2 * expected[2], 2 * expected[3]};
                formula(expected, gradient, mean, square, step);
                try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                    collector.backward(matrix.square().sum().add(vector.square().sum()));
                }
                optimizer.step(manager, RATE);
            }
            float[] found = {
                matrix.toFloatArray()[0], matrix.toFloatArray()[1], vector.toFloatArray()[0], vector.toFloatArray()[1]
            };
            for (int i = 0; i < 4; i++) {
                assertThat((double) found[i]).isCloseTo(expected[i], within(1e-5));
            }
            assertThat(matrix.getGradient().toFloatArray()).containsOnly(0f);
        }
    }

    private static void formula(double[] weights, double[] gradient, double[] mean, double[] square, int step) {
        double norm = 0;
        for (double g : gradient) {
            norm += g * g;
        }
        double scale = Math.min(1, 1 / Math.sqrt(norm));
        for (int i = 0; i < weights.length; i++) {
            double g = gradient[i] * scale;
            mean[i] = 0.9 * mean[i] + 0.1 * g;
            square[i] = 0.98 * square[i] + 0.02 * g * g;
            double unbiased = mean[i] / (1 - Math.pow(0.9, step));
            double root = Math.sqrt(square[i] / (1 - Math.pow(0.98, step)));
            weights[i] *= i < 2 ? 1 - RATE * DECAY : 1;
            weights[i] -= RATE * unbiased / (root + 1e-8);
        }
    }
}
