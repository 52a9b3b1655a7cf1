package org.snmf.magics.command.examine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.snmf.errors.InputException;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.judge.Judge;
import org.snmf.experiments.steer.Aggregation;
import org.snmf.experiments.steer.ScoredDirection;
import org.snmf.experiments.steer.SteeredDirection;
import org.snmf.experiments.steer.Steering;
import org.snmf.experiments.steer.SteeringFile;
import org.snmf.experiments.steer.SteeringOptions;
import org.snmf.experiments.steer.SteeringScores;
import org.snmf.features.FeatureSheet;
import org.snmf.magics.options.FeatureSource;
import org.snmf.magics.options.JudgeChoice;
import org.snmf.magics.options.ModelSource;
import org.snmf.magics.options.SteeringChoice;
import org.snmf.magics.plan.Plan;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldFeatures;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.estimate.ForwardSpeed;
import org.snmf.views.steer.SteeringTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adds features to what the model computes and scores what it then writes. */
@Command(
        description =
                "Concept steering: adds each feature with strengths that move the next token by given divergences, "
                        + "both signs, and scores the texts that the model then writes.")
@Example(value = "steer --features 3,7 --judge offline", returns = SteeringTable.class)
public final class SteerCommand extends SnmfCommand {
    @Mixin
    private ModelSource model;

    @Mixin
    private FeatureSource source;

    @Mixin
    private SteeringChoice steering;

    @Mixin
    private JudgeChoice judge;

    @Option(names = "--features", split = ",", paramLabel = "R", description = "Features to steer with. Default: all.")
    private List<Integer> features = new ArrayList<>();

    @Option(
            names = "--aggregation",
            paramLabel = "HOW",
            description =
                    "How a feature's cells become one score: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Aggregation aggregation = Aggregation.BEST_CELL;

    @Option(
            names = "--published",
            description = "Search strengths as the paper's code does: one sign, α in [1, 2000], within 0.01 nats.")
    private boolean published;

    @Option(
            names = "--texts",
            paramLabel = "FILE",
            description = "Keep texts here (.json), and go on from what is there. Default: not kept.")
    private Path texts;

    @Option(names = "--dry-run", description = "Show time and calls; steer nothing.")
    private boolean dryRun;

    @Override
    public Outcome run(Call call) {
        SteeringOptions options = steering.options();
        LanguageModel network = model.load(call).model();
        HeldFeatures held = source.open(call);
        int[] all = held.features().chosen();
        ConceptDirections directions = held.directions(network, call.session().modelName(), all);
        int layer = directions.space().layer();
        int[] chosen = features.isEmpty()
                ? IntStream.range(0, all.length).toArray()
                : features.stream().mapToInt(r -> place(held, all, r)).toArray();
        SteeringTargets targets = new SteeringTargets(held, network, layer);
        if (dryRun) {
            return plan(network, options, chosen, targets);
        }
        Steering run = new Steering(network, layer, options, published);
        List<String> unsteered = run.unsteered();
        Optional<SteeringFile> file = Optional.ofNullable(texts).map(SteeringFile::of);
        List<SteeredDirection> steered = run.run(directions, chosen, file, call.progress());
        if (steered.size() < chosen.length) {
            call.progress()
                    .warn((chosen.length - steered.size()) + " of " + chosen.length
                            + " features were not steered: they are dead, or the work was stopped.");
        }
        return judge.with(call, network, who -> {
            SteeringScores scores = new SteeringScores(network, run, unsteered, who);
            List<ScoredDirection> scored = new ArrayList<>();
            for (SteeredDirection one : steered) {
                float[] f = directions.steering(one.index()).orElseThrow();
                scored.add(scores.score(one, f, targets.of(one.source(), f), call.progress()));
            }
            String name = who.map(Judge::name).orElse("");
            if (who.isPresent()) {
                columns(scored, name).forEach(held::note);
            }
            String title = "Concept steering, " + call.session().modelName() + ", layer " + layer + ", " + scored.size()
                    + " features, after '" + String.join("', '", options.prompts()) + "'";
            SteeringTable table = new SteeringTable(title, name, aggregation, scored, unsteered);
            return Outcome.of(
                    table,
                    table.display(),
                    SteeringReport.json(
                            run,
                            scored,
                            unsteered,
                            name,
                            aggregation,
                            options.generation().seed()));
        });
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

    private Outcome plan(LanguageModel network, SteeringOptions options, int[] chosen, SteeringTargets targets) {
        int cells = 2 * options.targets().size();
        int perFeature = cells * options.samples();
        String longest = options.prompts().stream().reduce("", (a, b) -> a.length() >= b.length() ? a : b);
        int[] prompt = network.tokenizer().encodePrompt(longest).ids();
        List<int[]> rows = Collections.nCopies(perFeature, prompt);
        List<int[]> passes =
                Collections.nCopies((cells + 13) * 4 * options.prompts().size(), prompt);
        double seconds = chosen.length
                * (ForwardSpeed.generating(
                                network.config(), rows, options.generation().maxNewTokens())
                        + ForwardSpeed.logits(network.config(), passes));
        Plan plan = new Plan("concept steering")
                .with("features", "features", chosen.length)
                .with("targets and signs of each", "cells", cells)
                .with("texts", "texts", chosen.length * perFeature)
                .with("tokens of a text", "tokens", options.generation().maxNewTokens());
        judge.describe(
                chosen.length * perFeature,
                targets.named("a concept"),
                " word".repeat(options.generation().maxNewTokens()),
                plan);
        return plan.outcome(Float.BYTES * (long) perFeature * network.config().vocabulary(), seconds);
    }

    /** What the sheet of the features gets. */
    private Stream<FeatureSheet.Column> columns(List<ScoredDirection> scored, String by) {
        Map<Integer, Object> finals = new TreeMap<>();
        Map<Integer, Object> concepts = new TreeMap<>();
        Map<Integer, Object> fluencies = new TreeMap<>();
        Map<Integer, String> without = new TreeMap<>();
        for (ScoredDirection one : scored) {
            Aggregation.Scores scores = one.scores(aggregation);
            int r = one.steered().source();
            if (Double.isFinite(scores.finalScore())) {
                finals.put(r, scores.finalScore());
                concepts.put(r, scores.concept());
                fluencies.put(r, scores.fluency());
            } else {
                without.put(r, one.cells().isEmpty() ? "no target was reached" : "no text has a score");
            }
        }
        String giver = by + ", " + aggregation.text();
        return Stream.of(
                new FeatureSheet.Column("steering", giver, finals, without),
                new FeatureSheet.Column("steering concept", giver, concepts, without),
                new FeatureSheet.Column("steering fluency", giver, fluencies, without));
    }
}
