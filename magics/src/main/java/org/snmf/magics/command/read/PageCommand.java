package org.snmf.magics.command.read;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snmf.experiments.intervene.NeutralPrompts;
import org.snmf.features.Feature;
import org.snmf.features.TopContexts;
import org.snmf.files.AtomicFile;
import org.snmf.magics.options.PageOptions;
import org.snmf.magics.plan.Plan;
import org.snmf.magics.report.Facts;
import org.snmf.magics.report.FeatureFilter;
import org.snmf.magics.report.FeaturePages;
import org.snmf.magics.report.FeatureTables;
import org.snmf.magics.report.Memory;
import org.snmf.magics.report.ResultFile;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldFeatures;
import org.snmf.magics.source.FeatureSource;
import org.snmf.magics.source.ModelSource;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.ScoredToken;
import org.snmf.models.network.estimate.ForwardSpeed;
import org.snmf.views.display.Numbers;
import org.snmf.views.page.FeatureAtlas;
import org.snmf.views.page.FeaturePage;
import org.snmf.views.table.FeatureTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes all features as one page. */
@Command(
        name = "page",
        description =
                "Writes an atlas: one HTML file with a page for each feature, and a table of contents that sorts, "
                        + "searches and filters. It needs no network, and can be read without JavaScript.")
@Example(value = "page --out feature-atlas.html", returns = Path.class)
public final class PageCommand extends SnmfCommand {
    private static final long BYTES_EACH = 12_000;
    private static final List<Double> QUANTILES = List.of(0.9, 0.75, 0.5, 0.25);

    @Mixin
    private ModelSource model;

    @Mixin
    private FeatureSource source;

    @Mixin
    private PageOptions page;

    @Option(names = "--out", paramLabel = "FILE", description = "File to write. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("feature-atlas.html");

    @Option(
            names = "--contexts",
            paramLabel = "N",
            description = "Strongest contexts of each. Default: ${DEFAULT-VALUE}.")
    private int contexts = 6;

    @Option(
            names = "--sort",
            paramLabel = "COLUMN",
            description =
                    "content, share, purity, peak, neurons, feature, or a column that a verb added. Default: ${DEFAULT-VALUE}.")
    private String sort = "content";

    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            description = "Only features that meet it, as in \"stability>0.8\" or \"label~day\". May be repeated.")
    private List<String> where = List.of();

    @Option(names = "--dry-run", description = "Show the number of pages and an estimate of time; write nothing.")
    private boolean dryRun;

    @Override
    public Outcome run(Call call) {
        HeldFeatures held = source.open(call);
        Optional<LanguageModel> network = model.reading(call, held);
        List<Feature> features = features(call, held);
        if (dryRun) {
            return plan(network, features.size());
        }
        ResultFile.require(out, BYTES_EACH * features.size());
        List<FeaturePage> pages = page.pages(contexts, QUANTILES)
                .of(
                        call,
                        held,
                        network,
                        features.stream().mapToInt(Feature::index).toArray());
        FeatureTable table = FeatureTables.of(features.subList(0, pages.size()), held);
        String title = FeatureTables.title("Features", held);
        String html =
                new FeatureAtlas(title, remarks(call, held, network, pages), withTokens(table, pages), pages).html();
        AtomicFile.write(out, html);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("out", out.toAbsolutePath().normalize().toString());
        report.put("features", pages.size());
        report.put("bytes", html.getBytes(StandardCharsets.UTF_8).length);
        report.put("stopped", pages.size() < features.size());
        return Outcome.of(out, new Facts("Written").withAll(report).display(), report);
    }

    private List<Feature> features(Call call, HeldFeatures held) {
        List<Feature> features = TopContexts.of(held.features(), FeatureTables.tokens(held), call.progress())
                .features(contexts, call.progress());
        FeatureFilter filter = new FeatureFilter(held.sheet());
        for (String condition : where) {
            features = filter.where(features, condition);
        }
        return features.stream().sorted(filter.order(sort)).toList();
    }

    private static FeatureTable withTokens(FeatureTable table, List<FeaturePage> pages) {
        Map<Integer, List<ScoredToken>> promoted = new TreeMap<>();
        pages.stream()
                .filter(p -> !p.promoted().isEmpty())
                .forEach(p -> promoted.put(p.feature().index(), p.promoted()));
        return promoted.isEmpty() ? table : table.withPromoted(promoted);
    }

    private List<String> remarks(
            Call call, HeldFeatures held, Optional<LanguageModel> network, List<FeaturePage> pages) {
        List<String> remarks = new ArrayList<>();
        remarks.add(
                network.map(m -> "Model: " + call.session().modelName() + ". ").orElse("")
                        + held.features().coefficients().tokens() + " tokens"
                        + (held.relativeError().isPresent()
                                ? ", relative error "
                                        + Numbers.shortly(held.relativeError().getAsDouble())
                                : "")
                        + ".");
        pages.stream()
                .flatMap(p -> p.effect().stream())
                .findFirst()
                .ifPresent(effect -> remarks.add("Logits: " + effect.how() + "."));
        remarks.add("Open a section below by a click, or by the number of its feature in the table. "
                + "Context colours are relative to a feature's largest coefficient.");
        return remarks;
    }

    private Outcome plan(Optional<LanguageModel> network, int features) {
        Plan plan = new Plan("an atlas of features").with("features", "features", features);
        FeaturePages pages = page.pages(contexts, QUANTILES);
        double seconds = network.map(m -> {
                    List<int[]> ids = NeutralPrompts.ids(m.tokenizer());
                    List<int[]> texts = pages.prompts().stream()
                            .map(t -> m.tokenizer().encodePrompt(t).ids())
                            .toList();
                    double logits = ForwardSpeed.logits(m.config(), ids);
                    double continued = texts.isEmpty()
                            ? 0
                            : ForwardSpeed.generating(
                                    m.config(), Collections.nCopies(texts.size(), texts.get(0)), pages.newTokens());
                    return (features + 1) * (logits + continued);
                })
                .orElse(0.0);
        plan.with("file, about", Memory.text(BYTES_EACH * features)).value("file_bytes", BYTES_EACH * features);
        return plan.outcome(2 * BYTES_EACH * features, seconds);
    }
}
