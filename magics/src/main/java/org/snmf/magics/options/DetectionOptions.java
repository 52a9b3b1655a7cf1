package org.snmf.magics.options;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.experiments.detect.ChatSentences;
import org.snmf.experiments.detect.DetectionSet;
import org.snmf.experiments.detect.HoldOut;
import org.snmf.experiments.detect.LabelFamilies;
import org.snmf.magics.run.Call;
import org.snmf.magics.session.HeldFeatures;
import org.snmf.magics.session.HeldLatents;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.store.Sentence;
import org.snmf.store.TokenTable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which labelled sentences, held out how, and which rivals: what detection and baselines share. */
public final class DetectionOptions {
    /** How rivals are made. */
    @Mixin
    public RivalOptions rivals;

    @Option(
            names = "--held",
            paramLabel = "N",
            description =
                    "Sentences of each label to test on; labels are read from the rest. Default: ${DEFAULT-VALUE}.")
    private int held = 5;

    @Option(
            names = "--families",
            paramLabel = "FILE",
            description =
                    "JSON {\"family\": [\"label\", …]}: labels of one family are hard negatives of each other. Default: none.")
    private @Nullable Path families;

    @Option(
            names = "--written",
            paramLabel = "FILE",
            description =
                    "JSON {\"label\": {\"activating\": [\"…\"], \"neutral\": [\"…\"]}}: test on these instead of held-out sentences. Default: held-out sentences.")
    private @Nullable Path written;

    /**
     * The sentences in their parts.
     *
     * @param read those from which labels are read, and on which rivals are trained
     * @param set those of the evaluation
     * @param heldOut whether the features are known to be found without the evaluation's sentences: yes, no, unknown, or
     *     trained elsewhere
     */
    public record Parts(List<Sentence> read, DetectionSet set, String heldOut) {}

    /** Divides the sentences; those that the fit did not see are tested on where there are such. */
    public Parts parts(Call call, HeldFeatures features) {
        return parts(call, features, Optional.empty());
    }

    /** The same, or with sentences that were written for labels, which are tested on instead. */
    public Parts parts(Call call, HeldFeatures features, Optional<ChatSentences.Written> wrote) {
        List<Sentence> all = rivals.sentences(call);
        LabelFamilies related = families(all);
        if (wrote.isPresent()) {
            return new Parts(
                    all,
                    DetectionSet.ofWritten(wrote.get().activating(), wrote.get().neutral(), related),
                    "yes");
        }
        if (written != null) {
            Map<String, Map<String, List<String>>> given = json(
                    written,
                    new TypeReference<Map<String, Map<String, List<String>>>>() {},
                    "{\"label\": {\"activating\": [\"…\"], \"neutral\": [\"…\"]}}");
            Map<String, List<String>> activating = new java.util.LinkedHashMap<>();
            Map<String, List<String>> neutral = new java.util.LinkedHashMap<>();
            given.forEach((label, groups) -> {
                activating.put(label, groups.getOrDefault("activating", List.of()));
                neutral.put(label, groups.getOrDefault("neutral", List.of()));
            });
            return new Parts(all, DetectionSet.ofWritten(activating, neutral, related), "yes");
        }
        if (features instanceof HeldLatents) {
            HoldOut split = HoldOut.of(all, held, rivals.seed);
            return new Parts(
                    split.fit(), DetectionSet.ofLabels(split.held(), related, rivals.seed), "trained elsewhere");
        }
        Optional<TokenTable> fitted = features.tokens();
        if (fitted.isPresent()) {
            Set<String> seen = new HashSet<>();
            fitted.get().sentences().forEach(sentence -> seen.add(sentence.text()));
            if (all.stream().anyMatch(one -> !one.label().isEmpty() && !seen.contains(one.text()))) {
                HoldOut split = HoldOut.unseen(all, seen, held, rivals.seed);
                return new Parts(split.fit(), DetectionSet.ofLabels(split.held(), related, rivals.seed), "yes");
            }
        }
        HoldOut split = HoldOut.of(all, held, rivals.seed);
        call.progress()
                .warn(
                        fitted.isPresent()
                                ? "The features were found on all of these sentences: only their labels are held out. "
                                        + "Keep sentences out of the fit with 'data --hold-out N'."
                                : "It is not known on which sentences the features were found: name the activations with "
                                        + "--activations FOLDER.");
        return new Parts(
                split.fit(),
                DetectionSet.ofLabels(split.held(), related, rivals.seed),
                fitted.isPresent() ? "no" : "unknown");
    }

    private LabelFamilies families(List<Sentence> all) {
        if (families == null) {
            boolean embedded = new HashSet<>(EmbeddedModel.sentences()).containsAll(all);
            return embedded ? LabelFamilies.ofEmbeddedSentences() : LabelFamilies.NONE;
        }
        return LabelFamilies.of(
                json(families, new TypeReference<Map<String, List<String>>>() {}, "{\"family\": [\"label\", …]}"));
    }

    private static <T> T json(Path file, TypeReference<T> type, String shape) {
        try {
            return new ObjectMapper().readValue(Files.readString(file), type);
        } catch (IOException e) {
            String found = Files.isRegularFile(file)
                    ? String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                    : "no such file";
            throw new InputException(file.toString(), "JSON of the shape " + shape, found, "", e);
        }
    }
}
