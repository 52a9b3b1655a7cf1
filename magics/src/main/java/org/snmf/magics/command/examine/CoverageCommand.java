package org.snmf.magics.command.examine;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.experiments.hierarchy.Coverage;
import org.snmf.experiments.hierarchy.CoverageOptions;
import org.snmf.experiments.hierarchy.CoverageReport;
import org.snmf.experiments.intervene.Amplification;
import org.snmf.experiments.stats.Interval;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.forest.EdgeRule;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.magics.options.PromptOptions;
import org.snmf.magics.plan.Plan;
import org.snmf.magics.report.Facts;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.FeatureOrigin;
import org.snmf.magics.session.HeldActivations;
import org.snmf.magics.session.HeldTree;
import org.snmf.magics.session.Session;
import org.snmf.magics.session.StoreCheck;
import org.snmf.magics.source.ModelSource;
import org.snmf.matrix.Origin;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.estimate.ForwardSpeed;
import org.snmf.store.Sentence;
import org.snmf.store.StoredSite;
import org.snmf.views.display.Numbers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how far parents cover what their children promote. */
@Command(
        name = "coverage",
        description = "Measures how far the parents of the current tree cover what their children promote.")
@Example(value = "coverage --level 1", returns = CoverageReport.class)
public final class CoverageCommand extends SnmfCommand {
    private static final int PROMPTS = 20;
    private static final int PROMPT_TOKENS = 5;
    private static final long LOGITS_A_PASS = 1 << 22;

    @Mixin
    private ModelSource model;

    @Mixin
    private PromptOptions prompts;

    @Option(
            names = "--tree",
            paramLabel = "FILE",
            description = "Hierarchy that tree --out wrote as .safetensors, with --input. Default: the session's tree.")
    private @Nullable Path file;

    @Option(
            names = "--input",
            paramLabel = "FOLDER",
            description = "Activations that the tree is of, for their tokens. Default: the session's.")
    private @Nullable Path activations;

    @Option(names = "--level", paramLabel = "I", description = "Level of the parents. Default: ${DEFAULT-VALUE}.")
    private int level = 1;

    @Option(
            names = "--strength",
            paramLabel = "X",
            description = "What is added, in typical lengths of an activation. Default: ${DEFAULT-VALUE}.")
    private double strength = 1;

    @Option(
            names = "--child-tokens",
            paramLabel = "N",
            description = "Promoted tokens of a child. Default: ${DEFAULT-VALUE}.")
    private int childTokens = CoverageOptions.paper(0).childTokens();

    @Option(
            names = "--parent-tokens",
            paramLabel = "N",
            description = "Promoted tokens of a parent. Default: ${DEFAULT-VALUE}.")
    private int parentTokens = CoverageOptions.paper(0).parentTokens();

    @Option(names = "--seed", paramLabel = "S", description = "Seed of the control. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--dry-run", description = "Show shapes, memory and an estimate of time; amplify nothing.")
    private boolean dryRun;

    @Override
    public Outcome run(Call call) {
        LanguageModel network = model.load(call).model();
        HeldTree tree = tree(call);
        Amplification amplification = tree.amplification(network, call.session().modelName(), strength);
        CoverageOptions paper = CoverageOptions.paper(seed);
        CoverageOptions options = new CoverageOptions(childTokens, parentTokens, seed, paper.bootstrap());
        FeatureForest forest = FeatureForest.of(tree.hierarchy(), tree.tokens(), EdgeRule.appendixG());
        List<int[]> ids = prompts(call, network, tree);
        if (dryRun) {
            return plan(network, forest, ids);
        }
        CoverageReport report = new Coverage(network, amplification, options)
                .measure(tree.hierarchy(), forest, level, ids, call.progress());
        if (report.n() == 0) {
            throw new InputException(
                    "coverage",
                    "a parent with two children on level " + level,
                    "none",
                    "Take another --level or tree.");
        }
        return Outcome.of(report, facts(report).display(), json(report));
    }

    private HeldTree tree(Call call) {
        if (activations != null) {
            StoreCheck.open(call.session(), call.screen(), activations);
        }
        if (file == null) {
            return call.session().heldTree().orElseThrow(() -> Session.missing("a tree", "tree"));
        }
        Hierarchy hierarchy = Hierarchy.load(file);
        HeldActivations of = call.session().activations();
        StoredSite place = of.choose(
                hierarchy.origin().map(Origin::layer).orElse(null),
                hierarchy.origin().map(Origin::site).orElse(null));
        FeatureOrigin.requireActivations(hierarchy.origin(), hierarchy.tokens(), of, place);
        return new HeldTree(hierarchy, FeatureForest.of(hierarchy, of.tokens(), EdgeRule.appendixG()), of.tokens());
    }

    private Outcome plan(LanguageModel network, FeatureForest forest, List<int[]> ids) {
        if (level < 1 || level >= forest.depth()) {
            throw new InputException("--level", "1 to " + (forest.depth() - 1), "" + level, "");
        }
        long parents = forest.level(level).stream()
                .filter(n -> n.children().size() >= 2)
                .count();
        long features = parents + forest.level(level - 1).size();
        long vocabulary = network.config().vocabulary();
        return new Plan("a coverage")
                .with("parents with two children or more", "parents", parents)
                .with("features to amplify, at most", "features", features)
                .with("prompts", "prompts", ids.size())
                .with(
                        "promoted tokens",
                        childTokens + " of a child, " + parentTokens + " of a parent, of " + vocabulary)
                .outcome(
                        4 * (vocabulary * ids.size() + Math.max(LOGITS_A_PASS, vocabulary * ids.size())),
                        features * ForwardSpeed.logits(network.config(), ids));
    }

    /** Given prompts, or the beginnings of the first sentences of the data. */
    private List<int[]> prompts(Call call, LanguageModel network, HeldTree tree) {
        List<String> texts = prompts.texts(call, List.of());
        if (!texts.isEmpty()) {
            return PromptOptions.ids(network, texts);
        }
        List<int[]> beginnings = tree.tokens().sentences().stream()
                .map(Sentence::text)
                .distinct()
                .map(text -> network.tokenizer().encodePrompt(text).ids())
                .filter(encoded -> encoded.length > PROMPT_TOKENS)
                .limit(PROMPTS)
                .map(encoded -> java.util.Arrays.copyOf(encoded, PROMPT_TOKENS))
                .toList();
        call.screen().say("Prompts: the first " + PROMPT_TOKENS + " tokens of " + beginnings.size() + " sentences.");
        return beginnings;
    }

    private static Facts facts(CoverageReport report) {
        return new Facts("Coverage of children by parents" + (report.stopped() ? " (stopped early)" : ""))
                .with("parents", report.n() + ", and " + report.skipped() + " with fewer than two children")
                .with("coverage", text(report.coverage()))
                .with("diversity", text(report.diversity()))
                .with("coverage per child", text(report.meanPerChild()))
                .with("coverage of random features", text(report.random()))
                .with("above random", text(report.aboveRandom()))
                .with("prompts", report.prompts());
    }

    private static String text(Interval i) {
        return Numbers.fixed(i.estimate(), 3) + " (" + Numbers.fixed(100 * i.level(), 0) + " %: "
                + Numbers.fixed(i.low(), 3) + " to " + Numbers.fixed(i.high(), 3) + ")";
    }

    private static Map<String, Object> json(CoverageReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("parents", report.n());
        json.put("skipped", report.skipped());
        json.put("coverage", report.coverage().estimate());
        json.put("diversity", report.diversity().estimate());
        json.put("coverage_per_child", report.meanPerChild().estimate());
        json.put("coverage_random", report.random().estimate());
        json.put("above_random_low", report.aboveRandom().low());
        json.put("prompts", report.prompts());
        json.put("stopped", report.stopped());
        return json;
    }
}
