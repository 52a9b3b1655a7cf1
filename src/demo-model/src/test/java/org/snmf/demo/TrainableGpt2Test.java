package org.snmf.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snmf.testkit.ground.CollectedGarbage;

class TrainableGpt2Test {
    private static final int VOCABULARY = 11;
    private static final TrainingOptions TINY =
            new TrainingOptions(5, 1, 1, 1, 1, 300, 2, 8, 12, 2, 6, 3, 25, 4, 2e-2, 0.1, 0.05, 0);

    private NDManager manager;
    private TrainableGpt2 model;
    private final int[][] batch = new int[3][7];

    @BeforeEach
    void open() {
        manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        model = new TrainableGpt2(manager, TINY, VOCABULARY);
        // Larger than at the start of training, so that differences rise above float32 rounding.
        model.weights().values().forEach(weight -> weight.muli(4));
        Random random = new Random(1);
        for (int[] row : batch) {
            for (int t = 0; t < row.length; t++) {
                row[t] = random.nextInt(VOCABULARY);
            }
        }
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Every tensor's gradient against (L(w + h) - L(w - h)) / 2h, embedding and cross-entropy among them. */
    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        try (NDManager scratch = manager.newSubManager()) {
            NDArray inputs = TrainableGpt2.ids(scratch, columns(0, 6));
            NDArray targets = TrainableGpt2.ids(scratch, columns(1, 7));
            DemoModelTrainer.gradients(model, inputs, targets);
            model.weights().forEach((name, weight) -> {
                float[] gradient = weight.getGradient().toFloatArray();
                float[] values = weight.toFloatArray();
                Random random = new Random(name.hashCode());
                for (int trial = 0; trial < 6; trial++) {
                    int at = random.nextInt(values.length);
                    double slope = slope(weight, values, at, inputs, targets);
                    assertThat((double) gradient[at])
                            .as(name + "[" + at + "]")
                            .isCloseTo(slope, within(1e-3 + 2e-3 * Math.abs(slope)));
                }
            });
        }
    }

    /** A row of the embedding that no input names is still moved, since the unembedding is the same matrix. */
    @Test
    void embeddingGradientsAddUpOverRepeatedIds() {
        int[][] same = {{2, 2, 2, 2, 2, 2, 2}};
        try (NDManager scratch = manager.newSubManager()) {
            NDArray inputs = TrainableGpt2.ids(scratch, new int[][] {java.util.Arrays.copyOf(same[0], 6)});
            DemoModelTrainer.gradients(model, inputs, inputs);
            NDArray weight = model.weights().get("transformer.wte.weight");
            float[] gradient = weight.getGradient().toFloatArray();
            int at = 2 * TINY.hidden() + 3;
            double slope = slope(weight, weight.toFloatArray(), at, inputs, inputs);
            assertThat((double) gradient[at]).isCloseTo(slope, within(1e-3 + 2e-3 * Math.abs(slope)));
        }
    }

    @Test
    void laterTokensDoNotReachEarlierLogits() {
        try (NDManager scratch = manager.newSubManager()) {
            float[] before = model.logits(TrainableGpt2.ids(scratch, new int[][] {{1, 2, 3, 4}}))
                    .toFloatArray();
            float[] after = model.logits(TrainableGpt2.ids(scratch, new int[][] {{1, 2, 3, 9}}))
                    .toFloatArray();
            assertThat(java.util.Arrays.copyOf(after, 3 * VOCABULARY))
                    .isEqualTo(java.util.Arrays.copyOf(before, 3 * VOCABULARY));
            assertThat(after[3 * VOCABULARY]).isNotEqualTo(before[3 * VOCABULARY]);
        }
    }

    /** What the graph needs for the way back must not lie in memory that Java gives back. */
    @Test
    void gradientsAreTheSameBytesWhileGarbageIsCollected() {
        float[][] first = gradients();
        try (CollectedGarbage garbage = new CollectedGarbage()) {
            for (int pass = 0; pass < 20 || garbage.rounds() < 5; pass++) {
                assertThat(gradients()).as("pass " + pass).isDeepEqualTo(first);
            }
        }
    }

    private float[][] gradients() {
        try (NDManager scratch = manager.newSubManager()) {
            DemoModelTrainer.gradients(
                    model, TrainableGpt2.ids(scratch, columns(0, 6)), TrainableGpt2.ids(scratch, columns(1, 7)));
            return model.weights().values().stream()
                    .map(weight -> {
                        NDArray gradient = weight.getGradient();
                        gradient.attach(scratch);
                        float[] values = gradient.toFloatArray();
                        gradient.muli(0);
                        return values;
                    })
                    .toArray(float[][]::new);
        }
    }

    @Test
    void learnsARowByHeartAndLeavesNoArraysBehind() {
        AdamW optimizer = new AdamW(manager, model.weights(), TINY.weightDecay());
        double first = DemoModelTrainer.step(manager, model, optimizer, batch, TINY.rate(0));
        int arrays = manager.getManagedArrays().size();
        double last = first;
        for (int step = 1; step < TINY.steps(); step++) {
            last = DemoModelTrainer.step(manager, model, optimizer, batch, TINY.rate(step));
        }
        assertThat(last).isLessThan(first / 2);
        assertThat(manager.getManagedArrays()).hasSize(arrays);
    }

    /** Dropout changes the loss from call to call and the logits never; the same seed draws the same. */
    @Test
    void dropoutActsWhileTrainingOnly() {
        TrainableGpt2 dropping = new TrainableGpt2(manager, TINY.with(Map.of("dropout", 0.5)), VOCABULARY);
        try (NDManager scratch = manager.newSubManager()) {
            NDArray inputs = TrainableGpt2.ids(scratch, columns(0, 6));
            NDArray targets = TrainableGpt2.ids(scratch, columns(1, 7));
            Engine.getEngine("PyTorch").setRandomSeed(3);
            double first = DemoModelTrainer.gradients(dropping, inputs, targets);
            double second = DemoModelTrainer.gradients(dropping, inputs, targets);
            Engine.getEngine("PyTorch").setRandomSeed(3);
            assertThat(DemoModelTrainer.gradients(dropping, inputs, targets))
                    .isEqualTo(first)
                    .isNotEqualTo(second);
            assertThat(dropping.logits(inputs).toFloatArray())
                    .isEqualTo(dropping.logits(inputs).toFloatArray());
        }
    }

    private double slope(NDArray weight, float[] values, int at, NDArray inputs, NDArray targets) {
        float h = 4e-3f;
        float kept = values[at];
        values[at] = kept + h;
        weight.set(values);
        double up = model.loss(inputs, targets).getFloat();
        values[at] = kept - h;
        weight.set(values);
        double down = model.loss(inputs, targets).getFloat();
        values[at] = kept;
        weight.set(values);
        return (up - down) / (2 * h);
    }

    private int[][] columns(int from, int to) {
        int[][] part = new int[batch.length][];
        for (int r = 0; r < batch.length; r++) {
            part[r] = java.util.Arrays.copyOfRange(batch[r], from, to);
        }
        return part;
    }
}
