package org.snmf.experiments.dictionary.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/** Adam (Kingma and Ba 2015) with β₁ = 0.9, β₂ = 0.999 and the small ε = 6.25e-10 of Gao et al. (2025). */
final class Adam {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 6.25e-10;

    private final List<NDArray> weights;
    private final List<NDArray> means = new ArrayList<>();
    private final List<NDArray> squares = new ArrayList<>();
    private final double rate;
    private int steps;

    /** @param manager owns the running means */
    Adam(NDManager manager, List<NDArray> weights, double rate) {
        this.weights = weights;
        this.rate = rate;
        for (NDArray weight : weights) {
            means.add(manager.zeros(weight.getShape()));
            squares.add(manager.zeros(weight.getShape()));
        }
    }

    /**
     * Moves every weight against its gradient.
     *
     * @param gradients one a weight; what is computed belongs to their manager
     */
    void step(List<NDArray> gradients) {
        steps++;
        float size = (float) (rate / (1 - Math.pow(BETA1, steps)));
        float correction = (float) (1 / Math.sqrt(1 - Math.pow(BETA2, steps)));
        for (int i = 0; i < weights.size(); i++) {
            NDArray gradient = gradients.get(i);
            NDArray mean = means.get(i);
            NDArray square = squares.get(i);
            mean.muli((float) BETA1).addi(gradient.mul((float) (1 - BETA1)));
            square.muli((float) BETA2).addi(gradient.square().muli((float) (1 - BETA2)));
            NDArray root = square.sqrt();
            root.attach(gradient.getManager());
            weights.get(i).subi(move(mean, root.muli(correction).addi((float) EPSILON), size));
        }
    }

    private static NDArray move(NDArray mean, NDArray root, float size) {
        NDArray move = mean.div(root);
        move.attach(root.getManager());
        return move.muli(size);
    }
}
