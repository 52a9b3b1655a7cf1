package org.snmf.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snmf.data.DataSet;
import org.snmf.data.FunctionWords;
import org.snmf.experiments.concepts.Concept;
import org.snmf.experiments.concepts.ConceptFeatures;
import org.snmf.experiments.concepts.ConceptFeatures.By;
import org.snmf.experiments.concepts.ConceptFeatures.Choice;
import org.snmf.experiments.concepts.ConceptTokens;
import org.snmf.experiments.describe.LexicalDescriber;
import org.snmf.experiments.hierarchy.Coverage;
import org.snmf.experiments.hierarchy.CoverageOptions;
import org.snmf.experiments.hierarchy.CoverageReport;
import org.snmf.experiments.hierarchy.ParentPurity;
import org.snmf.experiments.hierarchy.TreeLabels;
import org.snmf.experiments.intervene.Amplification;
import org.snmf.experiments.intervene.EffectMatrix;
import org.snmf.experiments.intervene.GroupEffects;
import org.snmf.experiments.intervene.NeutralPrompts;
import org.snmf.experiments.overlap.NeuronGroups;
import org.snmf.experiments.overlap.OverlapGroups;
import org.snmf.experiments.stats.Interval;
import org.snmf.experiments.stats.Permutation;
import org.snmf.factorize.SnmfOptions;
import org.snmf.features.NeuronOverlap;
import org.snmf.features.TopNeurons;
import org.snmf.hierarchy.FineTuneStatus;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.Level;
import org.snmf.hierarchy.RecursiveOptions;
import org.snmf.hierarchy.RecursiveOptions.Scale;
import org.snmf.hierarchy.RecursiveSnmf;
import org.snmf.hierarchy.finetune.FineTuneOptions;
import org.snmf.hierarchy.finetune.JointFineTuning;
import org.snmf.hierarchy.forest.EdgeRule;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.hierarchy.forest.ForestNode;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.Captured;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;
import org.snmf.store.TokenTable;

/**
 * How the neurons of a model compose on a data set, as figures on standard output: tree, fine-tune, overlap, core and
 * exclusive neurons, coverage (paper, sections 6, F and G).
 *
 * <pre>CompositionReport MODEL DATA.json LAYER RANKS SPARSITY SEEDS words|content [PARTS] [STRENGTHS] [SCALE] [INIT] [UPDATE]
 * </pre>
 *
 * {@code MODEL} may be {@code embedded}, {@code DATA} {@code time-units}; {@code RANKS} such as {@code 300,100} and
 * {@code SEEDS} such as {@code 0,1,2}; {@code content} leaves function words and punctuation out of the analysed tokens;
 * {@code PARTS} are letters of t(ree), l(ist of the tree's nodes about time), f(ine-tune), o(verlap), n(eurons),
 * c(overage); {@code SCALE} is as_fitted or unit; {@code STRENGTHS} are multiples of the typical length of an activation, such as {@code 0.5,1}.
 */
public final class CompositionReport {
    private static final long SEED = 1;
    private static final PrintStream OUT = System.out;

    private final LanguageModel model;
    private final int layer;
    private final ActivationMatrix a;
    private final TokenTable tokens;
    private final double[] strengths;

    private CompositionReport(LanguageModel model, int layer, Captured captured, double[] strengths) {
        this.model = model;
        this.layer = layer;
        this.a = captured.at(layer, Site.MLP_ACT);
        this.tokens = captured.tokens();
        this.strengths = strengths;
    }

    public static void main(String[] args) {
        int layer = Integer.parseInt(args[2]);
        CaptureOptions capture = CaptureOptions.layers(layer);
        if (args[6].equals("content")) {
            capture = capture.withLeaveOut(FunctionWords.ENGLISH, true);
        }
        SnmfOptions fit = SnmfOptions.fromProperties(Map.of(
                "rank", "1", "sparsity", args[4], "init", or(args, 10, "random"), "update", or(args, 11, "hals")));
        int[] ranks =
                Arrays.stream(args[3].split(",")).mapToInt(Integer::parseInt).toArray();
        double[] strengths = Arrays.stream(or(args, 8, "1").split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
        try (LanguageModel model =
                args[0].equals("embedded") ? EmbeddedModel.load() : LanguageModel.load(Path.of(args[0]))) {
            List<Sentence> data =
                    args[1].equals("time-units") ? EmbeddedModel.timeUnits() : DataSet.of(Path.of(args[1]));
            CompositionReport report = new CompositionReport(
                    model, layer, Capture.inMemory(model, data, capture, Progress.NONE), strengths);
            for (String seed : args[5].split(",", -1)) {
                SnmfOptions seeded = fit.withSeed(Long.parseLong(seed));
                say("seed %s", seed);
                RecursiveOptions recursive = RecursiveOptions.of(seeded, ranks)
                        .withScale(Scale.valueOf(or(args, 9, "as_fitted").toUpperCase(Locale.ROOT)));
                report.run(new RecursiveSnmf(recursive).fit(report.a, Progress.NONE), or(args, 7, "tfonc"));
            }
        }
    }

    private static String or(String[] args, int place, String otherwise) {
        return args.length > place ? args[place] : otherwise;
    }

    private static void say(String format, Object... values) {
        OUT.printf(Locale.ROOT, format + "%n", values);
    }

    private void run(Hierarchy fitted, String parts) {
        say("A %d x %d, layer %d", a.neurons(), a.tokens(), layer);
        for (Level level : fitted.levels()) {
            Level.Fit fit = level.fit().orElseThrow();
            say("rank %d: relative error %.4f in %d iterations", level.rank(), fit.relativeError(), fit.iterations());
        }
        Hierarchy tuned = parts.contains("f") ? fineTune(fitted) : fitted;
        if (parts.contains("t")) {
            tree("as fitted", fitted, parts.contains("l"));
            if (tuned != fitted) {
                tree("fine-tuned", tuned, parts.contains("l"));
            }
        }
        if (parts.contains("o")) {
            overlap(fitted);
        }
        if (parts.contains("n")) {
            for (By by : List.of(By.CONTRAST, By.NEXT_TOKEN_AND_PROJECTION, By.PROJECTION)) {
                neurons(fitted, by, "days", Concept.days());
                neurons(fitted, by, "months", Concept.months());
            }
        }
        if (parts.contains("c")) {
            coverage("as fitted", fitted);
            if (tuned != fitted) {
                coverage("fine-tuned", tuned);
            }
        }
    }

    private Hierarchy fineTune(Hierarchy fitted) {
        Hierarchy kept = fineTune(fitted, FineTuneOptions.defaults());
        fineTune(fitted, FineTuneOptions.defaults().withForm(FineTuneOptions.Form.UNCONSTRAINED));
        fineTune(fitted, FineTuneOptions.published().withForm(FineTuneOptions.Form.CONSTRAINED));
        fineTune(fitted, FineTuneOptions.published());
        return kept;
    }

    private Hierarchy fineTune(Hierarchy before, FineTuneOptions options) {
        Hierarchy after = new JointFineTuning(options).run(a, before, Progress.NONE);
        List<FineTuneStatus> trace = after.fineTuning();
        FineTuneStatus last = trace.get(trace.size() - 1);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < after.depth(); i++) {
            line.append(String.format(
                    Locale.ROOT,
                    "; level %d: error %.4f to %.4f, negative %.3f, outside %.3f",
                    i,
                    trace.get(0).relativeErrors().get(i),
                    last.relativeErrors().get(i),
                    after.negativeShare(i),
                    after.outsideSupport(i, before)));
        }
        say(
                "fine-tune %s %s, %d iterations, %.1f s%s",
                options.form(), options.objective(), last.iteration(), last.seconds(), line);
        return after;
    }

    private void tree(String name, Hierarchy h, boolean list) {
        Level fine = h.level(0);
        ConceptFeatures features = new ConceptFeatures(fine.features(), fine.coefficients(), tokens);
        List<Choice> days = half(features, Concept.days());
        List<Choice> months = half(features, Concept.months());
        say(
                "tree %s: features of their own (%d of the %d strongest tokens): days %d of 7, months %d of 12; by half of "
                        + "the tokens: %d and %d",
                name,
                ConceptFeatures.OWN,
                ConceptFeatures.CONTEXTS,
                days.stream().filter(Choice::own).count(),
                months.stream().filter(Choice::own).count(),
                days.size(),
                months.size());
        FeatureForest forest = FeatureForest.of(h, tokens, EdgeRule.appendixG());
        FeatureForest labelled = TreeLabels.label(forest, h, tokens, new LexicalDescriber(tokens), 10, Progress.NONE);
        for (boolean after : new boolean[] {false, true}) {
            ParentPurity purity = new ParentPurity(labelled, features.classes(Concept.kindsOfTime(), after));
            for (int i = 1; i < h.depth(); i++) {
                Optional<Permutation.Result> result = purity.test(i, Permutation.seeded(SEED));
                String text = result.map(r -> String.format(
                                Locale.ROOT, "%.3f, chance %.3f, p %.4f", r.observed(), r.chance(), r.p()))
                        .orElse("no groups");
                say("  purity of level %d by the %s token: %s", i, after ? "next" : "current", text);
            }
        }
        ParentPurity meetings = new ParentPurity(labelled, new int[h.rank(0)]);
        for (int i = 1; i < h.depth() && !days.isEmpty(); i++) {
            ParentPurity.Meeting meeting =
                    meetings.meeting(i, days.stream().mapToInt(Choice::feature).toArray());
            List<Integer> met = IntStream.of(meeting.features()).boxed().toList();
            List<String> names = days.stream()
                    .filter(c -> met.contains(c.feature()))
                    .map(c -> c.concept().name())
                    .toList();
            say(
                    "  most days meet at level %d under \"%s\": %s",
                    i, meeting.node().title(), names);
        }
        for (int i = h.depth() - 1; list && i >= 1; i--) {
            for (ForestNode node : labelled.level(i)) {
                List<String> children =
                        labelled.children(node).stream().map(ForestNode::title).toList();
                if (children.size() > 1 && children.stream().anyMatch(CompositionReport::isTime)) {
                    say("  %s %s <- %s", node.id(), node.title(), children);
                }
            }
        }
    }

    private static boolean isTime(String label) {
        return Arrays.stream(label.split("[^A-Za-z]+"))
                .anyMatch(w -> Concept.kindsOfTime().stream().anyMatch(k -> k.names(w)));
    }

    /** The features for concepts that have half of its strongest tokens. */
    private static List<Choice> half(ConceptFeatures features, List<Concept> concepts) {
        return features.choose(concepts, By.CURRENT_TOKEN, Optional.empty()).stream()
                .filter(c -> c.hits() >= ConceptFeatures.CONTEXTS / 2)
                .toList();
    }

    private void overlap(Hierarchy h) {
        Level fine = h.level(0);
        ConceptFeatures features = new ConceptFeatures(fine.features(), fine.coefficients(), tokens);
        int[] days = chosen(features, Concept.days());
        int[] months = chosen(features, Concept.months());
        for (TopNeurons rule : List.of(TopNeurons.support(), TopNeurons.shareOfMaximum(0.3))) {
            NeuronOverlap overlap = NeuronOverlap.of(fine.features(), rule);
            OverlapGroups groups = new OverlapGroups(overlap, Permutation.seeded(SEED));
            say("overlap, %s; %d day and %d month features (5 hits or more)", rule.text(), days.length, months.length);
            say(
                    "  random pairs share %.2f",
                    overlap.meanWithin(IntStream.range(0, overlap.size()).toArray()));
            if (days.length > 1) {
                say("  within days %s", text(groups.within(days)));
            }
            if (months.length > 1) {
                say("  within months %s", text(groups.within(months)));
            }
            if (days.length > 0 && months.length > 0) {
                say("  days with months %s", text(groups.across(days, months)));
            }
        }
    }

    private static String text(Permutation.Result r) {
        return String.format(Locale.ROOT, "%.2f, chance %.2f, p %.4f", r.observed(), r.chance(), r.p());
    }

    private static int[] chosen(ConceptFeatures features, List<Concept> concepts) {
        return half(features, concepts).stream().mapToInt(Choice::feature).toArray();
    }

    private List<int[]> prompts() {
        return NeutralPrompts.ids(model.tokenizer());
    }

    private void neurons(Hierarchy h, By by, String name, List<Concept> concepts) {
        Level fine = h.level(0);
        ConceptTokens ids = ConceptTokens.of(model.tokenizer(), concepts);
        var vocabulary = new ConceptFeatures.Vocabulary(VocabularyProjection.of(model, layer), ids.ids());
        List<Choice> chosen = new ConceptFeatures(fine.features(), fine.coefficients(), tokens)
                .choose(concepts, by, Optional.of(vocabulary));
        if (chosen.size() < 3) {
            say("neurons of %s by %s: only %d features", name, by, chosen.size());
            return;
        }
        List<Concept> used = chosen.stream().map(Choice::concept).toList();
        int[] features = chosen.stream().mapToInt(Choice::feature).toArray();
        int coreOf = NeuronGroups.thirdOf(features.length);
        NeuronGroups groups = NeuronGroups.of(fine.features(), features, TopNeurons.support(), coreOf);
        say(
                "neurons of %s by %s, hits %s. %s",
                name, by, chosen.stream().map(Choice::hits).toList(), groups.text());
        for (double strength : strengths) {
            Amplification added = Amplification.ofTypicalLength(layer, a, strength);
            EffectMatrix matrix = GroupEffects.measure(
                    model,
                    prompts(),
                    groups,
                    used.stream().map(Concept::name).toList(),
                    ConceptTokens.of(model.tokenizer(), used).ids(),
                    added,
                    Progress.NONE);
            say(
                    "  strength %.2f (length %.2f), %d prompts: own largest %d of %d, paper's pattern %d, diagonal %.2f, "
                            + "off %.2f, core raises %d (relative to the vocabulary %d)",
                    strength,
                    added.length(),
                    matrix.prompts(),
                    matrix.rowsOwnLargest(),
                    used.size(),
                    matrix.rowsOfPaperPattern(),
                    matrix.meanDiagonal(),
                    matrix.meanOffDiagonal(),
                    matrix.raisedByCore(),
                    raisedRelatively(matrix));
            if (strength == strengths[strengths.length - 1]) {
                table(matrix);
            }
        }
    }

    private static long raisedRelatively(EffectMatrix matrix) {
        return IntStream.range(0, matrix.coreRow())
                .filter(c -> matrix.centred(matrix.coreRow(), c) > 0)
                .count();
    }

    private static void table(EffectMatrix matrix) {
        for (int row = 0; row <= matrix.coreRow(); row++) {
            List<String> cells = new ArrayList<>();
            for (int c = 0; c < matrix.coreRow(); c++) {
                cells.add(String.format(Locale.ROOT, "%6.2f±%.2f", matrix.mean(row, c), matrix.spread(row, c)));
            }
            say("    %-10s %s", matrix.row(row), String.join(" ", cells));
        }
    }

    private void coverage(String name, Hierarchy h) {
        FeatureForest forest = FeatureForest.of(h, tokens, EdgeRule.appendixG());
        for (double strength : strengths) {
            Amplification added = Amplification.ofTypicalLength(layer, a, strength);
            CoverageReport report = new Coverage(model, added, CoverageOptions.paper(SEED))
                    .measure(h, forest, 1, prompts().subList(0, 20), Progress.NONE);
            say(
                    "coverage %s, strength %.2f, n %d (%d skipped): %s ± %.2f, diversity %s, per child %s, random %s ± %.2f, "
                            + "above random %s",
                    name,
                    strength,
                    report.n(),
                    report.skipped(),
                    text(report.coverage()),
                    report.spread(CoverageReport.ParentCoverage::coverage),
                    text(report.diversity()),
                    text(report.meanPerChild()),
                    text(report.random()),
                    report.spread(CoverageReport.ParentCoverage::random),
                    text(report.aboveRandom()));
        }
    }

    private static String text(Interval i) {
        return String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", i.estimate(), i.low(), i.high());
    }
}
