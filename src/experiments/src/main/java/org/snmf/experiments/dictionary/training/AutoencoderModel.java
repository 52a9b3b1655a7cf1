package org.snmf.experiments.dictionary.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.snmf.engine.NativeArrays;

/**
 * An autoencoder whose weights can be differentiated. For a token x: h = W_enc (x − b_dec) + b_enc; f = max(h, 0), with TopK
 * only at the k largest entries of h; x̂ = fᵀ W_dec + b_dec. Rows of W_dec have length 1 before and after every step, and their
 * gradients lose the part along the row, which would only change its length.
 *
 * <p>The loss of a batch is, with v the mean squared distance of the training tokens from their mean and e = x − x̂,
 * <ul>
 *   <li>TopK: mean ‖e‖² / v, and where latents are dead mean ‖e − ê‖² / v / 32 more, where ê is what the dead latents make of
 *       the error: the largest half of m of their entries of h (Gao et al. 2025, section 2.4; e is a constant there);
 *   <li>L1: mean ‖e‖² + λ · mean Σ f.
 * </ul>
 *
 * <p>Native memory: close it.
 */
final class AutoencoderModel implements AutoCloseable {
    private static final float AUXILIARY = 1 / 32f;

    private final NDManager manager;
    private final Sparsity sparsity;
    private final double variance;
    private final NDArray encoder;
    private final NDArray encoderBias;
    private final NDArray decoder;
    private final NDArray decoderBias;
    private final Adam adam;
    private final long[] silentTokens;

    /**
     * @param start first weights; rows of the decoder of length 1
     * @param variance v, the mean squared distance of the training tokens from their mean
     */
    AutoencoderModel(AutoencoderWeights start, Sparsity sparsity, double variance, double rate) {
        this.manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        this.sparsity = sparsity;
        this.variance = variance;
        int m = start.latents();
        int d = start.width();
        this.encoder = weight(start.encoder(), new Shape(m, d));
        this.encoderBias = weight(start.encoderBias(), new Shape(m));
        this.decoder = weight(start.decoder(), new Shape(m, d));
        this.decoderBias = weight(start.decoderBias(), new Shape(d));
        this.adam = new Adam(manager, weights(), rate);
        this.silentTokens = new long[m];
    }

    private NDArray weight(float[] values, Shape shape) {
        return NativeArrays.floats(manager, shape, values);
    }

    private List<NDArray> weights() {
        return List.of(encoder, encoderBias, decoder, decoderBias);
    }

    /** The loss and its gradient with respect to encoder, encoder bias, decoder and decoder bias, before any projection. */
    record Gradients(double loss, List<NDArray> of) {}

    /**
     * One step on a batch.
     *
     * @param tokens count × d values
     * @param dead the latents that learn from the error
     * @return the loss before the step
     */
    double step(float[] tokens, boolean[] dead) {
        int count = tokens.length / Math.toIntExact(decoderBias.getShape().get(0));
        try (NDManager scratch = manager.newSubManager()) {
            NDArray x = NativeArrays.floats(
                    scratch, new Shape(count, decoderBias.getShape().get(0)), tokens);
            Gradients gradients = gradients(x, dead);
            List<NDArray> moves = new ArrayList<>(gradients.of());
            moves.set(2, acrossRows(gradients.of().get(2)));
            adam.step(moves);
            unitRows();
            return gradients.loss();
        }
    }

    /** Which latents were silent for at least so many tokens. */
    boolean[] dead(long deadAfter) {
        boolean[] dead = new boolean[silentTokens.length];
        for (int j = 0; j < dead.length; j++) {
            dead[j] = silentTokens[j] >= deadAfter;
        }
        return dead;
    }

    /** Computes loss and gradients, and counts for which latents the batch passed in silence. */
    Gradients gradients(NDArray x, boolean[] dead) {
        List<NDArray> found = new ArrayList<>();
        double value;
        // Only here, since PyTorch refuses to change in place what asks for gradients on threads where it records them.
        weights().forEach(weight -> weight.setRequiresGradient(true));
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray loss = loss(x, dead);
            collector.backward(loss);
            value = loss.getFloat();
        }
        for (NDArray weight : weights()) {
            NDArray gradient = weight.getGradient();
            gradient.attach(x.getManager());
            NDArray copy = gradient.duplicate();
            gradient.subi(copy);
            found.add(copy);
            weight.setRequiresGradient(false);
        }
        return new Gradients(value, found);
    }

    private NDArray loss(NDArray x, boolean[] dead) {
        NDArray h = x.sub(decoderBias).matMul(local(encoder.transpose(), x)).add(encoderBias);
        NDArray f = active(h);
        count(f);
        NDArray error = x.sub(f.matMul(decoder).add(decoderBias));
        NDArray squares = error.square().sum(new int[] {1}).mean();
        if (sparsity instanceof Sparsity.L1 l1) {
            return squares.add(NativeArrays.scaled(f.sum(new int[] {1}).mean(), (float) l1.penalty()));
        }
        NDArray loss = NativeArrays.scaled(squares, (float) (1 / variance));
        int deadCount = count(dead);
        return deadCount == 0 ? loss : loss.add(auxiliary(h, error, dead, deadCount));
    }

    private NDArray auxiliary(NDArray h, NDArray error, boolean[] dead, int deadCount) {
        float[] hidden = new float[dead.length];
        for (int j = 0; j < dead.length; j++) {
            hidden[j] = dead[j] ? 0 : -1e30f;
        }
        NDArray ofDead = h.add(NativeArrays.floats(h.getManager(), new Shape(hidden.length), hidden));
        int kept = Math.min(deadCount, Math.max(1, dead.length / 2));
        NDArray made = largest(ofDead, kept).matMul(decoder);
        NDArray rest = error.stopGradient().sub(made);
        return NativeArrays.scaled(rest.square().sum(new int[] {1}).mean(), (float) (AUXILIARY / variance));
    }

    private NDArray active(NDArray h) {
        return sparsity instanceof Sparsity.TopK topK ? largest(h, topK.active()) : Activation.relu(h);
    }

    /** max(h, 0) at the {@code count} largest entries of each row, else 0. */
    private static NDArray largest(NDArray h, int count) {
        NDArray fixed = h.stopGradient();
        NDArray least = fixed.topK(count, 1, true, true).get(0).min(new int[] {1}, true);
        NDArray mask = fixed.gte(least).toType(DataType.FLOAT32, false);
        return Activation.relu(h).mul(mask);
    }

    private void count(NDArray f) {
        boolean[] spoke = f.stopGradient().max(new int[] {0}).gt(0).toBooleanArray();
        long tokens = f.getShape().get(0);
        for (int j = 0; j < spoke.length; j++) {
            silentTokens[j] = spoke[j] ? 0 : silentTokens[j] + tokens;
        }
    }

    private static int count(boolean[] flags) {
        int count = 0;
        for (boolean flag : flags) {
            count += flag ? 1 : 0;
        }
        return count;
    }

    /** The gradient of the decoder less its part along each row. */
    private NDArray acrossRows(NDArray gradient) {
        NDArray rows = local(decoder.stopGradient(), gradient);
        return gradient.sub(rows.mul(gradient.mul(rows).sum(new int[] {1}, true)));
    }

    private void unitRows() {
        NDArray fixed = decoder.stopGradient();
        try (NDArray squares = fixed.square();
                NDArray sums = squares.sum(new int[] {1}, true);
                NDArray lengths = sums.sqrt()) {
            decoder.divi(lengths);
        }
        fixed.close();
    }

    private static NDArray local(NDArray view, NDArray ofThisPass) {
        view.attach(ofThisPass.getManager());
        return view;
    }

    /** The weights as they are now. */
    AutoencoderWeights copy() {
        return new AutoencoderWeights(
                encoder.toFloatArray(),
                encoderBias.toFloatArray(),
                decoder.toFloatArray(),
                decoderBias.toFloatArray(),
                sparsity);
    }

    /** Number of native arrays that it holds. */
    int liveArrays() {
        return manager.getManagedArrays().size();
    }

    /** A scope of native memory on its device. */
    NDManager scope() {
        return manager.newSubManager();
    }

    @Override
    public void close() {
        manager.close();
    }

    @Override
    public String toString() {
        return sparsity.text() + ", " + Arrays.toString(encoder.getShape().getShape());
    }
}
