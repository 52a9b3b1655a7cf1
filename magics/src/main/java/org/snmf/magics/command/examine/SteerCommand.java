package org.snmf.magics.command.examine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.experiments.detect.ContextLabels;
import org.snmf.experiments.directions.Activity;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.judge.Judge;
import org.snmf.experiments.judge.Target;
import org.snmf.experiments.rivals.Rival;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.experiments.steer.Aggregation;
import org.snmf.experiments.steer.Aims;
import org.snmf.experiments.steer.MethodAims;
import org.snmf.experiments.steer.OutputScore;
import org.snmf.experiments.steer.SteeredDirection;
import org.snmf.experiments.steer.SteeredMethod;
import org.snmf.experiments.steer.Steering;
import org.snmf.experiments.steer.SteeringFile;
import org.snmf.experiments.steer.SteeringOptions;
import org.snmf.experiments.steer.SteeringScores;
import org.snmf.magics.options.JudgeChoice;
import org.snmf.magics.options.RivalList;
import org.snmf.magics.options.RivalMaker;
import org.snmf.magics.options.RivalOptions;
import org.snmf.magics.options.SteeringChoice;
import org.snmf.magics.plan.Plan;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldFeatures;
import org.snmf.magics.source.FeatureSource;
import org.snmf.magics.source.ModelSource;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.estimate.ForwardSpeed;
import org.snmf.store.Sentence;
import org.snmf.store.TokenTable;
import org.snmf.views.steer.SteeringFigures;
import org.snmf.views.steer.SteeringTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adds features to what the model computes and scores what it then writes. */
@Command(
        name = "steer",
        description =
                "Concept steering: adds each feature with strengths that move the next token by given divergences, "
                        + "both signs, and scores the texts that the model then writes, beside other methods under the same protocol.")
@Example(value = "steer --features 3,7 --judge offline --baseline diffmeans,random", returns = SteeringTable.class)
public final class SteerCommand extends SnmfCommand {
    private static final String DESCRIBER = "describer";
    private static final String CONTEXTS = "contexts";
    private static final String TOKENS = "tokens";

    @Mixin
    private ModelSource model;

    @Mixin
    private FeatureSource source;

    @Mixin
    private SteeringChoice steering;

    @Mixin
    private RivalOptions rivals;

    @Mixin
    private JudgeChoice judge;

    @Option(names = "--features", split = ",", paramLabel = "R", description = "Features to steer with. Default: all.")
    private List<Integer> features = new ArrayList<>();

    @Option(
            names = "--best",
            paramLabel = "N",
            description =
                    "Steer with the N features of the greatest output scores, instead of --features. Default: not used.")
    private @Nullable Integer best;

    @Option(
            names = "--baseline",
            paramLabel = "METHODS",
            description = RivalList.TEXT
                    + "As many directions of each as there are features to steer with, the first that are not dead; of "
                    + "diffmeans those of the features' labels. Default: none.")
    private String baseline;

    @Option(
            names = "--labels",
            paramLabel = "WHOSE",
            completionCandidates = Givers.class,
            description = "What texts are judged for: 'describer', the labels that 'label' gave, else promoted tokens; "
                    + "'contexts', the label of most of the strongest sentences, with these; 'tokens', what each sign "
                    + "promotes. Default: describer; with --baseline contexts in the first half of the layers and tokens "
                    + "in the second, for all methods alike.")
    private String labels;

    @Option(
            names = "--aggregation",
            paramLabel = "HOW",
            description =
                    "How the scores of a feature at all its targets and signs become one: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Aggregation aggregation = Aggregation.BEST_CELL;

    @Option(
            names = "--published",
            description =
                    "Do as the paper's code does: search strengths for one sign, α in [1, 2000], within 0.01 nats, "
                            + "and let the judge read the prompt too.")
    private boolean published;

    @Option(
            names = "--texts",
            paramLabel = "FILE",
            description = "Keep texts here (.json), and go on from what is there. Default: not kept.")
    private @Nullable Path texts;

    /** Who says what texts are judged for. */
    static final class Givers implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(DESCRIBER, CONTEXTS, TOKENS).iterator();
        }
    }

    @Override
    public Outcome run(Call call) {
        SteeringOptions options = steering.options(call, rivals.seed);
        RivalList asked = RivalList.of("--baseline", baseline);
        LanguageModel network = model.load(call).model();
        HeldFeatures held = source.open(call);
        int[] all = held.features().chosen();
        ConceptDirections directions = held.directions(network, call.session().modelName(), all);
        int layer = directions.space().layer();
        Aims aims = aims(held, network, layer, asked);
        List<Sentence> read = asked.keys().isEmpty() ? List.of() : rivals.sentences(call);
        RivalMaker maker = new RivalMaker(call, network, held, rivals, read, asked);
        int[] chosen = chosen(call, network, held, directions, all);
        if (rivals.dryRun) {
            return plan(network, options, chosen.length, asked, maker);
        }
        Steering run = new Steering(network, layer, options, published);
        List<String> unsteered = run.unsteered();
        List<Rival> methods = asked.keys().isEmpty() ? List.of(own(held, directions)) : maker.make();
        Map<Rival, List<SteeredDirection>> steered = steer(call, run, methods, chosen);
        Bootstrap bootstrap = Bootstrap.seeded(rivals.seed);
        return judge.with(call, network, who -> {
            SteeringScores scores = new SteeringScores(network, run, unsteered, who);
            List<SteeredMethod> scored = steered.entrySet().stream()
                    .map(entry -> scores.score(entry.getKey(), entry.getValue(), aims, call.progress()))
                    .toList();
            String name = who.map(Judge::name).orElse("");
            SteeringColumns.of(scored.get(0), name, aggregation).forEach(held::note);
            String title = "Concept steering, " + call.session().modelName() + ", layer " + layer + ", " + chosen.length
                    + " features, after '" + String.join("', '", options.prompts()) + "'"
                    + (published ? ", strengths of the published code" : "");
            SteeringTable table = new SteeringTable(title, name, aggregation, scored, unsteered, bootstrap);
            figures(call, scored);
            table.best().ifPresent(one -> call.screen().show(one.display()));
            return Outcome.of(
                    table, table.display(), SteeringReport.json(run, scored, unsteered, name, aggregation, bootstrap));
        });
    }

    /** What the texts of all methods are judged for. */
    private Aims aims(HeldFeatures held, LanguageModel network, int layer, RivalList asked) {
        boolean alone = asked.keys().isEmpty();
        if (labels == null && !alone) {
            return new MethodAims(network, layer, MethodAims.Source.usual(network.config(), layer));
        }
        switch (labels == null ? DESCRIBER : labels) {
            case CONTEXTS -> {
                return new MethodAims(network, layer, MethodAims.Source.CONTEXTS);
            }
            case TOKENS -> {
                return new MethodAims(network, layer, MethodAims.Source.TOKENS);
            }
            case DESCRIBER -> {
                if (alone) {
                    return new SteeringTargets(held, network, layer);
                }
                throw new InputException(
                        "--labels " + DESCRIBER,
                        "--labels contexts or tokens where methods are compared",
                        DESCRIBER,
                        "A describer has labelled the features only; all methods must be judged alike.");
            }
            default -> throw new InputException("--labels", "describer, contexts or tokens", labels, "");
        }
    }

    /** Places among the features that are held; a plan only counts them, and computes no score. */
    private int[] chosen(Call call, LanguageModel network, HeldFeatures held, ConceptDirections directions, int[] all) {
        if (best == null) {
            return features.isEmpty()
                    ? IntStream.range(0, all.length).toArray()
                    : features.stream().mapToInt(r -> place(held, all, r)).toArray();
        }
        if (!features.isEmpty() || best < 1) {
            throw new InputException(
                    "--best", "at least 1, without --features", best + (features.isEmpty() ? "" : " and both"), "");
        }
        if (rivals.dryRun) {
            return IntStream.range(0, Math.min(best, all.length)).toArray();
        }
        return new OutputScore(network, directions.space().layer())
                .best(directions, best, call.progress()).stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
    }

    private static int place(HeldFeatures held, int[] all, int feature) {
        held.requireFeatures(feature);
        int at = Arrays.binarySearch(all, feature);
        if (at < 0) {
            throw new InputException(
                    "--features",
                    "features that are held, " + held.extent(),
                    String.valueOf(feature),
                    "Read more of them with 'sae --read'.");
        }
        return at;
    }

    /** The features with what the session knows of their contexts. */
    private static Rival own(HeldFeatures held, ConceptDirections directions) {
        Activity activity = held.tokens()
                .map(tokens -> new Activity(held.chosenCoefficients(), tokens))
                .orElseGet(() -> new Activity(
                        new DenseCoefficients(new float[directions.size()][0]), new TokenTable(List.of(), List.of())));
        return new Rival(
                directions, ContextLabels.of(activity), activity, Optional.empty(), directions.size() + " features");
    }

    private Map<Rival, List<SteeredDirection>> steer(Call call, Steering run, List<Rival> methods, int[] chosen) {
        Optional<SteeringFile> file = Optional.ofNullable(texts).map(SteeringFile::of);
        Map<Rival, List<SteeredDirection>> steered = new LinkedHashMap<>();
        Set<String> named = new LinkedHashSet<>();
        for (Rival method : methods) {
            int[] own = steered.isEmpty() ? chosen : method.beside(chosen.length, named);
            List<SteeredDirection> done = run.run(method.directions(), own, file, call.progress());
            if (done.size() < own.length) {
                call.progress()
                        .warn((own.length - done.size()) + " of " + own.length + " directions of " + method.method()
                                + " were not steered with: they are dead, or the work was stopped.");
            }
            if (steered.isEmpty()) {
                IntStream.of(own).forEach(r -> method.labels().get(r).label().ifPresent(named::add));
            }
            steered.put(method, done);
        }
        return steered;
    }

    private void figures(Call call, List<SteeredMethod> scored) {
        if (scored.size() > 1) {
            Map<String, ToDoubleFunction<Aggregation.Scores>> scores = new LinkedHashMap<>();
            scores.put("final score", Aggregation.Scores::finalScore);
            scores.put("concept score", Aggregation.Scores::concept);
            scores.put("fluency score", Aggregation.Scores::fluency);
            scores.forEach((name, score) -> SteeringFigures.byLayer(
                            "Concept steering by layer and method, " + name,
                            name,
                            scored,
                            one -> score.applyAsDouble(one.scores(aggregation)))
                    .ifPresent(plot -> call.screen().show(plot.display())));
        }
        SteeringFigures.conceptAgainstFluency("Concept against fluency", scored, aggregation)
                .ifPresent(plot -> call.screen().show(plot.display()));
    }

    private Outcome plan(LanguageModel network, SteeringOptions options, int count, RivalList asked, RivalMaker maker) {
        int cells = 2 * options.targets().size();
        int each = cells * options.samples();
        int directions = count * (1 + asked.keys().size());
        String longest = options.prompts().stream().reduce("", (a, b) -> a.length() >= b.length() ? a : b);
        int[] prompt = network.tokenizer().encodePrompt(longest).ids();
        List<int[]> rows = Collections.nCopies(each, prompt);
        List<int[]> passes =
                Collections.nCopies((cells + 13) * 4 * options.prompts().size(), prompt);
        double seconds = directions
                        * (ForwardSpeed.generating(
                                        network.config(),
                                        rows,
                                        options.generation().maxNewTokens())
                                + ForwardSpeed.logits(network.config(), passes))
                + (asked.keys().isEmpty() ? 0 : maker.seconds());
        Plan plan = new Plan("concept steering")
                .with("features", "features", count)
                .with("methods beside them", "methods", asked.keys())
                .with("targets and signs of each", "cells", cells)
                .with("texts", "texts", directions * each)
                .with("tokens of a text", "tokens", options.generation().maxNewTokens());
        judge.describe(
                directions * each,
                new Target("a concept", List.of(), List.of()),
                " word".repeat(options.generation().maxNewTokens()),
                plan);
        return plan.outcome(Float.BYTES * (long) each * network.config().vocabulary(), seconds);
    }
}
