package org.snmf.demo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.snmf.engine.NativeArrays;

/**
 * GPT-2 (Radford et al. 2019) with weights that can be differentiated: pre-norm blocks, learned positions, tied
 * unembedding, tanh GELU. Weights have the names and the layout of the Hugging Face checkpoint, matrices as [in, out].
 */
final class TrainableGpt2 {
    static final String TOKEN_EMBEDDING = "transformer.wte.weight";
    static final float NORM_EPSILON = 1e-5f;
    private static final double INITIAL_SPREAD = 0.02;
    private static final float GELU_SCALE = (float) Math.sqrt(2 / Math.PI);
    private static final float GELU_CUBE = 0.044715f;

    private final NDManager manager;
    private final TrainingOptions options;
    private final int vocabulary;
    private final Map<String, NDArray> weights = new LinkedHashMap<>();
    private final NDArray mask;

    /**
     * Draws first weights: normal with spread 0.02, divided by √(2·layers) where a block adds to the residual stream.
     *
     * @param manager owns the weights
     */
    TrainableGpt2(NDManager manager, TrainingOptions options, int vocabulary) {
        this.manager = manager;
        this.options = options;
        this.vocabulary = vocabulary;
        Random random = new Random(options.seed() + 1);
        int hidden = options.hidden();
        double residual = INITIAL_SPREAD / Math.sqrt(2.0 * options.layers());
        normal(TOKEN_EMBEDDING, random, INITIAL_SPREAD, vocabulary, hidden);
        normal("transformer.wpe.weight", random, INITIAL_SPREAD, options.context(), hidden);
        for (int layer = 0; layer < options.layers(); layer++) {
            String block = "transformer.h." + layer + ".";
            norm(block + "ln_1");
            normal(block + "attn.c_attn.weight", random, INITIAL_SPREAD, hidden, 3 * hidden);
            constant(block + "attn.c_attn.bias", 0, 3 * hidden);
            normal(block + "attn.c_proj.weight", random, residual, hidden, hidden);
            constant(block + "attn.c_proj.bias", 0, hidden);
            norm(block + "ln_2");
            normal(block + "mlp.c_fc.weight", random, INITIAL_SPREAD, hidden, options.mlp());
            constant(block + "mlp.c_fc.bias", 0, options.mlp());
            normal(block + "mlp.c_proj.weight", random, residual, options.mlp(), hidden);
            constant(block + "mlp.c_proj.bias", 0, hidden);
        }
        norm("transformer.ln_f");
        mask = causalMask(options.context());
    }

    private void norm(String name) {
        constant(name + ".weight", 1, options.hidden());
        constant(name + ".bias", 0, options.hidden());
    }

    private void normal(String name, Random random, double spread, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (spread * random.nextGaussian());
        }
        keep(name, values, new Shape(rows, columns));
    }

    private void constant(String name, float value, int length) {
        float[] values = new float[length];
        java.util.Arrays.fill(values, value);
        keep(name, values, new Shape(length));
    }

    private void keep(String name, float[] values, Shape shape) {
        NDArray array = NativeArrays.floats(manager, shape, values);
        array.setRequiresGradient(true);
        weights.put(name, array);
    }

    private NDArray causalMask(int length) {
        float[] values = new float[length * length];
        for (int row = 0; row < length; row++) {
            for (int column = row + 1; column < length; column++) {
                values[row * length + column] = Float.NEGATIVE_INFINITY;
            }
        }
        return NativeArrays.floats(manager, new Shape(length, length), values);
    }

    /** The weights by their name in the checkpoint. */
    Map<String, NDArray> weights() {
        return weights;
    }

    int vocabulary() {
        return vocabulary;
    }

    /**
     * What training makes small: mean cross-entropy in nats of {@code targets} after {@code inputs} under dropout, and the
     * penalty on the mean absolute value of the MLP activations.
     *
     * @param inputs ids, [rows, length], int64
     * @param targets ids, [rows, length], int64
     * @return a scalar in the manager of {@code inputs}
     */
    NDArray loss(NDArray inputs, NDArray targets) {
        NDList activations = new NDList();
        NDArray logProbabilities = logits(inputs, Optional.of(activations)).logSoftmax(1);
        NDArray loss = logProbabilities.gather(targets.reshape(-1, 1), 1).mean().neg();
        for (NDArray activation : activations) {
            loss = loss.add(NativeArrays.scaled(
                    activation.abs().mean(), (float) (options.activationPenalty() / activations.size())));
        }
        return loss;
    }

    /**
     * Logits of the next token at every position.
     *
     * @param inputs ids, [rows, length], int64, length at most the context
     * @return [rows · length, vocabulary]
     */
    NDArray logits(NDArray inputs) {
        return logits(inputs, Optional.empty());
    }

    /** @param training while training, where the activations of the MLPs are to be put */
    private NDArray logits(NDArray inputs, Optional<NDList> training) {
        long rows = inputs.getShape().get(0);
        long length = inputs.getShape().get(1);
        int hidden = options.hidden();
        NDArray embedded = Embedding.embedding(inputs, weight(TOKEN_EMBEDDING), SparseFormat.DENSE)
                .singletonOrThrow();
        NDArray positions = local(weight("transformer.wpe.weight").get(new NDIndex("0:" + length)), inputs);
        NDArray x = embedded.add(positions).reshape(rows * length, hidden);
        for (int layer = 0; layer < options.layers(); layer++) {
            String block = "transformer.h." + layer + ".";
            x = x.add(dropped(attention(block + "attn.", norm(x, block + "ln_1"), rows, length), training));
            x = x.add(dropped(mlp(block + "mlp.", norm(x, block + "ln_2"), training), training));
        }
        NDArray unembedding = local(weight(TOKEN_EMBEDDING).transpose(), inputs);
        return norm(x, "transformer.ln_f").matMul(unembedding);
    }

    private NDArray attention(String name, NDArray x, long rows, long length) {
        int hidden = options.hidden();
        long width = hidden / options.heads();
        NDList parts = affine(x, name + "c_attn")
                .reshape(rows, length, 3L * options.heads(), width)
                .transpose(0, 2, 1, 3)
                .split(3, 1);
        NDArray products = parts.get(0).matMul(parts.get(1).transpose(0, 1, 3, 2));
        NDArray scores = NativeArrays.scaled(products, (float) (1 / Math.sqrt((double) width)))
                .add(local(mask.get(new NDIndex("0:" + length + ",0:" + length)), x));
        NDArray mixed =
                scores.softmax(3).matMul(parts.get(2)).transpose(0, 2, 1, 3).reshape(rows * length, hidden);
        return affine(mixed, name + "c_proj");
    }

    /** The tanh GELU as x σ(2u), since (1 + tanh u) / 2 = σ(2u). */
    private NDArray mlp(String name, NDArray x, Optional<NDList> training) {
        NDArray up = affine(x, name + "c_fc");
        NDArray inner = NativeArrays.scaled(up.mul(up), 2 * GELU_SCALE * GELU_CUBE)
                .add(2 * GELU_SCALE)
                .mul(up);
        NDArray activation = Activation.sigmoid(inner).mul(up);
        training.ifPresent(list -> list.add(activation));
        return affine(activation, name + "c_proj");
    }

    private NDArray dropped(NDArray x, Optional<NDList> training) {
        boolean drop = training.isPresent() && options.dropout() > 0;
        return drop ? Dropout.dropout(x, (float) options.dropout(), true).singletonOrThrow() : x;
    }

    /** Lets {@code view}, made of an array that stays, end with the arrays of this pass. */
    private static NDArray local(NDArray view, NDArray ofThisPass) {
        view.attach(ofThisPass.getManager());
        return view;
    }

    private NDArray affine(NDArray x, String name) {
        return x.matMul(weight(name + ".weight")).add(weight(name + ".bias"));
    }

    private NDArray norm(NDArray x, String name) {
        return LayerNorm.layerNorm(
                        x, new Shape(options.hidden()), weight(name + ".weight"), weight(name + ".bias"), NORM_EPSILON)
                .singletonOrThrow();
    }

    private NDArray weight(String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }

    /** Ids as the int64 array [rows, length] that {@link #logits} takes. */
    static NDArray ids(NDManager manager, int[][] rows) {
        long[] flat = new long[rows.length * rows[0].length];
        for (int r = 0; r < rows.length; r++) {
            for (int t = 0; t < rows[0].length; t++) {
                flat[r * rows[0].length + t] = rows[r][t];
            }
        }
        return NativeArrays.longs(manager, new Shape(rows.length, rows[0].length), flat);
    }
}
