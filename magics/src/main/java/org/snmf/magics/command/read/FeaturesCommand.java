package org.snmf.magics.command.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snmf.features.Context;
import org.snmf.features.Feature;
import org.snmf.features.FeatureSheet;
import org.snmf.features.TopContexts;
import org.snmf.magics.options.PageOptions;
import org.snmf.magics.report.FeatureFilter;
import org.snmf.magics.report.FeatureTables;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldFeatures;
import org.snmf.magics.source.FeatureSource;
import org.snmf.magics.source.ModelSource;
import org.snmf.models.network.LanguageModel;
import org.snmf.views.display.Display;
import org.snmf.views.display.Html;
import org.snmf.views.page.FeaturePage;
import org.snmf.views.table.FeatureTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what the features are. */
@Command(
        name = "features",
        description =
                "Shows the features: their strongest contexts, the tokens they promote, "
                        + "their neurons and their share of the reconstruction; or everything about the features that are named.")
@Example(value = "features 17", returns = FeatureTable.class)
public final class FeaturesCommand extends SnmfCommand {
    private static final int PAGE_CONTEXTS = 10;

    @Mixin
    private ModelSource model;

    @Mixin
    private FeatureSource source;

    @Mixin
    private PageOptions page;

    @Parameters(
            arity = "0..*",
            paramLabel = "FEATURE",
            description = "Numbers of features to show everything about. Default: the table of all.")
    private List<Integer> numbers = new ArrayList<>();

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Features to show; a terminal shows the first 25. Default: ${DEFAULT-VALUE}.")
    private int rows = 100;

    @Option(names = "--contexts", paramLabel = "N", description = "Contexts of each. Default: ${DEFAULT-VALUE}.")
    private int contexts = 4;

    @Option(names = "--tokens", paramLabel = "N", description = "Promoted tokens of each. Default: ${DEFAULT-VALUE}.")
    private int tokens = 8;

    @Option(names = "--suppressed", description = "Show the tokens that are suppressed, too.")
    private boolean suppressed;

    @Option(
            names = "--sort",
            paramLabel = "COLUMN",
            description =
                    "content, share, purity, word (share of the contexts at which one word stands), peak, neurons, feature, or a column that a verb added. Default: ${DEFAULT-VALUE}, "
                            + "the share of the reconstruction beyond function words and punctuation.")
    private String sort = "content";

    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            description = "Only features that meet it, as in \"stability>0.8\" or \"label~day\". May be repeated.")
    private List<String> where = List.of();

    @Override
    public Outcome run(Call call) {
        HeldFeatures held = source.open(call);
        if (!numbers.isEmpty()) {
            return pages(call, held);
        }
        TopContexts top = TopContexts.of(held.features(), FeatureTables.tokens(held), call.progress());
        List<Feature> features = top.features(Math.max(contexts, 10), call.progress());
        FeatureFilter filter = new FeatureFilter(held.sheet());
        for (String condition : where) {
            features = filter.where(features, condition);
        }
        features = features.stream().sorted(filter.order(sort)).toList();
        FeatureTable table = FeatureTables.of(features, held).withRows(rows).withContexts(contexts);
        table = withTokens(call, held, table);
        return Outcome.of(table, table.display(), json(features, held));
    }

    /** A page of each feature that was named. */
    private Outcome pages(Call call, HeldFeatures held) {
        int[] chosen = numbers.stream().mapToInt(r -> r).toArray();
        held.requireFeatures(chosen);
        Optional<LanguageModel> network = model.reading(call, held);
        List<FeaturePage> pages =
                page.pages(PAGE_CONTEXTS, FeaturePage.QUANTILES).of(call, held, network, chosen);
        List<Feature> features = pages.stream().map(FeaturePage::feature).toList();
        Html html = new Html();
        StringBuilder plain = new StringBuilder();
        for (FeaturePage one : pages) {
            html.markup(one.display().html());
            plain.append(one.display().plain());
        }
        return Outcome.of(
                FeatureTables.of(features, held), Display.of(html.build(), plain.toString()), json(features, held));
    }

    /** Adds promoted and suppressed tokens, where a model and directions that it adds to its stream make them computable. */
    private FeatureTable withTokens(Call call, HeldFeatures held, FeatureTable table) {
        Optional<LanguageModel> network = tokens > 0 ? model.reading(call, held) : Optional.empty();
        if (network.isEmpty()) {
            return table;
        }
        List<Feature> shown = table.features().stream().limit(rows).toList();
        return FeatureTables.withTokens(
                table,
                FeatureTables.promoted(network.get(), call.session().modelName(), held, shown, tokens),
                suppressed);
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
        entry.put("content", f.content());
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
