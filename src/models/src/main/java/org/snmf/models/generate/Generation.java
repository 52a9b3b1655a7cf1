package org.snmf.models.generate;

import java.util.List;
import org.snmf.models.network.Intervention;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.Progress;

/** Continues prompts token by token, in batches of rows that may carry different interventions. */
public final class Generation {
    private Generation() {}

    /** Hears of every new token as it is chosen. */
    @FunctionalInterface
    public interface Listener {
        /** Hears nothing. */
        Listener NONE = (row, id) -> {};

        /** Row {@code row} got {@code id}. Called on the thread that generates. */
        void token(int row, int id);
    }

    /**
     * Continues every prompt. Keys and values of earlier positions are kept, so each step computes one position a row;
     * the tokens are those that recomputing the whole prefix would give.
     *
     * @param prompts one a row, each with at least one id
     * @param interventions one list a row; empty means none anywhere. They act on the prompt and on what is generated,
     *     at the positions that they name
     * @param progress a stop ends all rows where they are
     * @return the new ids of each row, the stop token included where one ended it
     * @throws org.snmf.errors.InputException if a prompt with its continuation would exceed the context
     */
    public static List<int[]> generate(
            LanguageModel model,
            List<int[]> prompts,
            List<List<Intervention>> interventions,
            GenerationOptions options,
            Listener listener,
            Progress progress) {
        throw new UnsupportedOperationException();
    }
}
