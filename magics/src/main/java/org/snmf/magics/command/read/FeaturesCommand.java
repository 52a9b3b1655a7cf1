package org.snmf.magics.command.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.features.Context;
import org.snmf.features.Feature;
import org.snmf.features.TopContexts;
import org.snmf.magics.options.FactorizationSource;
import org.snmf.magics.options.ModelSource;
import org.snmf.magics.report.FeatureTables;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.views.display.Display;
import org.snmf.views.table.FeatureTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what the features are. */
@Command(
        description = "Shows the features: their strongest contexts, the tokens they promote, "
                + "their neurons and their share of the reconstruction.")
@Example(value = "features --rows 20", returns = FeatureTable.class)
public final class FeaturesCommand extends SnmfCommand {
    @Mixin
    private ModelSource model;

    @Mixin
    private FactorizationSource source;

    @Option(names = "--rows", paramLabel = "N", description = "FeatureTables to show. Default: ${DEFAULT-VALUE}.")
    private int rows = 25;

    @Option(names = "--contexts", paramLabel = "N", description = "Contexts of each. Default: ${DEFAULT-VALUE}.")
    private int contexts = 4;

    @Option(names = "--tokens", paramLabel = "N", description = "Promoted tokens of each. Default: ${DEFAULT-VALUE}.")
    private int tokens = 8;

    @Option(names = "--suppressed", description = "Show the tokens that are suppressed, too.")
    private boolean suppressed;

    @Option(
            names = "--sort",
            paramLabel = "BY",
            completionCandidates = Orders.class,
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private String sort = "share";

    @Option(names = "--feature", paramLabel = "R", description = "Show everything about one feature.")
    private Integer feature;

    /** Orders of the table. */
    static final class Orders implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("share", "peak", "neurons", "index").iterator();
        }
    }

    @Override
    public Outcome run(Call call) {
        HeldFactorization held = source.open(call);
        Factorization factorization = held.factorization();
        TopContexts top = TopContexts.of(factorization, FeatureTables.tokens(held));
        List<Feature> features = new ArrayList<>(top.features(Math.max(contexts, 10), call.progress()));
        features.sort(order());
        FeatureTable table = FeatureTable.of(features)
                .withRows(rows)
                .withContexts(contexts)
                .withTitle(FeatureTables.title("FeatureTables", held.place(), factorization.rank()));
        table = withTokens(call, held, table);
        Display display =
                feature == null ? table.display() : table.card(feature).display();
        return Outcome.of(table, display, json(features, held));
    }

    private Comparator<Feature> order() {
        Comparator<Feature> order =
                switch (sort) {
                    case "share" -> Comparator.comparingDouble(f -> -f.share());
                    case "peak" -> Comparator.comparingDouble(f -> -f.peak());
                    case "neurons" -> Comparator.comparingInt(Feature::supportSize);
                    case "index" -> Comparator.comparingInt(Feature::index);
                    default ->
                        throw new InputException("--sort", "share, peak, neurons or index", "'" + sort + "'", "");
                };
        return order.thenComparingInt(Feature::index);
    }

    /** Adds promoted and suppressed tokens, where a model and an MLP site make them computable. */
    private FeatureTable withTokens(Call call, HeldFactorization held, FeatureTable table) {
        Optional<Integer> layer = FeatureTables.mlpLayer(held.place());
        boolean known = model.name != null || call.session().heldModel().isPresent();
        if (layer.isEmpty() || !known || tokens < 1) {
            call.screen().say("Promoted tokens are not shown: they need the model and features of mlp_act.");
            return table;
        }
        VocabularyProjection projection =
                VocabularyProjection.of(model.load(call).model(), layer.get());
        List<Feature> shown = table.features().stream()
                .filter(f -> feature == null || f.index() == feature)
                .toList();
        return FeatureTables.withTokens(table, shown, held, projection, tokens, suppressed || feature != null);
    }

    private Map<String, Object> json(List<Feature> features, HeldFactorization held) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Feature f : features.subList(0, Math.min(rows, features.size()))) {
            list.add(json(f, contexts));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rank", held.factorization().rank());
        json.put("features", list);
        return json;
    }

    /** One feature for a report. */
    static Map<String, Object> json(Feature f, int contexts) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("feature", f.index());
        entry.put("neurons", f.supportSize());
        entry.put("share", f.share());
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
