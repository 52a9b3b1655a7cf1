package org.snmf.magics.command.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snmf.features.Context;
import org.snmf.features.Feature;
import org.snmf.features.FeatureSheet;
import org.snmf.features.TopContexts;
import org.snmf.magics.options.FeatureSource;
import org.snmf.magics.options.ModelSource;
import org.snmf.magics.report.FeatureFilter;
import org.snmf.magics.report.FeatureTables;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldFeatures;
import org.snmf.models.network.LanguageModel;
import org.snmf.views.display.Display;
import org.snmf.views.table.FeatureTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what the features are. */
@Command(
        name = "features",
        description = "Shows the features: their strongest contexts, the tokens they promote, "
                + "their neurons and their share of the reconstruction.")
@Example(value = "features --rows 20", returns = FeatureTable.class)
public final class FeaturesCommand extends SnmfCommand {
    @Mixin
    private ModelSource model;

    @Mixin
    private FeatureSource source;

    @Option(names = "--rows", paramLabel = "N", description = "Features to show. Default: ${DEFAULT-VALUE}.")
    private int rows = 25;

    @Option(names = "--contexts", paramLabel = "N", description = "Contexts of each. Default: ${DEFAULT-VALUE}.")
    private int contexts = 4;

    @Option(names = "--tokens", paramLabel = "N", description = "Promoted tokens of each. Default: ${DEFAULT-VALUE}.")
    private int tokens = 8;

    @Option(names = "--suppressed", description = "Show the tokens that are suppressed, too.")
    private boolean suppressed;

    @Option(
            names = "--sort",
            paramLabel = "COLUMN",
            description = "share, peak, neurons, feature, or a column that a verb added. Default: ${DEFAULT-VALUE}.")
    private String sort = "share";

    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            description = "Only features that meet it, as in \"stability>0.8\" or \"label~day\". May be repeated.")
    private List<String> where = List.of();

    @Option(
            names = "--feature",
            paramLabel = "R",
            description = "Show everything about one feature. Default: the table of all.")
    private Integer feature;

    @Override
    public Outcome run(Call call) {
        HeldFeatures held = source.open(call);
        TopContexts top = TopContexts.of(held.features(), FeatureTables.tokens(held));
        List<Feature> features = top.features(Math.max(contexts, 10), call.progress());
        FeatureFilter filter = new FeatureFilter(held.sheet());
        for (String condition : where) {
            features = filter.where(features, condition);
        }
        features = features.stream().sorted(filter.order(sort)).toList();
        FeatureTable table = FeatureTables.of(features, held).withRows(rows).withContexts(contexts);
        table = withTokens(call, held, table);
        Display display =
                feature == null ? table.display() : table.card(feature).display();
        return Outcome.of(table, display, json(features, held));
    }

    /** Adds promoted and suppressed tokens, where a model and directions that it adds to its stream make them computable. */
    private FeatureTable withTokens(Call call, HeldFeatures held, FeatureTable table) {
        boolean known = model.name != null || call.session().heldModel().isPresent();
        LanguageModel network = known && tokens > 0 ? model.load(call).model() : null;
        if (network == null || !held.writesToStream(network.config())) {
            call.screen()
                    .say("Promoted tokens are not shown: they need the model and directions that it adds to the residual "
                            + "stream, such as features of mlp_act.");
            return table;
        }
        List<Feature> shown = table.features().stream()
                .filter(f -> feature == null || f.index() == feature)
                .limit(feature == null ? rows : 1)
                .toList();
        return FeatureTables.withTokens(
                table,
                FeatureTables.promoted(network, call.session().modelName(), held, shown, tokens),
                suppressed || feature != null);
    }

    private Map<String, Object> json(List<Feature> features, HeldFeatures held) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Feature f : features.subList(0, Math.min(rows, features.size()))) {
            list.add(json(f, contexts, held.sheet()));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("of", held.method());
        json.put("rank", held.features().size());
        json.put("features", list);
        return json;
    }

    /** One feature for a report. */
    static Map<String, Object> json(Feature f, int contexts, FeatureSheet sheet) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("feature", f.index());
        entry.put("neurons", f.supportSize());
        entry.put("share", f.share());
        for (FeatureSheet.Column column : sheet.columns()) {
            Object value = column.values().get(f.index());
            if (value != null || column.without().containsKey(f.index())) {
                entry.put(
                        column.name(),
                        value != null
                                ? value
                                : Map.of("without", column.without().get(f.index())));
            }
        }
        entry.put(
                "contexts",
                f.contexts().stream()
                        .limit(contexts)
                        .map(FeaturesCommand::context)
                        .toList());
        return entry;
    }

    private static Map<String, Object> context(Context c) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("token", c.token().text());
        entry.put("coefficient", c.coefficient());
        entry.put("sentence", c.sentence().text());
        return entry;
    }
}
