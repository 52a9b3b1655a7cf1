package org.snmf.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.snmf.errors.InputException;

/**
 * Everything that a training run depends on, beside the text written by hand.
 *
 * @param seed of the composed text, the first weights, the order of the rows and dropout
 * @param sentences how many to compose
 * @param repeats how often the hand-written text counts when the vocabulary is learned; composed text counts once
 * @param writtenShare share of hand-written rows in the first step
 * @param writtenShareAtEnd the same in the last step; in between it moves evenly
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
 * @param weightDecay decoupled, on matrices other than the token embedding
 * @param activationPenalty added to the loss for each unit of an MLP activation's mean absolute value: keeps most neurons
 *     near zero at most tokens
 * @param dropout share of what attention and MLP add to the residual stream that is set to zero while training
 */
public record TrainingOptions(
        long seed,
        int sentences,
        int repeats,
        double writtenShare,
        double writtenShareAtEnd,
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
        double weightDecay,
        double activationPenalty,
        double dropout) {
    /** The options with which the shipped model was trained. */
    public static final TrainingOptions SHIPPED = new TrainingOptions(
            1, 285_000, 12, 0.4, 0.4, 5_000, 3, 192, 1_024, 6, 64, 32, 1_300, 100, 3e-3, 0.5, 0.1, 0.1);

    private static final ObjectMapper JSON = new ObjectMapper();

    public TrainingOptions {
        atLeast("sentences", sentences, 1);
        atLeast("repeats", repeats, 1);
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
        between0And1("writtenShare", writtenShare, writtenShare <= 1);
        between0And1("writtenShareAtEnd", writtenShareAtEnd, writtenShareAtEnd <= 1);
        between0And1("dropout", dropout, dropout < 1);
        if (!(learningRate > 0) || !(weightDecay >= 0) || !(activationPenalty >= 0)) {
            throw new InputException(
                    "options learningRate, weightDecay and activationPenalty",
                    "a positive and two nonnegative numbers",
                    learningRate + ", " + weightDecay + " and " + activationPenalty,
                    "");
        }
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new InputException("option " + name, "at least " + least, String.valueOf(value), "");
        }
    }

    private static void between0And1(String name, double value, boolean atMost) {
        if (!(value >= 0) || !atMost) {
            throw new InputException("option " + name, "a share from 0 to 1", String.valueOf(value), "");
        }
    }

    /** The same with some options changed, each given by its name here and its value in digits. */
    public TrainingOptions with(Map<String, ?> changes) {
        ObjectNode values = JSON.valueToTree(this);
        changes.forEach((name, value) -> {
            if (!values.has(name)) {
                throw new InputException(
                        "option " + name,
                        "one of "
                                + String.join(
                                        ", ",
                                        values.properties().stream()
                                                .map(Map.Entry::getKey)
                                                .toList()),
                        name,
                        "");
            }
            values.put(name, value.toString());
        });
        try {
            return JSON.treeToValue(values, TrainingOptions.class);
        } catch (JsonProcessingException e) {
            throw new InputException("training options " + changes, "numbers", e.getOriginalMessage(), "");
        }
    }

    /** The rate of step {@code step} (from 0): linear warm-up, then a cosine down to a twentieth of the highest. */
    double rate(int step) {
        if (step < warmup) {
            return learningRate * (step + 1) / warmup;
        }
        double progress = (double) (step - warmup) / Math.max(1, steps - warmup);
        return learningRate * (0.05 + 0.95 * 0.5 * (1 + Math.cos(Math.PI * progress)));
    }

    /** The share of hand-written rows in step {@code step} (from 0). */
    double writtenShare(int step) {
        return writtenShare + (writtenShareAtEnd - writtenShare) * step / Math.max(1, steps - 1);
    }
}
