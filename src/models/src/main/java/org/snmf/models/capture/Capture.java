package org.snmf.models.capture;

import java.nio.file.Path;
import java.util.List;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;

/**
 * Runs sentences through a model and keeps the activations of chosen layers and sites. The network computes nothing
 * after the last place asked for, and no padding: sequences of a batch lie one behind the other. Columns of A stand in
 * the order of the data set.
 */
public final class Capture {
    private Capture() {}

    /**
     * Captures into memory.
     *
     * @throws org.snmf.errors.InputException if nothing would be captured, or a sentence is longer than the context and
     *     that is to be refused
     */
    public static Captured inMemory(
            LanguageModel model, List<Sentence> sentences, CaptureOptions options, Progress progress) {
        throw new UnsupportedOperationException();
    }

    /** Captures into an activation store at {@code folder}, which must not exist or be empty. */
    public static CaptureReport toFolder(
            LanguageModel model, List<Sentence> sentences, CaptureOptions options, Path folder, Progress progress) {
        throw new UnsupportedOperationException();
    }
}
