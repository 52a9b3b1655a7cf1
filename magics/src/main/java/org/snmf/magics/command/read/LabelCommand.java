package org.snmf.magics.command.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snmf.experiments.describe.Description;
import org.snmf.experiments.describe.LexicalDescriber;
import org.snmf.features.Feature;
import org.snmf.features.FeatureSheet;
import org.snmf.features.TopContexts;
import org.snmf.magics.options.FactorizationSource;
import org.snmf.magics.report.FeatureTables;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.progress.Step;
import org.snmf.store.TokenTable;
import org.snmf.views.table.FeatureTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Names the features by the words of their contexts. */
@Command(description = "Names the features by the words that their strongest contexts have in common, offline.")
@Example(value = "label --rows 20", returns = FeatureTable.class)
public final class LabelCommand extends SnmfCommand {
    private static final int READ = 10;

    @Mixin
    private FactorizationSource source;

    @Option(names = "--rows", paramLabel = "N", description = "Features to show. Default: ${DEFAULT-VALUE}.")
    private int rows = 25;

    @Option(names = "--contexts", paramLabel = "N", description = "Contexts of each. Default: ${DEFAULT-VALUE}.")
    private int contexts = 2;

    @Override
    public Outcome run(Call call) {
        HeldFactorization held = source.open(call);
        TokenTable tokens = FeatureTables.tokens(held);
        LexicalDescriber describer = new LexicalDescriber(tokens);
        TopContexts top = TopContexts.of(held.factorization(), tokens);
        List<Feature> features = new ArrayList<>();
        Map<Integer, String> labels = new TreeMap<>();
        List<Map<String, Object>> json = new ArrayList<>();
        for (int r = 0; r < top.rank() && !call.progress().stopRequested(); r++) {
            Feature feature = top.feature(r, Math.max(contexts, READ));
            Description description = describer.describe(feature);
            features.add(feature);
            labels.put(r, description.label());
            json.add(json(r, description));
            call.progress().report(new Step("label", r + 1, top.rank(), "features", ""));
        }
        held.note(FeatureSheet.Column.of("label", "lexical: words that contexts share", labels));
        features.sort(Comparator.comparingDouble(f -> -f.share()));
        FeatureTable table = FeatureTables.of(features, held).withRows(rows).withContexts(contexts);
        return Outcome.of(table, table.display(), Map.of("labels", json));
    }

    private static Map<String, Object> json(int feature, Description description) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("feature", feature);
        entry.put("label", description.label());
        entry.put("kind", description.kind().toString());
        entry.put("coverage", Double.isFinite(description.coverage()) ? description.coverage() : null);
        return entry;
    }
}
