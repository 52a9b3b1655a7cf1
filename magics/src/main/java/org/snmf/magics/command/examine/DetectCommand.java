package org.snmf.magics.command.examine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.experiments.detect.ChatSentences;
import org.snmf.experiments.detect.Detection;
import org.snmf.experiments.detect.DirectionLabel;
import org.snmf.experiments.detect.GivenLabels;
import org.snmf.experiments.detect.MethodScores;
import org.snmf.experiments.detect.Score;
import org.snmf.experiments.rivals.Rival;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.experiments.stats.Interval;
import org.snmf.features.FeatureSheet;
import org.snmf.magics.options.ChatSource;
import org.snmf.magics.options.DetectionOptions;
import org.snmf.magics.options.RivalList;
import org.snmf.magics.options.RivalMaker;
import org.snmf.magics.plan.Plan;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldFeatures;
import org.snmf.magics.source.FeatureSource;
import org.snmf.magics.source.ModelSource;
import org.snmf.models.network.LanguageModel;
import org.snmf.store.Sentence;
import org.snmf.views.detect.DetectionBoxes;
import org.snmf.views.detect.DetectionTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tests whether features tell sentences with their label from sentences without. */
@Command(
        name = "detect",
        description = "Concept detection: whether features tell sentences with their label from sentences without, "
                + "beside other methods on the same data.")
@Example(value = "detect --baseline diffmeans,pca,random", returns = DetectionTable.class)
public final class DetectCommand extends SnmfCommand {
    private static final String CONTEXTS = "contexts";
    private static final String DESCRIBER = "describer";

    @Mixin
    private ModelSource model;

    @Mixin
    private FeatureSource source;

    @Mixin
    private DetectionOptions options;

    @Mixin
    private ChatSource chat;

    @Option(
            names = "--sentences",
            paramLabel = "WHOSE",
            description =
                    "Sentences to test on: data, held-out ones of the labelled data or those of --written; or chat, "
                            + ChatSentences.EACH
                            + " that a chat model writes for each label and as many that have nothing to do "
                            + "with it, as in the paper. Default: ${DEFAULT-VALUE}.")
    private Sentences sentences = Sentences.DATA;

    @Option(names = "--baseline", paramLabel = "METHODS", description = RivalList.TEXT + "Default: none.")
    private @Nullable String baseline;

    @Option(
            names = "--labels",
            paramLabel = "WHOSE",
            completionCandidates = Givers.class,
            description = "What the features stand for: 'contexts', the label of most of their strongest sentences, or "
                    + "'describer', the labels that 'label' gave. Default: ${DEFAULT-VALUE}.")
    private String labels = CONTEXTS;

    /** Whose sentences features are tested on. */
    enum Sentences {
        DATA,
        CHAT;

        /** As options spell it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Who gives labels. */
    static final class Givers implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(CONTEXTS, DESCRIBER).iterator();
        }
    }

    @Override
    public Outcome run(Call call) {
        RivalList rivals = RivalList.of("--baseline", baseline);
        LanguageModel network = model.load(call).model();
        HeldFeatures held = source.open(call);
        Optional<FeatureSheet.Column> described = described(held);
        if (sentences == Sentences.DATA) {
            return detect(call, network, held, described, rivals, Optional.empty());
        }
        Set<String> labels = toWrite(call, described, rivals);
        try (ChatSentences writer = new ChatSentences(chat.open(), chat.templates())) {
            if (options.rivals.dryRun) {
                Plan plan = new Plan("sentences by " + writer.name()).with("labels", "labels", labels.size());
                ChatSource.describe(writer.plan(labels, ChatSentences.EACH), plan);
                return plan.shown();
            }
            ChatSentences.Written written = writer.write(labels, ChatSentences.EACH, call.progress());
            written.without().forEach((label, why) -> call.progress().warn("Sentences for '" + label + "': " + why));
            if (written.activating().isEmpty()) {
                throw new InputException(
                        "--sentences chat",
                        "sentences for one label at least",
                        "none; " + written.without(),
                        "Run it again: what was answered is kept.");
            }
            return detect(call, network, held, described, rivals, Optional.of(new ByChat(writer.name(), written)));
        }
    }

    /**
     * Sentences of a chat model.
     *
     * @param by who wrote them
     */
    private record ByChat(String by, ChatSentences.Written written) {
        Map<String, Object> json() {
            return Map.of(
                    "by",
                    by,
                    "activating",
                    written.activating(),
                    "neutral",
                    written.neutral(),
                    "without",
                    written.without());
        }
    }

    /** What the features are said to stand for, and what rivals may be called, whose labels are those of the data. */
    private Set<String> toWrite(Call call, Optional<FeatureSheet.Column> described, RivalList rivals) {
        Set<String> labels = new LinkedHashSet<>();
        described.ifPresent(column -> column.values().values().stream()
                .map(String::valueOf)
                .filter(text -> !text.isBlank() && !text.startsWith("("))
                .forEach(labels::add));
        if (described.isEmpty() || !rivals.keys().isEmpty()) {
            options.rivals.sentences(call).stream()
                    .map(Sentence::label)
                    .filter(label -> !label.isEmpty())
                    .forEach(labels::add);
        }
        if (labels.isEmpty()) {
            throw new InputException(
                    "--sentences chat", "labels to write for", "none", "Give features labels with 'label'.");
        }
        return labels;
    }

    private Outcome detect(
            Call call,
            LanguageModel network,
            HeldFeatures held,
            Optional<FeatureSheet.Column> described,
            RivalList rivals,
            Optional<ByChat> written) {
        DetectionOptions.Parts parts = options.parts(call, held, written.map(ByChat::written));
        RivalMaker maker = new RivalMaker(call, network, held, options.rivals, parts.read(), rivals);
        if (options.rivals.dryRun) {
            return maker.plan("concept detection", parts);
        }
        Detection detection = maker.detection(parts.set());
        List<MethodScores> scores = new ArrayList<>();
        Map<String, String> how = new LinkedHashMap<>();
        for (Rival rival : maker.make()) {
            how.put(rival.method(), rival.remark());
            scores.add(detection.score(rival.directions(), labels(rival, described, held, parts), call.progress()));
        }
        held.note(column(scores.get(0), labels));
        Bootstrap bootstrap = Bootstrap.seeded(options.rivals.seed);
        String title = "Concept detection, " + call.session().modelName() + ", layer " + maker.layer() + ", "
                + held.extent() + ": "
                + parts.set().sentences().size() + " sentences, "
                + parts.set().labels().size() + " labels, held out of the fit: "
                + parts.heldOut()
                + written.map(one -> ", sentences by " + one.by()).orElse("");
        DetectionTable table = new DetectionTable(title, scores, bootstrap);
        if (scores.stream().anyMatch(method -> method.scored() > 0)) {
            call.screen()
                    .show(DetectionBoxes.byLayer("Concept detection scores by layer and method", scores)
                            .display());
        }
        Map<String, Object> json = json(scores, how, bootstrap, maker.layer(), parts.heldOut());
        written.ifPresent(one -> json.put("sentences", one.json()));
        return Outcome.of(table, table.display(), json);
    }

    /** The labels on the sheet, where they are asked for. */
    private Optional<FeatureSheet.Column> described(HeldFeatures held) {
        if (labels.equals(CONTEXTS)) {
            return Optional.empty();
        }
        if (!labels.equals(DESCRIBER)) {
            throw new InputException("--labels", CONTEXTS + " or " + DESCRIBER, labels, "");
        }
        return Optional.of(held.sheet()
                .column("label")
                .orElseThrow(() -> new InputException(
                        "--labels " + DESCRIBER, "features with labels", "none", "Give them labels with 'label'.")));
    }

    private static List<DirectionLabel> labels(
            Rival rival, Optional<FeatureSheet.Column> described, HeldFeatures held, DetectionOptions.Parts parts) {
        return described
                .filter(column -> rival.method().equals(held.method()))
                .map(column -> GivenLabels.of(
                        rival.directions(),
                        held.sheet().texts(column.name()),
                        parts.set().labels(),
                        column.by()))
                .orElse(rival.labels());
    }

    /** What the sheet of the features gets. */
    private static FeatureSheet.Column column(MethodScores snmf, String labels) {
        Map<Integer, Object> values = new TreeMap<>();
        Map<Integer, String> without = new TreeMap<>();
        for (Score score : snmf.scores()) {
            score.score()
                    .ifPresentOrElse(
                            value -> values.put(score.source(), value),
                            () -> without.put(score.source(), score.state().reason()));
        }
        return new FeatureSheet.Column("detection", "S_CD, labels of " + labels, values, without);
    }

    private static Map<String, Object> json(
            List<MethodScores> scores, Map<String, String> how, Bootstrap bootstrap, int layer, String heldOut) {
        Map<String, Object> methods = new LinkedHashMap<>();
        for (MethodScores method : scores) {
            methods.put(method.method(), method(method, how.getOrDefault(method.method(), ""), bootstrap));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("layer", layer);
        json.put("held_out", heldOut);
        json.put("methods", methods);
        json.put(
                "features",
                scores.get(0).scores().stream().map(DetectCommand::feature).toList());
        return json;
    }

    private static Map<String, Object> method(MethodScores method, String how, Bootstrap bootstrap) {
        Interval share = method.positiveShare(bootstrap);
        Interval auc = method.mean(Score::auc, bootstrap);
        Map<String, Object> states = new LinkedHashMap<>();
        method.states().forEach((state, count) -> states.put(state.name().toLowerCase(Locale.ROOT), count));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("space", method.space().key());
        json.put("how", how);
        json.put("n", method.scored());
        json.put("unscored", method.scores().size() - method.scored());
        json.put("states", states);
        json.put("positive_share", orNull(share.estimate()));
        json.put("interval", interval(share));
        json.put("auc", orNull(auc.estimate()));
        json.put("auc_interval", interval(auc));
        json.put("hard_auc", orNull(method.mean(Score::hardAuc, bootstrap).estimate()));
        json.put(
                "clarity",
                orNull(method.mean(score -> score.fade().clarity(), bootstrap).estimate()));
        json.put(
                "responsiveness",
                orNull(method.mean(score -> score.fade().responsiveness(), bootstrap)
                        .estimate()));
        json.put(
                "purity",
                orNull(method.mean(score -> score.fade().purity(), bootstrap).estimate()));
        return json;
    }

    private static @Nullable List<Double> interval(Interval interval) {
        return Double.isNaN(interval.estimate()) ? null : List.of(interval.low(), interval.high());
    }

    private static Map<String, Object> feature(Score score) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("feature", score.source());
        json.put("label", score.label().label().orElse(null));
        json.put("label_share", score.label().share());
        json.put("score", score.score().isPresent() ? score.score().getAsDouble() : null);
        json.put("reason", score.score().isPresent() ? null : score.state().reason());
        json.put("activating", orNull(score.activating()));
        json.put("neutral", orNull(score.neutral()));
        json.put("auc", orNull(score.auc()));
        json.put("hard_auc", orNull(score.hardAuc()));
        json.put("clarity", orNull(score.fade().clarity()));
        json.put("responsiveness", orNull(score.fade().responsiveness()));
        json.put("purity", orNull(score.fade().purity()));
        json.put("sign", score.fade().sign() == 0 ? null : score.fade().sign());
        return json;
    }

    private static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
