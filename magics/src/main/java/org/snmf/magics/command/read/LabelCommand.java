package org.snmf.magics.command.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snmf.experiments.describe.ChatDescriber;
import org.snmf.experiments.describe.Describer;
import org.snmf.experiments.describe.Description;
import org.snmf.experiments.describe.Subject;
import org.snmf.experiments.describe.Subject.Side;
import org.snmf.features.Feature;
import org.snmf.features.FeatureSheet;
import org.snmf.features.TopContexts;
import org.snmf.magics.options.ChatSource;
import org.snmf.magics.options.DescriberOptions;
import org.snmf.magics.plan.Plan;
import org.snmf.magics.report.FeatureTables;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldFeatures;
import org.snmf.magics.source.FeatureSource;
import org.snmf.magics.source.ModelSource;
import org.snmf.models.network.LanguageModel;
import org.snmf.store.TokenTable;
import org.snmf.views.table.FeatureTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Names the features. */
@Command(
        name = "label",
        description = "Names the features, from their contexts or from the tokens that they promote and suppress: "
                + "offline by shared words, by nearest meaning or by a checkpoint, or by a chat model.")
@Example(value = "label --describer semantic --rows 20", returns = FeatureTable.class)
public final class LabelCommand extends SnmfCommand {
    private static final int READ = 10;

    /** What the names are read from. */
    enum From {
        CONTEXTS,
        TOKENS;

        /** As options spell it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    private ModelSource model;

    @Mixin
    private FeatureSource source;

    @Mixin
    private DescriberOptions describers;

    @Option(
            names = "--from",
            paramLabel = "WHAT",
            description =
                    "What names are read from: ${COMPLETION-CANDIDATES}. contexts are the sentences where a feature is strong; "
                            + "tokens are those that it promotes and suppresses, each sign named on its own. "
                            + "Default: ${DEFAULT-VALUE}.")
    private From from = From.CONTEXTS;

    @Option(names = "--tokens", paramLabel = "N", description = "Tokens of each sign. Default: ${DEFAULT-VALUE}.")
    private int count = 25;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Features to show; a terminal shows the first 25. Default: ${DEFAULT-VALUE}.")
    private int rows = 100;

    @Option(names = "--contexts", paramLabel = "N", description = "Contexts of each. Default: ${DEFAULT-VALUE}.")
    private int contexts = 2;

    @Option(names = "--dry-run", description = "Show what naming would take; name nothing.")
    private boolean dryRun;

    @Override
    public Outcome run(Call call) {
        HeldFeatures held = source.open(call);
        TokenTable tokens = FeatureTables.tokens(held);
        TopContexts top = TopContexts.of(held.features(), tokens, call.progress());
        List<Feature> features = top.features(Math.max(contexts, READ), call.progress());
        List<Subject> subjects = from == From.CONTEXTS
                ? features.stream().map(Subject::ofContexts).toList()
                : ofTokens(call, held, features);
        return describers.with(
                call,
                tokens,
                model,
                describer -> dryRun
                        ? plan(describer, subjects)
                        : outcome(held, features, describer.describe(subjects, call.progress())));
    }

    private List<Subject> ofTokens(Call call, HeldFeatures held, List<Feature> features) {
        LanguageModel network = model.load(call).model();
        var promoted = FeatureTables.promoted(network, call.session().modelName(), held, features, count);
        List<Subject> subjects = new ArrayList<>();
        promoted.forEach((r, tokens) -> {
            subjects.add(Subject.ofPromoted(r, tokens.promoted()));
            subjects.add(Subject.ofSuppressed(r, tokens.suppressed()));
        });
        return subjects;
    }

    private Outcome plan(Describer describer, List<Subject> subjects) {
        long alive = subjects.stream().filter(s -> !s.dead()).count();
        Plan plan = new Plan("labels by " + describer.name()).with("subjects to name", "subjects", alive);
        if (describer instanceof ChatDescriber chat) {
            ChatSource.describe(chat.plan(subjects), plan);
        }
        return plan.shown();
    }

    private Outcome outcome(HeldFeatures held, List<Feature> features, List<Description> descriptions) {
        Map<Side, List<Description>> sides = new EnumMap<>(Side.class);
        descriptions.forEach(
                d -> sides.computeIfAbsent(d.side(), side -> new ArrayList<>()).add(d));
        sides.forEach((side, given) -> columns(side, given).forEach(held::note));
        List<Feature> ordered = new ArrayList<>(features);
        ordered.sort(Comparator.comparingDouble(f -> -f.content()));
        FeatureTable table = FeatureTables.of(ordered, held).withRows(rows).withContexts(contexts);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("giver", descriptions.isEmpty() ? null : descriptions.get(0).giver());
        Map<String, Integer> states = new TreeMap<>();
        descriptions.forEach(d -> states.merge(d.state().toString(), 1, Integer::sum));
        json.put("states", states);
        json.put("labels", descriptions.stream().map(LabelCommand::json).toList());
        return Outcome.of(table, table.display(), json);
    }

    /** The labels, in brackets where they are no names, and how sure their giver is. */
    private static Stream<FeatureSheet.Column> columns(Side side, List<Description> given) {
        Map<Integer, Object> labels = new TreeMap<>();
        Map<Integer, Object> confidences = new TreeMap<>();
        Map<Integer, String> without = new TreeMap<>();
        for (Description d : given) {
            switch (d.state()) {
                case NAMED, DEAD -> labels.put(d.feature(), d.title());
                case UNNAMED -> labels.put(d.feature(), "(" + d.title() + ")");
                default -> without.put(d.feature(), d.state().toString().toLowerCase(Locale.ROOT) + ": " + d.reason());
            }
            if (Double.isFinite(d.confidence())) {
                confidences.put(d.feature(), d.confidence());
            }
        }
        String name =
                switch (side) {
                    case CONTEXTS -> "label";
                    case PROMOTED -> "label of promoted";
                    case SUPPRESSED -> "label of suppressed";
                };
        String giver = given.get(0).giver();
        var column = new FeatureSheet.Column(name, giver, labels, without);
        return confidences.isEmpty()
                ? Stream.of(column)
                : Stream.of(column, FeatureSheet.Column.of(name + " confidence", giver, confidences));
    }

    private static Map<String, Object> json(Description d) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("feature", d.feature());
        entry.put("side", d.side().toString());
        entry.put("label", d.title());
        entry.put("state", d.state().toString());
        entry.put("giver", d.giver());
        entry.put("confidence", Double.isFinite(d.confidence()) ? d.confidence() : null);
        entry.put("reason", d.reason());
        return entry;
    }
}
