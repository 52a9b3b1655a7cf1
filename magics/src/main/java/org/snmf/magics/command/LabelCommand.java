package org.snmf.magics.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.snmf.experiments.chat.ChatPlan;
import org.snmf.experiments.describe.ChatDescriber;
import org.snmf.experiments.describe.Describer;
import org.snmf.experiments.describe.Description;
import org.snmf.experiments.describe.Subject;
import org.snmf.experiments.describe.Subject.Side;
import org.snmf.features.Feature;
import org.snmf.features.TopContexts;
import org.snmf.magics.Call;
import org.snmf.magics.Example;
import org.snmf.magics.HeldFactorization;
import org.snmf.magics.Outcome;
import org.snmf.magics.SnmfCommand;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.store.TokenTable;
import org.snmf.views.table.FeatureTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Names the features. */
@Command(
        description = "Names the features, from their contexts or from the tokens that they promote and suppress: "
                + "offline by shared words, by nearest meaning or by a checkpoint, or by a chat model.")
@Example(value = "label --describer semantic --rows 20", returns = FeatureTable.class)
final class LabelCommand extends SnmfCommand {
    private static final int READ = 10;

    /** What the names are read from. */
    enum From {
        CONTEXTS,
        TOKENS
    }

    @Mixin
    private ModelSource model;

    @Mixin
    private FactorizationSource source;

    @Mixin
    private DescriberOptions describers;

    @Option(
            names = "--from",
            paramLabel = "WHAT",
            description = "Name CONTEXTS, or TOKENS that a feature promotes and suppresses, each sign on its own. "
                    + "Default: ${DEFAULT-VALUE}.")
    private From from = From.CONTEXTS;

    @Option(names = "--tokens", paramLabel = "N", description = "Tokens of each sign. Default: ${DEFAULT-VALUE}.")
    private int count = 25;

    @Option(names = "--rows", paramLabel = "N", description = "Features to show. Default: ${DEFAULT-VALUE}.")
    private int rows = 25;

    @Option(names = "--contexts", paramLabel = "N", description = "Contexts of each. Default: ${DEFAULT-VALUE}.")
    private int contexts = 2;

    @Option(names = "--dry-run", description = "Show what naming would take; name nothing.")
    private boolean dryRun;

    @Override
    public Outcome run(Call call) {
        HeldFactorization held = source.open(call);
        TokenTable tokens = Features.tokens(held);
        TopContexts top = TopContexts.of(held.factorization(), tokens);
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

    private List<Subject> ofTokens(Call call, HeldFactorization held, List<Feature> features) {
        VocabularyProjection projection =
                VocabularyProjection.of(model.load(call).model(), Features.requiredMlpLayer(held.place()));
        var z = held.factorization().features();
        List<Subject> subjects = new ArrayList<>();
        for (Feature feature : features) {
            if (call.progress().stopRequested()) {
                break;
            }
            int r = feature.index();
            subjects.add(Subject.ofPromoted(r, feature.dead() ? List.of() : projection.promoted(z, r, count)));
            subjects.add(Subject.ofSuppressed(r, feature.dead() ? List.of() : projection.suppressed(z, r, count)));
        }
        return subjects;
    }

    private Outcome plan(Describer describer, List<Subject> subjects) {
        long alive = subjects.stream().filter(s -> !s.dead()).count();
        Plan plan = new Plan("labels by " + describer.name()).with("subjects to name", "subjects", alive);
        if (describer instanceof ChatDescriber chat) {
            ChatPlan asked = chat.plan(subjects);
            ChatSource.describe(asked, plan);
        }
        return plan.shown();
    }

    private Outcome outcome(HeldFactorization held, List<Feature> features, List<Description> descriptions) {
        Map<Side, Map<Integer, String>> columns = new EnumMap<>(Side.class);
        descriptions.forEach(d -> columns.computeIfAbsent(d.side(), side -> new TreeMap<>())
                .put(d.feature(), shown(d)));
        List<Feature> ordered = new ArrayList<>(features);
        ordered.sort(Comparator.comparingDouble(f -> -f.share()));
        FeatureTable table = FeatureTable.of(ordered)
                .withRows(rows)
                .withContexts(contexts)
                .withTitle(Features.title("Features", held.place(), features.size()));
        for (var column : columns.entrySet()) {
            table = table.withColumn(heading(column.getKey()), column.getValue());
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("giver", descriptions.isEmpty() ? null : descriptions.get(0).giver());
        Map<String, Integer> states = new TreeMap<>();
        descriptions.forEach(d -> states.merge(d.state().toString(), 1, Integer::sum));
        json.put("states", states);
        json.put("labels", descriptions.stream().map(LabelCommand::json).toList());
        return Outcome.of(table, table.display(), json);
    }

    private static String heading(Side side) {
        return switch (side) {
            case CONTEXTS -> "label";
            case PROMOTED -> "label of what it promotes";
            case SUPPRESSED -> "label of what it suppresses";
        };
    }

    /** A title that is no name stands in brackets; where there was no answer the state says so. */
    private static String shown(Description d) {
        return switch (d.state()) {
            case NAMED, DEAD -> d.title();
            case UNNAMED -> "(" + d.title() + ")";
            default -> d.state().toString().toLowerCase(Locale.ROOT) + " (" + d.title() + ")";
        };
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
