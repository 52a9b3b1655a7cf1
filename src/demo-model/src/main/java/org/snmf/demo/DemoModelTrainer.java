package org.snmf.demo;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.snmf.demo.bpe.BytePairTrainer;
import org.snmf.demo.bpe.Vocabulary;
import org.snmf.demo.text.TextGenerator;
import org.snmf.models.tokens.Tokenizer;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * Makes the embedded language model from nothing: composes its text, learns its vocabulary, trains a small GPT-2 on it
 * and writes a checkpoint in the Hugging Face layout. All chance comes from {@link TrainingOptions#seed()}.
 */
public final class DemoModelTrainer {
    /** Separates documents and begins every text. */
    public static final String SEPARATOR = "<|endoftext|>";

    private final TrainingOptions options;
    private final Collection<String> kept;

    /** @param kept sentences that the model must never see, not even with one word changed */
    public DemoModelTrainer(TrainingOptions options, Collection<String> kept) {
        this.options = options;
        this.kept = List.copyOf(kept);
    }

    /** The paragraphs that the model is trained on. */
    List<String> paragraphs() {
        TextGenerator generator = new TextGenerator(options.seed(), TextGenerator.Part.TRAINING, kept);
        return TrainingText.paragraphs(generator, options.sentences());
    }

    /**
     * Trains, and writes {@code config.json}, {@code tokenizer.json}, {@code tokenizer_config.json} and
     * {@code model.safetensors} (float16) into {@code directory}. A requested stop ends the training early and writes
     * the weights of that moment.
     *
     * @return the loss of each step, in nats a token
     */
    public List<Double> train(Path directory, Progress progress) {
        List<String> paragraphs = paragraphs();
        report(progress, "vocabulary", 0, "");
        BytePairTrainer words = new BytePairTrainer();
        paragraphs.forEach(words::add);
        Vocabulary vocabulary = words.train(options.vocabulary(), SEPARATOR);
        vocabulary.write(directory);
        List<int[]> rows;
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            List<int[]> documents = TrainingText.encode(paragraphs, tokenizer);
            rows = TrainingText.rows(documents, options.context() + 1, options.seed() + 2);
        }
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu())) {
            TrainableGpt2 model = new TrainableGpt2(manager, options, vocabulary.size());
            List<Double> losses = fit(manager, model, rows, progress);
            CheckpointFiles.write(directory, options, vocabulary, model.weights());
            return losses;
        }
    }

    private List<Double> fit(NDManager manager, TrainableGpt2 model, List<int[]> rows, Progress progress) {
        AdamW optimizer = new AdamW(manager, model.weights(), options.weightDecay());
        Random order = new Random(options.seed() + 3);
        List<Double> losses = new ArrayList<>();
        List<int[]> epoch = new ArrayList<>();
        for (int step = 0; step < options.steps() && !progress.stopRequested(); step++) {
            int[][] batch = new int[options.rows()][];
            for (int r = 0; r < batch.length; r++) {
                if (epoch.isEmpty()) {
                    epoch.addAll(rows);
                    Collections.shuffle(epoch, order);
                }
                batch[r] = epoch.remove(epoch.size() - 1);
            }
            losses.add(step(manager, model, optimizer, batch, options.rate(step)));
            report(
                    progress,
                    "training",
                    step + 1,
                    String.format(Locale.ROOT, "loss %.3f", losses.get(losses.size() - 1)));
        }
        return losses;
    }

    /** One step on rows of context + 1 ids; the loss before it. */
    static double step(NDManager manager, TrainableGpt2 model, AdamW optimizer, int[][] batch, double rate) {
        int length = batch[0].length - 1;
        int[][] inputs = new int[batch.length][];
        int[][] targets = new int[batch.length][];
        for (int r = 0; r < batch.length; r++) {
            inputs[r] = java.util.Arrays.copyOfRange(batch[r], 0, length);
            targets[r] = java.util.Arrays.copyOfRange(batch[r], 1, length + 1);
        }
        try (NDManager scratch = manager.newSubManager()) {
            // Results are attached to the manager of an operation's first array, so the inputs decide who frees them.
            double loss = gradients(model, TrainableGpt2.ids(scratch, inputs), TrainableGpt2.ids(scratch, targets));
            optimizer.step(scratch, rate);
            return loss;
        }
    }

    /** Leaves the gradient of the loss in the weights. */
    static double gradients(TrainableGpt2 model, NDArray inputs, NDArray targets) {
        try (GradientCollector collector = inputs.getManager().getEngine().newGradientCollector()) {
            NDArray loss = model.loss(inputs, targets);
            collector.backward(loss);
            return loss.getFloat();
        }
    }

    private void report(Progress progress, String task, int done, String detail) {
        progress.report(new Step(task, done, options.steps(), "steps", detail));
    }
}
