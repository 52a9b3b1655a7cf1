package org.snmf.magics.command.dictionary;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.DictionaryFeatures;
import org.snmf.experiments.dictionary.Latents;
import org.snmf.experiments.dictionary.NetworkLatents;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.experiments.dictionary.published.PublishedDictionary;
import org.snmf.magics.session.HeldLatents;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;

/** Latents that a dictionary found in sentences, held as features to be read. */
record LatentReading(HeldLatents held) {
    private static final String ALL = "all";

    /**
     * How many are asked for.
     *
     * @param text a number, or {@code all}
     */
    static int count(String text) {
        if (text.equals(ALL)) {
            return Integer.MAX_VALUE;
        }
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new InputException("--read", "a number of latents, or all", "'" + text + "'", "Example: --read 40");
        }
        return Integer.parseInt(text);
    }

    /**
     * Runs the dictionary on the sentences and keeps the latents that are used most.
     *
     * @param sheet where what verbs find out about them is kept
     */
    static LatentReading of(
            LanguageModel model,
            List<Sentence> sentences,
            PublishedDictionary published,
            int count,
            int threads,
            Optional<Path> sheet,
            Progress progress) {
        SparseDictionary dictionary = published.dictionary();
        NetworkLatents found =
                NetworkLatents.of(model, sentences, dictionary, published.beginToken(), threads, progress);
        Latents latents = found.latents();
        int tokens = found.rows().tokens().size();
        if (latents.tokens() < tokens) {
            throw new InputException(
                    "sae --read",
                    "the latents of all " + tokens + " tokens",
                    latents.tokens() + ", since it was stopped",
                    "Read fewer sentences with --first.");
        }
        DictionaryFeatures features = count == Integer.MAX_VALUE
                ? DictionaryFeatures.allActive(dictionary, latents)
                : DictionaryFeatures.mostUsed(dictionary, latents, count);
        return new LatentReading(new HeldLatents(published, features, found, sheet));
    }

    private Latents latents() {
        return held.features().latents();
    }

    private long active() {
        return IntStream.range(0, latents().features())
                .filter(j -> latents().count(j) > 0)
                .count();
    }

    /** In one line, for people. */
    String text() {
        return String.format(
                Locale.ROOT,
                "%s, the most used in %,d tokens: %,d are active anywhere, L0 %.1f",
                held.extent(),
                latents().tokens(),
                active(),
                latents().meanActive());
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("features", held.features().chosen());
        json.put("tokens", latents().tokens());
        json.put("active", active());
        json.put("l0", latents().meanActive());
        return json;
    }
}
