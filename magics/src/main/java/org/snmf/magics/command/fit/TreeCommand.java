package org.snmf.magics.command.fit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.experiments.hierarchy.TreeLabels;
import org.snmf.factorize.SnmfOptions;
import org.snmf.hierarchy.FineTuneStatus;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.Level;
import org.snmf.hierarchy.RecursiveOptions;
import org.snmf.hierarchy.RecursiveSnmf;
import org.snmf.hierarchy.finetune.FineTuneOptions;
import org.snmf.hierarchy.finetune.FineTunePlan;
import org.snmf.hierarchy.finetune.JointFineTuning;
import org.snmf.hierarchy.forest.EdgeRule;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.hierarchy.forest.ForestNode;
import org.snmf.magics.options.DescriberOptions;
import org.snmf.magics.options.FitOptions;
import org.snmf.magics.plan.FitPlan;
import org.snmf.magics.plan.Plan;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldTree;
import org.snmf.magics.session.Session;
import org.snmf.magics.source.MatrixSource;
import org.snmf.magics.source.ModelSource;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.store.TokenTable;
import org.snmf.views.display.Display;
import org.snmf.views.plot.LinePlot;
import org.snmf.views.plot.Series;
import org.snmf.views.tree.TreeView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Factorizes recursively and shows the tree of concepts. */
@Command(
        name = "tree",
        description = "Factorizes the features again and again and shows the tree of concepts; "
                + "without --ranks shows the current tree, named anew with --describer.")
@Example(value = "tree --layer 0 --ranks 200,100,40", returns = FeatureForest.class)
public final class TreeCommand extends SnmfCommand {
    private static final int CONTEXTS = 10;

    /** Whether and how all levels are fine-tuned together. */
    enum FineTune {
        NONE,
        CONSTRAINED,
        PUBLISHED;

        /** As options spell it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Mixin
    private FitOptions fit;

    @Mixin
    private MatrixSource source;

    @Mixin
    private ModelSource model;

    @Mixin
    private DescriberOptions describers;

    @Option(names = "--ranks", split = ",", paramLabel = "K", description = "Features of each level, descending.")
    private List<String> ranks = new ArrayList<>();

    @Option(
            names = "--scale",
            paramLabel = "HOW",
            description = "Length of the features that the next level factorizes: ${COMPLETION-CANDIDATES}. "
                    + "unit lets a rare feature count as much as any. Default: ${DEFAULT-VALUE}.")
    private RecursiveOptions.Scale scale = RecursiveOptions.Scale.AS_FITTED;

    @Option(
            names = "--fine-tune",
            paramLabel = "HOW",
            description =
                    "Improve all levels together after their fits: ${COMPLETION-CANDIDATES}. constrained keeps Y nonnegative and the "
                            + "neurons of each feature; published does neither, as the paper's code. Default: ${DEFAULT-VALUE}.")
    private FineTune fineTune = FineTune.NONE;

    @Option(
            names = "--fine-tune-iterations",
            paramLabel = "N",
            description = "Most iterations of it. Default: ${DEFAULT-VALUE}.")
    private int fineTuneIterations = FineTuneOptions.defaults().iterations();

    @Option(
            names = "--threshold",
            paramLabel = "SHARE",
            description = "Least share of a parent's mass that makes an edge. Default: 0.05.")
    private @Nullable Double threshold;

    @Option(names = "--children", paramLabel = "N", description = "Most children of one parent. Default: 8.")
    private @Nullable Integer children;

    @Option(names = "--one-parent", description = "Keep a child under its strongest parent only.")
    private boolean oneParent;

    @Option(names = "--nodes", paramLabel = "N", description = "Nodes to show. Default: ${DEFAULT-VALUE}.")
    private int nodes = 80;

    @Option(
            names = "--find",
            paramLabel = "TEXT",
            description =
                    "Show only the trees that hold nodes with this label or token, and mark these. Default: everything.")
    private @Nullable String find;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Write the tree as .json, .graphml or .nwk, or the hierarchy as .safetensors. Default: not written.")
    private @Nullable Path out;

    @Option(
            names = "--tree",
            paramLabel = "FILE",
            description =
                    "Hierarchy that --out wrote as .safetensors, instead of a new fit. Default: a new fit, or the current tree.")
    private @Nullable Path from;

    @Option(names = "--dry-run", description = "Show shapes, memory and an estimate of time; factorize nothing.")
    private boolean dryRun;

    @Override
    public Outcome run(Call call) {
        if (!ranks.isEmpty() && from != null) {
            throw new InputException("tree", "--ranks or --tree", "both", "Leave one of them out.");
        }
        if (dryRun) {
            return plan(call);
        }
        HeldTree held = ranks.isEmpty() && from == null && fineTune == FineTune.NONE ? again(call) : make(call);
        call.session().use(held);
        if (out != null) {
            if (out.toString().endsWith(".safetensors")) {
                held.hierarchy().save(out);
            } else {
                held.forest().save(out);
            }
        }
        return Outcome.of(held.forest(), display(held), json(held));
    }

    /** The current tree, its nodes named anew where a describer is given. */
    private HeldTree again(Call call) {
        HeldTree held = again(call.session());
        return describers.isGiven() ? named(call, held.forest(), held.hierarchy(), held.tokens()) : held;
    }

    private static HeldTree again(Session session) {
        return session.heldTree()
                .orElseThrow(() -> new InputException(
                        "tree",
                        "--ranks for a new tree",
                        "none, and no tree in this session",
                        "Example: --ranks 200,100,40"));
    }

    /** A new hierarchy, one from a file or the current one, fine-tuned (further) if that was asked for. */
    private HeldTree make(Call call) {
        try (MatrixSource.Opened opened = source.open(call)) {
            TokenTable tokens = opened.tokens()
                    .orElseThrow(() -> new InputException(
                            "tree", "activations with their tokens", "a matrix alone", "Capture activations first."));
            Hierarchy hierarchy = start(call, opened.matrix());
            if (fineTune != FineTune.NONE) {
                hierarchy = fineTuned(call, opened.matrix(), hierarchy);
            }
            FeatureForest forest = FeatureForest.of(hierarchy, tokens, rule());
            return named(call, forest, hierarchy, tokens);
        }
    }

    private HeldTree named(Call call, FeatureForest forest, Hierarchy hierarchy, TokenTable tokens) {
        FeatureForest labelled = describers.with(
                call,
                tokens,
                model,
                describer -> TreeLabels.label(forest, hierarchy, tokens, describer, CONTEXTS, call.progress()));
        return new HeldTree(hierarchy, labelled, tokens);
    }

    private Hierarchy start(Call call, ActivationMatrix a) {
        if (from != null) {
            return Hierarchy.load(from);
        }
        return ranks.isEmpty()
                ? again(call.session()).hierarchy()
                : new RecursiveSnmf(options(a)).fit(a, call.progress());
    }

    private RecursiveOptions options(ActivationMatrix a) {
        SnmfOptions options = fit.of(a, fit.options(ranks.get(0)));
        return RecursiveOptions.of(
                        options, ranks.stream().mapToInt(TreeCommand::rank).toArray())
                .withScale(scale);
    }

    /** Shows the error of every level by iteration, which are the terms of the loss. */
    private Hierarchy fineTuned(Call call, ActivationMatrix a, Hierarchy before) {
        Hierarchy after = new JointFineTuning(tuning()).run(a, before, call.progress());
        List<Series> terms = new ArrayList<>();
        for (int i = 0; i < after.depth(); i++) {
            int level = i;
            terms.add(new Series(
                    "level " + i + ", k = " + after.rank(i),
                    after.fineTuning().stream()
                            .mapToDouble(FineTuneStatus::iteration)
                            .toArray(),
                    after.fineTuning().stream()
                            .mapToDouble(s -> s.relativeErrors().get(level))
                            .toArray()));
        }
        call.screen()
                .show(LinePlot.of("Joint fine-tuning", "iteration", "relative error of A from each level", terms)
                        .plot()
                        .display());
        return after;
    }

    private Outcome plan(Call call) {
        if (ranks.isEmpty()) {
            throw new InputException("tree --dry-run", "--ranks", "none", "Example: --ranks 200,100,40 --dry-run");
        }
        try (MatrixSource.Opened opened = source.open(call)) {
            RecursiveOptions options = options(opened.matrix());
            long d = opened.matrix().neurons();
            long n = opened.matrix().tokens();
            Plan plan = new Plan("a tree").with("A", d + " × " + n);
            long bytes = 0;
            long factors = 0;
            double seconds = 0;
            long columns = n;
            long all = 0;
            for (int i = 0; i < options.levels().size(); i++) {
                SnmfOptions level = options.levels().get(i);
                long k = level.rank();
                plan.with("level " + i, "Z " + d + " × " + k + ", Y " + k + " × " + columns);
                FitPlan fitPlan = new FitPlan(level, d, columns);
                bytes = Math.max(bytes, factors + fitPlan.bytes());
                factors += Float.BYTES * k * columns;
                seconds += fitPlan.seconds(level.stopping().iterations());
                columns = k;
                all += k;
            }
            if (fineTune != FineTune.NONE) {
                FineTuneOptions tuning = tuning();
                plan.with("fine-tune", "at most " + tuning.iterations() + " iterations over all levels");
                List<Integer> levels =
                        options.levels().stream().map(SnmfOptions::rank).toList();
                bytes = Math.max(bytes, factors + FineTunePlan.of(d, n, levels).bytes());
                seconds += FineTunePlan.rehearsal(tuning, levels)
                        .seconds(tuning.iterations() * FineTunePlan.operations(tuning, d, n, levels));
            }
            plan.with("features in all", "features", all);
            describers.describe((int) all, plan);
            return plan.outcome(bytes, seconds);
        }
    }

    private static int rank(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new InputException("--ranks", "numbers that descend", "'" + text + "'", "Example: 200,100,40", e);
        }
    }

    private FineTuneOptions tuning() {
        FineTuneOptions options =
                fineTune == FineTune.PUBLISHED ? FineTuneOptions.published() : FineTuneOptions.defaults();
        return options.withIterations(fineTuneIterations);
    }

    private EdgeRule rule() {
        EdgeRule readable = EdgeRule.readable();
        return new EdgeRule(
                readable.share(),
                threshold == null ? readable.threshold() : threshold,
                children == null ? readable.maxChildren() : children,
                oneParent);
    }

    private Display display(HeldTree held) {
        TreeView view = TreeView.of(held.forest()).withNodes(nodes).withTitle(title(held));
        if (find != null) {
            List<ForestNode> found = held.forest().find(find);
            if (found.isEmpty()) {
                throw new InputException("--find", "a label or token of the tree", "'" + find + "'", "");
            }
            view = view.below(found.stream()
                            .map(n -> root(held.forest(), n))
                            .distinct()
                            .toList())
                    .marked(found);
        }
        return view.display();
    }

    /** The root above a node by the strongest edges. */
    private static ForestNode root(FeatureForest forest, ForestNode node) {
        ForestNode at = node;
        while (!at.parents().isEmpty()) {
            at = forest.strongestParent(at);
        }
        return at;
    }

    /** A title that names the number of features of all levels, the finest first. */
    private static String title(HeldTree held) {
        String where = held.place()
                .map(p -> "layer " + p.layer() + ", " + p.site() + ", ")
                .orElse("");
        return "Concept tree of " + where
                + held.hierarchy().levels().stream()
                        .map(level -> String.valueOf(level.rank()))
                        .collect(Collectors.joining(" → "))
                + " features";
    }

    private static Map<String, Object> json(HeldTree held) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("levels", held.hierarchy().levels().stream().map(Level::rank).toList());
        json.put(
                "relative_errors",
                held.hierarchy().levels().stream()
                        .map(l -> l.fit().map(Level.Fit::relativeError).orElse(null))
                        .toList());
        json.put("nodes", held.forest().nodes().size());
        json.put("edges", held.forest().edgeCount());
        json.put("depth", held.forest().depth());
        json.put("rule", held.forest().rule().text().toLowerCase(Locale.ROOT));
        List<FineTuneStatus> tuning = held.hierarchy().fineTuning();
        if (!tuning.isEmpty()) {
            FineTuneStatus last = tuning.get(tuning.size() - 1);
            json.put("fine_tune_iterations", last.iteration());
            json.put("fine_tune_errors_before", tuning.get(0).relativeErrors());
            json.put("fine_tune_errors_after", last.relativeErrors());
            json.put(
                    "negative_coefficients",
                    IntStream.range(0, held.hierarchy().depth())
                            .mapToObj(held.hierarchy()::negativeShare)
                            .toList());
        }
        json.put("roots", held.forest().roots().stream().map(ForestNode::title).toList());
        return json;
    }
}
