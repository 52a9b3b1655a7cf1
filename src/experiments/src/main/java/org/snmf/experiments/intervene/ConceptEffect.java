package org.snmf.experiments.intervene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.snmf.errors.InputException;
import org.snmf.experiments.concepts.Concept;
import org.snmf.experiments.concepts.ConceptTokens;
import org.snmf.factorize.Factorization;
import org.snmf.matrix.Origin;
import org.snmf.matrix.SparseColumns;
import org.snmf.models.generate.Generation;
import org.snmf.models.generate.GenerationOptions;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Intervention;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * What one feature, found by rule, causes. It is chosen on one half of the neutral prompts and tested on the other, so that
 * what is said of it does not rest on the prompts for which it was chosen.
 *
 * @param concept what the model is to say
 * @param feature its index
 * @param amplification how it was added, at every position
 * @param features how many features there were to choose from
 * @param prompts number of prompts of the test
 * @param change of the logit of the concept's word, mean over these prompts
 * @param otherConcepts the same for the other concepts, mean over them
 * @param otherFeatures change of the concept's logit when another feature is added, mean over all others
 * @param texts continuations drawn with the feature, and as many without it
 * @param with how many of them hold the concept's word while the feature is added
 * @param without how many hold it without
 */
public record ConceptEffect(
        Concept concept,
        int feature,
        Amplification amplification,
        int features,
        int prompts,
        double change,
        double otherConcepts,
        double otherFeatures,
        int texts,
        int with,
        int without) {
    private static final int NEW_TOKENS = 10;
    private static final int TEXTS_A_PROMPT = 4;
    private static final int FEATURES_AT_ONCE = 16;

    /**
     * Adds each feature, and takes the one that on the first half of {@link NeutralPrompts} raises the logit of one concept
     * most above the mean of the others; then measures on the second half. Texts are drawn at temperature 1, with and
     * without the feature from the same random numbers.
     *
     * @param z features Z (d_a × k) of the MLP activations of the amplification's layer
     * @param concepts two or more, whose words begin with tokens of their own
     * @param seed of the drawing
     * @throws InputException if fewer than two concepts are given or two begin with the same token
     */
    public static ConceptEffect strongest(
            LanguageModel model,
            Amplification amplification,
            SparseColumns z,
            List<Concept> concepts,
            long seed,
            Progress progress) {
        if (concepts.size() < 2) {
            throw new InputException("concepts", "two or more to tell apart", concepts.size() + "", "Name more.");
        }
        int[] words = ConceptTokens.of(model.tokenizer(), concepts).ids();
        List<int[]> prompts = NeutralPrompts.ids(model.tokenizer());
        int half = prompts.size() / 2;
        List<int[]> test = prompts.subList(half, prompts.size());
        List<List<Intervention>> added = IntStream.range(0, z.columns())
                .mapToObj(r -> amplification.along(z.column(r)))
                .toList();
        double[][] choosing = changes(new LogitChange(model, prompts.subList(0, half)), added, words, progress);
        double[][] testing = changes(new LogitChange(model, test), added, words, progress);
        int[] best = {0, 0};
        for (int r = 0; r < choosing.length; r++) {
            for (int c = 0; c < words.length; c++) {
                if (above(choosing[r], c) > above(choosing[best[0]], best[1])) {
                    best = new int[] {r, c};
                }
            }
        }
        int own = best[1];
        double[] measured = testing[best[0]];
        double all = Arrays.stream(testing).mapToDouble(of -> of[own]).sum();
        Concept concept = concepts.get(own);
        return new ConceptEffect(
                concept,
                best[0],
                amplification,
                z.columns(),
                test.size(),
                measured[own],
                others(measured, own),
                (all - measured[own]) / Math.max(1, z.columns() - 1),
                test.size() * TEXTS_A_PROMPT,
                holding(model, test, added.get(best[0]), concept, seed, progress),
                holding(model, test, List.of(), concept, seed, progress));
    }

    /**
     * The same for the features of a factorization of MLP activations that knows where they come from, added as strongly as an
     * activation there typically is.
     *
     * @throws InputException also if it does not say its layer or its typical length
     */
    public static ConceptEffect strongest(
            LanguageModel model, Factorization fit, List<Concept> concepts, long seed, Progress progress) {
        int layer = fit.origin()
                .map(Origin::layer)
                .orElseThrow(() -> new InputException(
                        "factorization", "one that knows its layer", "none", "Factorize captured activations."));
        double length = fit.typicalLength()
                .orElseThrow(() -> new InputException(
                        "factorization", "the typical length of its activations", "none", "Factorize them again."));
        return strongest(model, new Amplification(layer, length), fit.features(), concepts, seed, progress);
    }

    private static double above(double[] changes, int own) {
        return changes[own] - others(changes, own);
    }

    private static double others(double[] changes, int own) {
        return (Arrays.stream(changes).sum() - changes[own]) / (changes.length - 1);
    }

    /** The mean changes of the words' logits under each of the interventions: [interventions][words]. */
    private static double[][] changes(
            LogitChange change, List<List<Intervention>> added, int[] words, Progress progress) {
        List<double[]> changes = new ArrayList<>();
        for (int from = 0; from < added.size(); from += FEATURES_AT_ONCE) {
            int to = Math.min(added.size(), from + FEATURES_AT_ONCE);
            for (double[] all : change.meansUnder(added.subList(from, to))) {
                changes.add(IntStream.of(words).mapToDouble(id -> all[id]).toArray());
            }
            progress.report(new Step("add features", to, added.size(), "features", ""));
        }
        return changes.toArray(double[][]::new);
    }

    /** How many continuations of the prompts hold a word of the concept. */
    private static int holding(
            LanguageModel model,
            List<int[]> prompts,
            List<Intervention> added,
            Concept concept,
            long seed,
            Progress progress) {
        List<int[]> rows = Collections.nCopies(TEXTS_A_PROMPT, prompts).stream()
                .flatMap(List::stream)
                .toList();
        List<List<Intervention>> perRow = added.isEmpty() ? List.of() : Collections.nCopies(rows.size(), added);
        long[] seeds = LongStream.range(seed, seed + rows.size()).toArray();
        GenerationOptions options = GenerationOptions.sampled(NEW_TOKENS, 1, seed);
        return (int)
                Generation.generate(model, rows, perRow, options, seeds, Generation.Listener.NONE, progress).stream()
                        .map(model.tokenizer()::spelled)
                        .filter(text ->
                                Arrays.stream(text.split("[^\\p{L}\\p{N}]+")).anyMatch(concept::names))
                        .count();
    }

    /** The finding in one sentence, which says no more than the numbers do. */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "Adding feature %d of %d to layer %d changes the logit of \"%s\" by %s in the mean over %d prompts for "
                        + "which it was not chosen, those of the other concepts by %s, where another feature changes it by "
                        + "%s; and \"%4$s\" stands in %d of %d continuations with the feature, in %d without it.",
                feature,
                features,
                amplification.layer(),
                concept.name(),
                signed(change),
                prompts,
                signed(otherConcepts),
                signed(otherFeatures),
                with,
                texts,
                without);
    }

    private static String signed(double value) {
        double rounded = Math.rint(10 * value) / 10;
        return rounded == 0
                ? "0.0"
                : String.format(Locale.ROOT, "%+.1f", rounded).replace('-', '−');
    }
}
