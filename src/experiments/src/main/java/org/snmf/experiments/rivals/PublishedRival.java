package org.snmf.experiments.rivals;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.experiments.detect.ContextLabels;
import org.snmf.experiments.dictionary.DictionaryCoder;
import org.snmf.experiments.dictionary.DictionaryDirections;
import org.snmf.experiments.dictionary.Latents;
import org.snmf.experiments.dictionary.NetworkRows;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.experiments.dictionary.published.PublishedDictionary;
import org.snmf.experiments.directions.Activity;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.faithfulness.Reconstruction;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;

/**
 * A dictionary of others beside SNMF: its decoder rows as directions, each with the label of most of the sentences in which its
 * latent is strongest, and what it gives as a reconstruction.
 *
 * @param method what it is called in tables
 * @param published the dictionary
 */
public record PublishedRival(String method, PublishedDictionary published) {
    /** Latents that the paper scores of each autoencoder (Appendix D.3). */
    public static final int SAMPLE = 100;

    /**
     * Reads the sentences at the dictionary's input and makes latents ready that are drawn among all, those that are dead or
     * active nowhere included; the remark counts both in the whole dictionary.
     *
     * @param read labelled sentences that no evaluation uses
     * @param sample latents to draw; all where there are no more
     * @param seed of what is drawn
     * @param progress its warnings tell what the dictionary's files and the model leave open; after a stop, labels stand on
     *     what was encoded by then
     * @throws InputException if the sample is not positive, or the model has not both sites in the dictionary's widths
     */
    public Rival make(LanguageModel model, List<Sentence> read, int sample, long seed, int threads, Progress progress) {
        if (sample < 1) {
            throw new InputException("sample of latents", "at least 1", String.valueOf(sample), "");
        }
        int m = published.dictionary().latents();
        if (sample >= m) {
            return of(model, read, IntStream.range(0, m).toArray(), "", threads, progress);
        }
        int[] drawn = new SplittableRandom(seed)
                .ints(0, m)
                .distinct()
                .limit(sample)
                .sorted()
                .toArray();
        return of(model, read, drawn, drawn.length + " drawn with seed " + seed + " of ", threads, progress);
    }

    /**
     * The same of given latents.
     *
     * @param latents their numbers, ascending
     * @param which how they were chosen, for the remark: it stands before the number of all
     */
    public Rival of(
            LanguageModel model, List<Sentence> read, int[] latents, String which, int threads, Progress progress) {
        SparseDictionary dictionary = published.dictionary();
        int m = dictionary.latents();
        ConceptDirections directions = DictionaryDirections.of(method, dictionary, model, latents);
        NetworkRows rows = NetworkRows.of(model, read, dictionary, published.beginToken(), Optional.empty(), progress);
        published.warnings().forEach(warning -> progress.warn(method + ": " + warning));
        rows.warnings().forEach(warning -> progress.warn(method + ": " + warning));
        Latents found = encode(rows, threads, progress);
        Activity activity = new Activity(found.only(latents), rows.tokens());
        long dead = IntStream.range(0, m)
                .filter(j -> dictionary.decoder().norm(j) == 0)
                .count();
        long silent = IntStream.range(0, m).filter(j -> found.count(j) == 0).count();
        String remark = String.format(
                Locale.ROOT,
                "%s%d latents, %d dead, %d never active in %d tokens; L0 %.1f",
                which,
                m,
                dead,
                silent,
                found.tokens(),
                found.meanActive());
        return new Rival(
                directions,
                ContextLabels.of(activity),
                activity,
                reconstruction(model, rows.input(), threads),
                Optional.of(dictionary),
                remark);
    }

    /** What it gives, where the network has the place that it belongs to. */
    private Optional<Reconstruction> reconstruction(LanguageModel model, Location input, int threads) {
        SparseDictionary dictionary = published.dictionary();
        SparseDictionary here =
                dictionary.at(dictionary.input(), dictionary.output(), dictionary.centresIn(model.config()));
        return here.output()
                .in(model.config())
                .map(output ->
                        Reconstruction.ofDictionary(method, here, input, output, published.beginToken(), threads));
    }

    private Latents encode(NetworkRows rows, int threads, Progress progress) {
        int n = rows.x().tokens();
        try (DictionaryCoder coder = new DictionaryCoder(published.dictionary(), threads)) {
            Latents found = coder.encode(rows.x(), progress);
            if (found.tokens() == n) {
                return found;
            }
            progress.warn(
                    method + ": stopped after " + found.tokens() + " of " + n + " tokens; labels stand on those.");
            int[][] active = new int[n][0];
            float[][] strengths = new float[n][0];
            Arrays.setAll(active, t -> t < found.tokens() ? found.active(t) : active[t]);
            Arrays.setAll(strengths, t -> t < found.tokens() ? found.strengths(t) : strengths[t]);
            return new Latents(found.features(), active, strengths);
        }
    }
}
