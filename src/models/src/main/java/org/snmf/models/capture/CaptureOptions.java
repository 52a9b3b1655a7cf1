package org.snmf.models.capture;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snmf.errors.InputException;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;

/**
 * What is captured of which tokens. Everything that leaves tokens out is counted and reported.
 *
 * @param layers layers to read, ascending
 * @param sites sites to read at each of them
 * @param beginToken whether each sentence begins with the tokenizer's begin token
 * @param includeSpecialTokens whether special tokens become columns of A
 * @param leaveOut tokens whose word, stripped and in lower case, is in this set do not become columns of A; the network
 *     still reads them, and contexts show them
 * @param leaveOutPunctuation whether tokens without any letter or digit are left out likewise
 * @param tooLong what happens to a sentence longer than the model's context
 * @param batchTokens how many tokens a pass takes at once
 * @param idLists whether sentences are lists of ids, {@code "3 17 42"}, which the network reads as they are: for models
 *     without a tokenizer
 */
public record CaptureOptions(
        List<Integer> layers,
        List<Site> sites,
        BeginToken beginToken,
        boolean includeSpecialTokens,
        Set<String> leaveOut,
        boolean leaveOutPunctuation,
        TooLong tooLong,
        int batchTokens,
        boolean idLists)
        implements Serializable {

    /** What the provenance of a store calls {@link #idLists}. */
    static final String ID_LISTS = "id-lists";

    /** Whether a sentence begins with the begin token. */
    public enum BeginToken {
        /** As the tokenizer does itself. */
        USUAL("as the tokenizer does"),
        /** Every sentence does. */
        ALWAYS("true"),
        /** None does. */
        NEVER("false");

        /** As the provenance of a store spells it. */
        private final String recorded;

        BeginToken(String recorded) {
            this.recorded = recorded;
        }
    }

    /** What happens to a sentence that is longer than the context. */
    public enum TooLong {
        /** The capture is refused before it begins. */
        REFUSE,
        /** Its end is cut off; how many were cut is reported and warned about. */
        TRUNCATE;

        /** As options spell it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public CaptureOptions {
        layers = layers.stream().sorted().distinct().toList();
        sites = sites.stream().distinct().toList();
        leaveOut = Set.copyOf(leaveOut);
        if (layers.isEmpty() || sites.isEmpty()) {
            throw new InputException("capture", "at least one layer and one site", layers + " and " + sites, "");
        }
        if (batchTokens < 1) {
            throw new InputException("batch tokens", "at least 1", String.valueOf(batchTokens), "");
        }
    }

    /** MLP activations of these layers, special tokens left out, sentences over the context refused. */
    public static CaptureOptions layers(int... layers) {
        return new CaptureOptions(
                Arrays.stream(layers).boxed().toList(),
                List.of(Site.MLP_ACT),
                BeginToken.USUAL,
                false,
                Set.of(),
                false,
                TooLong.REFUSE,
                LanguageModel.BATCH_TOKENS,
                false);
    }

    /** The same at other sites. */
    public CaptureOptions withSites(Site... other) {
        return new CaptureOptions(
                layers,
                List.of(other),
                beginToken,
                includeSpecialTokens,
                leaveOut,
                leaveOutPunctuation,
                tooLong,
                batchTokens,
                idLists);
    }

    /** The same with or without the begin token. */
    public CaptureOptions withBeginToken(boolean begin) {
        return new CaptureOptions(
                layers,
                sites,
                begin ? BeginToken.ALWAYS : BeginToken.NEVER,
                includeSpecialTokens,
                leaveOut,
                leaveOutPunctuation,
                tooLong,
                batchTokens,
                idLists);
    }

    /** The same with special tokens as columns of A, or without. */
    public CaptureOptions withSpecialTokens(boolean include) {
        return new CaptureOptions(
                layers, sites, beginToken, include, leaveOut, leaveOutPunctuation, tooLong, batchTokens, idLists);
    }

    /** The same leaving out these words, given in lower case, and tokens of punctuation alone if asked. */
    public CaptureOptions withLeaveOut(Set<String> words, boolean punctuation) {
        return new CaptureOptions(
                layers, sites, beginToken, includeSpecialTokens, words, punctuation, tooLong, batchTokens, idLists);
    }

    /** The same with the other way of treating long sentences. */
    public CaptureOptions withTooLong(TooLong other) {
        return new CaptureOptions(
                layers,
                sites,
                beginToken,
                includeSpecialTokens,
                leaveOut,
                leaveOutPunctuation,
                other,
                batchTokens,
                idLists);
    }

    /** The same with another size of batch. */
    public CaptureOptions withBatchTokens(int tokens) {
        return new CaptureOptions(
                layers,
                sites,
                beginToken,
                includeSpecialTokens,
                leaveOut,
                leaveOutPunctuation,
                tooLong,
                tokens,
                idLists);
    }

    /** The same for sentences that are lists of ids. */
    public CaptureOptions withIdLists() {
        return new CaptureOptions(
                layers,
                sites,
                beginToken,
                includeSpecialTokens,
                leaveOut,
                leaveOutPunctuation,
                tooLong,
                batchTokens,
                true);
    }

    /**
     * The locations that are read, layer by layer.
     *
     * @throws InputException if the model has no such layer
     */
    List<Location> locations(ModelConfig config) {
        List<Location> locations = new ArrayList<>();
        for (int layer : layers) {
            for (Site site : sites) {
                Location location = new Location(layer, site);
                location.check(config);
                locations.add(location);
            }
        }
        return locations;
    }

    /** These options, as far as the values of A depend on them. */
    Map<String, String> toProperties() {
        Map<String, String> properties = new TreeMap<>();
        properties.put("layers", layers.toString());
        properties.put("sites", sites.stream().map(Site::key).toList().toString());
        properties.put("begin-token", beginToken.recorded);
        properties.put("special-tokens", String.valueOf(includeSpecialTokens));
        properties.put("leave-out", new TreeSet<>(leaveOut).toString());
        properties.put("leave-out-punctuation", String.valueOf(leaveOutPunctuation));
        properties.put("too-long", tooLong.name());
        properties.put("batch-tokens", String.valueOf(batchTokens));
        if (idLists) {
            properties.put(ID_LISTS, "true");
        }
        return properties;
    }

    /** These options and what they left out, as the provenance of a store records them. */
    Map<String, String> toProperties(CaptureReport report) {
        Map<String, String> properties = toProperties();
        properties.put("report.sentences", String.valueOf(report.sentences()));
        properties.put("report.special-tokens-left-out", String.valueOf(report.specialTokens()));
        properties.put("report.tokens-left-out", String.valueOf(report.leftOut()));
        properties.put("report.sentences-truncated", String.valueOf(report.truncatedSentences()));
        properties.put("report.tokens-truncated", String.valueOf(report.truncatedTokens()));
        properties.put("report.stopped", String.valueOf(report.stopped()));
        return properties;
    }
}
