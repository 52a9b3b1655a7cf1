package org.snmf.models.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.SharedPrompts;
import org.snmf.models.network.pass.Decoding;
import org.snmf.models.network.place.Intervention;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** Continues prompts token by token, in batches of rows that may carry different interventions. */
public final class Generation {
    private final GenerationOptions options;
    private final Listener listener;
    private final Sampler[] samplers;
    private final List<List<Integer>> results = new ArrayList<>();

    private Generation(GenerationOptions options, long[] seeds, Listener listener, int vocabulary) {
        this.options = options;
        this.listener = listener;
        this.samplers = LongStream.of(seeds)
                .mapToObj(seed -> new Sampler(options, seed, vocabulary))
                .toArray(Sampler[]::new);
        for (int row = 0; row < seeds.length; row++) {
            results.add(new ArrayList<>());
        }
    }

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
        long[] seeds = LongStream.range(options.seed(), options.seed() + prompts.size())
                .toArray();
        return generate(model, prompts, interventions, options, seeds, listener, progress);
    }

    /**
     * The same with a seed for each row, in place of the one of {@code options}: what a row draws then does not depend on
     * which others are generated with it.
     */
    public static List<int[]> generate(
            LanguageModel model,
            List<int[]> prompts,
            List<List<Intervention>> interventions,
            GenerationOptions options,
            long[] seeds,
            Listener listener,
            Progress progress) {
        int vocabulary = model.config().vocabulary();
        Generation generation = new Generation(options, seeds, listener, vocabulary);
        try (Decoding decoding = model.decode(prompts, interventions, options.maxNewTokens())) {
            return generation.run(decoding, progress);
        }
    }

    /**
     * The same for prompts that were read up to where the interventions act.
     *
     * @param promptOf for each row its prompt
     */
    public static List<int[]> generate(
            SharedPrompts prompts,
            int[] promptOf,
            List<List<Intervention>> interventions,
            GenerationOptions options,
            long[] seeds,
            Progress progress) {
        int vocabulary = prompts.model().config().vocabulary();
        Generation generation = new Generation(options, seeds, Listener.NONE, vocabulary);
        try (Decoding decoding = prompts.decode(promptOf, interventions, options.maxNewTokens())) {
            return generation.run(decoding, progress);
        }
    }

    /** Greedy continuations without interventions. */
    public static List<int[]> greedy(LanguageModel model, List<int[]> prompts, int maxNewTokens) {
        return generate(
                model, prompts, List.of(), GenerationOptions.greedy(maxNewTokens), Listener.NONE, Progress.NONE);
    }

    private List<int[]> run(Decoding decoding, Progress progress) {
        if (samplers.length != decoding.rows()) {
            throw new IllegalArgumentException(
                    "seeds: expected one for each of " + decoding.rows() + " rows, found " + samplers.length);
        }
        continueRows(decoding, progress);
        return results.stream()
                .map(ids -> ids.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    private void continueRows(Decoding decoding, Progress progress) {
        for (int step = 0; step < options.maxNewTokens() && !progress.stopRequested(); step++) {
            int[] chosen = choose(decoding);
            int[] unfinished = IntStream.range(0, chosen.length)
                    .filter(slot -> !options.stopIds().contains(chosen[slot]))
                    .toArray();
            progress.report(new Step(
                    "generate", step + 1L, options.maxNewTokens(), "tokens a row", unfinished.length + " rows"));
            if (unfinished.length == 0 || step + 1 == options.maxNewTokens()) {
                return;
            }
            decoding.keep(unfinished);
            decoding.advance(Arrays.stream(unfinished).map(slot -> chosen[slot]).toArray());
        }
    }

    private int[] choose(Decoding decoding) {
        int[] rows = decoding.prompts();
        float[][] logits = decoding.logits();
        int[] chosen = new int[rows.length];
        // Rows draw from generators of their own, so their order of work does not matter.
        IntStream.range(0, rows.length)
                .parallel()
                .forEach(slot -> chosen[slot] = samplers[rows[slot]].next(logits[slot]));
        for (int slot = 0; slot < rows.length; slot++) {
            results.get(rows[slot]).add(chosen[slot]);
            listener.token(rows[slot], chosen[slot]);
        }
        return chosen;
    }
}
