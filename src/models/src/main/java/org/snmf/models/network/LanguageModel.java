package org.snmf.models.network;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.tokens.Tokenizer;

/**
 * A language model loaded from a directory in the layout of the Hugging Face hub. It holds native memory: close it.
 * Passes leave nothing behind in it, whatever they were asked to change and however they end. One pass at a time.
 */
public final class LanguageModel implements AutoCloseable {
    private LanguageModel() {}

    /** Loads with {@link LoadOptions#DEFAULT}. */
    public static LanguageModel load(Path directory) {
        return load(directory, LoadOptions.DEFAULT);
    }

    /**
     * Opens the checkpoint in {@code directory} and checks every tensor's name, shape and type; weights are read when
     * they are first needed.
     *
     * @throws org.snmf.errors.InputException if the checkpoint is incomplete, damaged or of another architecture, or if
     *     its tokenizer has ids outside the model's vocabulary
     */
    public static LanguageModel load(Path directory, LoadOptions options) {
        throw new UnsupportedOperationException();
    }

    /** What config.json says. */
    public ModelConfig config() {
        throw new UnsupportedOperationException();
    }

    /**
     * The tokenizer beside the weights.
     *
     * @throws org.snmf.errors.InputException if the directory has none
     */
    public Tokenizer tokenizer() {
        throw new UnsupportedOperationException();
    }

    /** Where it was loaded from. */
    public Path directory() {
        throw new UnsupportedOperationException();
    }

    /** Tensors of the files that the forward pass does not use, such as stored masks; ascending. */
    public List<String> ignoredTensors() {
        throw new UnsupportedOperationException();
    }

    /** Logits at every position of one sequence: [T][V]. */
    public float[][] logits(int[] ids, List<Intervention> interventions) {
        throw new UnsupportedOperationException();
    }

    /**
     * Logits after the last token of each prompt: [B][V]. Rows are independent of each other, whatever their lengths.
     *
     * @param interventions one list a prompt; empty means none anywhere
     */
    public float[][] nextLogits(List<int[]> prompts, List<List<Intervention>> interventions) {
        throw new UnsupportedOperationException();
    }

    /** One sequence read at every location, with its logits. */
    public Trace trace(int[] ids, List<Intervention> interventions) {
        throw new UnsupportedOperationException();
    }

    /**
     * Runs sequences up to the last location asked for and hands over what is found there.
     *
     * @param interventions one list a sequence; empty means none anywhere
     */
    public void read(
            List<int[]> sequences,
            List<List<Intervention>> interventions,
            Set<Location> locations,
            ActivationReader reader) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
