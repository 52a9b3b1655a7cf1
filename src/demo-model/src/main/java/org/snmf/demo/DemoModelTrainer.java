package org.snmf.demo;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
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
 * Makes the embedded language model from nothing: composes text beside the one written by hand, learns a vocabulary of
 * both, trains a small GPT-2 on them and writes a checkpoint in the Hugging Face layout. All chance comes from
 * {@link TrainingOptions#seed()}.
 */
public final class DemoModelTrainer {
    /** Separates documents and begins every text. */
    public static final String SEPARATOR = "<|endoftext|>";

    private final TrainingOptions options;
    private final List<String> written;
    private final Collection<String> kept;

    /**
     * @param written paragraphs written by hand
     * @param kept sentences that must not be composed, not even with one word changed
     */
    public DemoModelTrainer(TrainingOptions options, List<String> written, Collection<String> kept) {
        this.options = options;
        this.written = List.copyOf(written);
        this.kept = List.copyOf(kept);
    }

    /** The composed paragraphs that the model is trained on. */
    List<String> composed() {
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
        List<String> composed = composed();
        report(progress, "vocabulary", 0, "");
        Vocabulary vocabulary = vocabulary(composed);
        vocabulary.write(directory);
        RowStream writtenRows;
        RowStream composedRows;
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            writtenRows = rows(TrainingText.encode(written, tokenizer), 2);
            composedRows = rows(TrainingText.encode(composed, tokenizer), 4);
        }
        Engine engine = Engine.getEngine("PyTorch");
        engine.setRandomSeed(Math.toIntExact(options.seed()));
        try (NDManager manager = engine.newBaseManager(Device.cpu())) {
            TrainableGpt2 model = new TrainableGpt2(manager, options, vocabulary.size());
            List<Double> losses = fit(manager, model, writtenRows, composedRows, progress);
            CheckpointFiles.write(directory, options, vocabulary, model.weights());
            return losses;
        }
    }

    private Vocabulary vocabulary(List<String> composed) {
        BytePairTrainer words = new BytePairTrainer();
        composed.forEach(words::add);
        for (int i = 0; i < options.repeats(); i++) {
            written.forEach(words::add);
        }
        return words.train(options.vocabulary(), SEPARATOR);
    }

    private RowStream rows(List<int[]> documents, int stream) {
        return new RowStream(documents, options.context() + 1, options.seed() + stream);
    }

    private List<Double> fit(
            NDManager manager, TrainableGpt2 model, RowStream writtenRows, RowStream composedRows, Progress progress) {
        AdamW optimizer = new AdamW(manager, model.weights(), options.weightDecay());
        Random chance = new Random(options.seed() + 3);
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step < options.steps() && !progress.stopRequested(); step++) {
            int[][] batch = new int[options.rows()][];
            for (int r = 0; r < batch.length; r++) {
                boolean byHand = chance.nextDouble() < options.writtenShare(step);
                batch[r] = (byHand ? writtenRows : composedRows).next();
            }
            double loss = step(manager, model, optimizer, batch, options.rate(step));
            if (!Double.isFinite(loss)) {
                throw new IllegalStateException("the loss of step " + (step + 1) + " is no finite number");
            }
            losses.add(loss);
            report(
                    progress,
                    "training",
                    step + 1,
                    String.format(
                            Locale.ROOT, "loss %.3f, time %d through the written text", loss, writtenRows.epochs()));
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
