package org.snmf.models.parity;

import java.nio.file.Files;
import java.nio.file.Path;
import org.snmf.errors.InputException;
import org.snmf.models.checkpoint.Family;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.Progress;

/**
 * Compares a model with a folder of golden values that a reference implementation wrote: {@code golden.safetensors}, and
 * {@code golden.json} or ids among the tensors.
 */
public final class Parity {
    private Parity() {}

    /** Compares with the tolerance of the model's family. */
    public static ParityReport compare(LanguageModel model, Path golden, Progress progress) {
        return compare(model, golden, model.config().family().tolerance(), progress);
    }

    /**
     * Compares everything that the folder has: activations and logits of single sequences, of padded batches and under
     * interventions, and greedy continuations.
     *
     * @throws InputException if the folder is no folder of goldens or is of another model
     */
    public static ParityReport compare(
            LanguageModel model, Path golden, Family.Tolerance tolerance, Progress progress) {
        Path values = golden.resolve("golden.safetensors");
        if (!Files.isRegularFile(values)) {
            throw new InputException(golden.toString(), "a folder with golden.safetensors", "none", "");
        }
        try (GoldenFile file = GoldenFile.open(golden)) {
            Family.Tolerance allowed = file.allowed(tolerance);
            return file.hasPlan()
                    ? new SequenceParity(model, file, allowed, progress).compare()
                    : new PromptParity(model, file, allowed, progress).compare();
        }
    }
}
