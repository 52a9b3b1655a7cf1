package org.snmf.demo;

import org.snmf.errors.InputException;

/**
 * Everything that a training run depends on.
 *
 * @param seed of the text, the first weights and the order of the rows
 * @param sentences how many to compose
 * @param vocabulary entries of the tokenizer
 * @param layers transformer blocks
 * @param hidden width of the residual stream; a multiple of {@code heads}
 * @param mlp neurons of an MLP (d_a)
 * @param heads attention heads
 * @param context tokens in a row
 * @param rows rows in a step
 * @param steps optimizer steps
 * @param warmup steps over which the learning rate rises to {@code learningRate}
 * @param learningRate the highest rate
 * @param weightDecay decoupled, on matrices only
 */
public record TrainingOptions(
        long seed,
        int sentences,
        int vocabulary,
        int layers,
        int hidden,
        int mlp,
        int heads,
        int context,
        int rows,
        int steps,
        int warmup,
        double learningRate,
        double weightDecay) {
    /** The options with which the shipped model was trained. */
    public static final TrainingOptions SHIPPED =
            new TrainingOptions(1, 285_000, 4_096, 2, 192, 768, 6, 64, 64, 550, 150, 3e-3, 0.5);

    public TrainingOptions {
        atLeast("sentences", sentences, 1);
        atLeast("vocabulary", vocabulary, 258);
        atLeast("layers", layers, 1);
        atLeast("hidden", hidden, 1);
        atLeast("mlp", mlp, 1);
        atLeast("heads", heads, 1);
        atLeast("context", context, 2);
        atLeast("rows", rows, 1);
        atLeast("steps", steps, 1);
        atLeast("warmup", warmup, 1);
        if (hidden % heads != 0) {
            throw new InputException("option hidden", "a multiple of heads = " + heads, "" + hidden, "");
        }
        if (!(learningRate > 0) || !(weightDecay >= 0)) {
            throw new InputException(
                    "options learningRate and weightDecay",
                    "a positive and a nonnegative number",
                    learningRate + " and " + weightDecay,
                    "");
        }
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new InputException("option " + name, "at least " + least, String.valueOf(value), "");
        }
    }

    /** The same with other numbers of sentences and steps. */
    public TrainingOptions shortened(int newSentences, int newSteps) {
        return new TrainingOptions(
                seed,
                newSentences,
                vocabulary,
                layers,
                hidden,
                mlp,
                heads,
                context,
                rows,
                newSteps,
                warmup,
                learningRate,
                weightDecay);
    }

    /** The rate of step {@code step} (from 0): linear warm-up, then a cosine down to a twentieth of the highest. */
    double rate(int step) {
        if (step < warmup) {
            return learningRate * (step + 1) / warmup;
        }
        double progress = (double) (step - warmup) / Math.max(1, steps - warmup);
        return learningRate * (0.05 + 0.95 * 0.5 * (1 + Math.cos(Math.PI * progress)));
    }
}
