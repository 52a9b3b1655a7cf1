package org.snmf.experiments.dictionary.training;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * Trains sparse autoencoders on the activations that a factorization is fitted on, after the practice of Gao et al. (2025):
 * decoder rows of length 1, an encoder that begins as the decoder's transpose, a decoder bias that begins at the mean token,
 * Adam, and an auxiliary loss that lets dead latents learn from the error. Tokens are scaled by one factor to a root mean
 * square length of √d_a, so that rates and penalties mean the same in every layer; what is returned takes unscaled tokens.
 */
public final class AutoencoderTrainer {
    private final ActivationMatrix a;
    private final double scale;
    private final float[] mean;
    private final double variance;

    /**
     * @param a the activations A (d_a × n); only read
     * @throws InputException if they are all zero or not finite, or all tokens are equal
     */
    public AutoencoderTrainer(ActivationMatrix a) {
        this.a = a;
        int d = a.neurons();
        double[] sums = new double[d];
        double squares = 0;
        for (int t = 0; t < a.tokens(); t++) {
            FloatBuffer token = a.block(t, 1);
            for (int i = 0; i < d; i++) {
                double value = token.get(i);
                sums[i] += value;
                squares += value * value;
            }
        }
        if (!(squares > 0 && squares < Double.POSITIVE_INFINITY)) {
            throw new InputException("activations", "finite values that are not all zero", "" + squares, "");
        }
        this.scale = Math.sqrt(d * (double) a.tokens() / squares);
        this.mean = new float[d];
        double ofMean = 0;
        for (int i = 0; i < d; i++) {
            mean[i] = (float) (scale * sums[i] / a.tokens());
            ofMean += (double) mean[i] * mean[i];
        }
        this.variance = d - ofMean;
        if (!(variance > 1e-6 * d)) {
            throw new InputException("activations", "tokens that differ", "equal ones", "");
        }
    }

    /** v: the mean squared distance of the scaled tokens from their mean. */
    double variance() {
        return variance;
    }

    /**
     * Trains one autoencoder.
     *
     * @param progress told of every epoch; when it requests a stop, the state of that moment becomes the last checkpoint
     */
    public TrainedAutoencoder train(AutoencoderOptions options, Progress progress) {
        SplittableRandom random = new SplittableRandom(options.seed());
        List<TrainedAutoencoder.State> states = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        int[] order = new int[a.tokens()];
        for (int t = 0; t < order.length; t++) {
            order[t] = t;
        }
        try (AutoencoderModel model =
                new AutoencoderModel(start(options, random), options.sparsity(), variance, options.rate())) {
            for (int epoch = 1; epoch <= options.epochs(); epoch++) {
                losses.add(epoch(model, options, order, random));
                boolean stop = progress.stopRequested();
                if (stop || isCheckpoint(epoch, options)) {
                    states.add(new TrainedAutoencoder.State(epoch, model.copy().unscaled(scale)));
                }
                progress.report(new Step(
                        "train " + options.sparsity().text(),
                        epoch,
                        options.epochs(),
                        "epochs",
                        String.format(Locale.ROOT, "loss %.4f", losses.get(epoch - 1))));
                if (stop) {
                    break;
                }
            }
        }
        return new TrainedAutoencoder(options, states, losses);
    }

    private static boolean isCheckpoint(int epoch, AutoencoderOptions options) {
        long before = (long) (epoch - 1) * options.checkpoints() / options.epochs();
        return (long) epoch * options.checkpoints() / options.epochs() > before;
    }

    /** Goes once through all tokens in a new order; the mean loss of its steps. */
    private double epoch(AutoencoderModel model, AutoencoderOptions options, int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int token = order[i];
            order[i] = order[other];
            order[other] = token;
        }
        double sum = 0;
        int steps = 0;
        for (int from = 0; from < order.length; from += options.batch()) {
            sum += model.step(
                    batch(order, from, Math.min(options.batch(), order.length - from)), model.dead(order.length));
            steps++;
        }
        return sum / steps;
    }

    private float[] batch(int[] order, int from, int count) {
        int d = a.neurons();
        float[] tokens = new float[count * d];
        for (int t = 0; t < count; t++) {
            a.block(order[from + t], 1).get(0, tokens, t * d, d);
            for (int i = t * d; i < (t + 1) * d; i++) {
                tokens[i] *= (float) scale;
            }
        }
        return tokens;
    }

    /** Decoder rows equally likely in every direction, the encoder the same, biases zero and the mean token. */
    private AutoencoderWeights start(AutoencoderOptions options, SplittableRandom random) {
        int d = a.neurons();
        float[] rows = new float[Math.multiplyExact(options.latents(), d)];
        for (int j = 0; j < options.latents(); j++) {
            double squares = 0;
            for (int i = 0; i < d; i++) {
                double value = random.nextGaussian();
                rows[j * d + i] = (float) value;
                squares += value * value;
            }
            for (int i = 0; i < d; i++) {
                rows[j * d + i] /= (float) Math.sqrt(squares);
            }
        }
        return new AutoencoderWeights(
                rows.clone(), new float[options.latents()], rows, mean.clone(), options.sparsity());
    }
}
