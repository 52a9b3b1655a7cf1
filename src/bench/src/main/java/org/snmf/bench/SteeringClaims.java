package org.snmf.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.snmf.experiments.detect.HoldOut;
import org.snmf.experiments.dictionary.training.AutoencoderOptions;
import org.snmf.experiments.directions.OutputDirections;
import org.snmf.experiments.faithfulness.Faithfulness;
import org.snmf.experiments.judge.Continuations;
import org.snmf.experiments.judge.Judge;
import org.snmf.experiments.judge.Judgement;
import org.snmf.experiments.judge.OfflineJudge;
import org.snmf.experiments.judge.Score;
import org.snmf.experiments.rivals.Method;
import org.snmf.experiments.rivals.Rival;
import org.snmf.experiments.rivals.Rivals;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.experiments.stats.Interval;
import org.snmf.experiments.stats.MeanDifference;
import org.snmf.experiments.steer.Aggregation;
import org.snmf.experiments.steer.Aims;
import org.snmf.experiments.steer.CellScore;
import org.snmf.experiments.steer.MethodAims;
import org.snmf.experiments.steer.ScoredDirection;
import org.snmf.experiments.steer.SteeredDirection;
import org.snmf.experiments.steer.SteeredMethod;
import org.snmf.experiments.steer.Steering;
import org.snmf.experiments.steer.SteeringOptions;
import org.snmf.experiments.steer.SteeringScores;
import org.snmf.experiments.steer.Strength;
import org.snmf.experiments.texts.SentenceSpace;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.fit.Snmf;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.Captured;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.generate.GenerationOptions;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;

/**
 * The paper's claims of section 5 under the offline judge: final, concept and fluency scores of SNMF and its rivals with intervals
 * and differences, as tab-separated lines on standard output. What was found so far is told again after every seed and layer,
 * and examples of the best and of the worst features at the end.
 *
 * <pre>SteeringClaims PLACES RANK SEEDS METHODS DIRECTIONS TARGETS SAMPLES TOKENS EPOCHS</pre>
 *
 * "nothing added" are unsteered texts in the place of each feature's steered ones: what the best of so many cells is worth by
 * chance. "sentences of the label" are held-out sentences that were written about it: what the judge gives to what it should
 * know. "named" are directions whose label at least half of their strongest sentences bear.
 *
 * {@code PLACES} such as {@code embedded:0,DIR:2}; {@code METHODS} from {@link Method#keys()}, or {@code none}; {@code DIRECTIONS} of each method, the
 * first that are not dead; difference-in-means those of the labels of the features taken.
 */
public final class SteeringClaims {
    private static final PrintStream OUT = System.out;
    private static final int VALIDATION = 4;
    private static final int YARDSTICK = 16;
    private static final double NAMED = 0.5;

    private final String[] args;
    private final SentenceSpace space = new SentenceSpace();
    private final Map<String, LanguageModel> models = new LinkedHashMap<>();
    private final Map<String, List<SteeredMethod>> all = new LinkedHashMap<>();
    private final IdentityHashMap<ScoredDirection, Double> shares = new IdentityHashMap<>();

    private SteeringClaims(String[] args) {
        this.args = args;
    }

    public static void main(String[] args) {
        SteeringClaims claims = new SteeringClaims(args);
        for (String seed : args[2].split(",", -1)) {
            for (String place : args[0].split(",", -1)) {
                claims.run(
                        place.substring(0, place.lastIndexOf(':')),
                        Integer.parseInt(place.substring(place.lastIndexOf(':') + 1)),
                        Long.parseLong(seed));
            }
            claims.tell("all places", "");
            claims.foretold();
        }
        claims.examples();
        claims.models.values().forEach(LanguageModel::close);
    }

    private void run(String name, int layer, long seed) {
        LanguageModel model = models.computeIfAbsent(
                name, key -> key.equals("embedded") ? EmbeddedModel.load() : LanguageModel.load(Path.of(key)));
        SteeringOptions options = new SteeringOptions(
                SteeringOptions.DEFAULT.prompts(),
                Stream.of(args[5].split(";")).map(Double::valueOf).toList(),
                1e-3,
                Integer.parseInt(args[6]),
                GenerationOptions.sampled(Integer.parseInt(args[7]), 1, seed).withTopK(30));
        Steering steering = new Steering(model, layer, options);
        int texts = 2 * options.targets().size() * options.samples();
        List<String> plain = new Steering(
                        model,
                        layer,
                        new SteeringOptions(
                                options.prompts(),
                                options.targets(),
                                options.tolerance(),
                                YARDSTICK + texts,
                                options.generation()))
                .unsteered();
        List<String> yardstick = plain.subList(0, YARDSTICK);
        Judge judge = new OfflineJudge(space, model);
        SteeringScores scores = new SteeringScores(model, steering, yardstick, Optional.of(judge));
        Aims aims = new MethodAims(model, layer, MethodAims.Source.usual(model.config(), layer));
        String place = name.replaceAll(".*/", "") + " layer " + layer;
        List<String> labels = new ArrayList<>();
        HoldOut validation = HoldOut.of(EmbeddedModel.sentences(), VALIDATION, seed);
        for (Rival rival : rivals(model, layer, seed, validation)) {
            int[] chosen = rival.beside(Integer.parseInt(args[4]), labels);
            List<SteeredDirection> steered = steering.run(rival.directions(), chosen, Optional.empty(), Progress.NONE);
            keep(place, seed, rival, scores.score(rival, steered, aims, Progress.NONE));
            if (labels.isEmpty()) {
                IntStream.of(chosen).forEach(i -> rival.labels().get(i).label().ifPresent(labels::add));
                List<SteeredDirection> none = steered.stream()
                        .map(one -> unchanged(one, options, plain.subList(YARDSTICK, plain.size())))
                        .toList();
                SteeredMethod nothing = scores.score(rival, none, aims, Progress.NONE);
                keep(place, seed, rival, new SteeredMethod("nothing added", "", layer, nothing.directions()));
                sentences(place, judge, yardstick, validation.held(), nothing.directions());
            }
        }
        tell(place, place + "\t");
    }

    private void keep(String place, long seed, Rival rival, SteeredMethod method) {
        method.directions()
                .forEach(one -> shares.put(
                        one, rival.labels().get(one.steered().index()).share()));
        all.computeIfAbsent(place + "\t" + method.method(), key -> new ArrayList<>())
                .add(method);
        line(
                "measured",
                place,
                "seed " + seed,
                method.method(),
                method.directions().size(),
                method.remark());
    }

    /** The same direction with texts to which nothing was added. */
    private static SteeredDirection unchanged(SteeredDirection one, SteeringOptions options, List<String> texts) {
        List<SteeredDirection.Cell> cells = new ArrayList<>();
        for (int sign : new int[] {1, -1}) {
            for (double target : options.targets()) {
                int first = cells.size() * options.samples();
                cells.add(new SteeredDirection.Cell(
                        new Strength.Reached(target, sign, 0, 0, 0, 0, true),
                        texts.subList(first, first + options.samples())));
            }
        }
        return new SteeredDirection(one.method(), one.index(), one.source(), one.name(), one.vector(), cells);
    }

    /** What the judge gives to sentences about each label, before it is used. */
    private static void sentences(
            String place, Judge judge, List<String> yardstick, List<Sentence> held, List<ScoredDirection> directions) {
        List<Judgement> given = new ArrayList<>();
        for (ScoredDirection one : directions) {
            List<String> own = held.stream()
                    .filter(sentence ->
                            one.aim().label().filter(sentence.label()::equals).isPresent())
                    .map(Sentence::text)
                    .toList();
            if (!own.isEmpty()) {
                given.addAll(judge.judge(
                        one.aim().targets().get(0), new Continuations("I think that", yardstick, own), Progress.NONE));
            }
        }
        Bootstrap bootstrap = new Bootstrap(2000, .95, 1);
        double[] concept =
                given.stream().mapToDouble(one -> one.concept().value()).toArray();
        double[] fluency = given.stream()
                .map(Judgement::fluency)
                .filter(Score::scored)
                .mapToDouble(Score::value)
                .toArray();
        line(place, "sentences of the label", "concept", "n " + concept.length, text(bootstrap.mean(concept)));
        line(place, "sentences of the label", "fluency", "n " + fluency.length, text(bootstrap.mean(fluency)));
    }

    private List<Rival> rivals(LanguageModel model, int layer, long seed, HoldOut validation) {
        CaptureOptions places = CaptureOptions.layers(layer)
                .withSites(
                        Site.MLP_ACT,
                        OutputDirections.space(model.config(), layer).site());
        Captured captured = Capture.inMemory(model, validation.fit(), places, Progress.NONE);
        int rank = Integer.parseInt(args[1]);
        Factorization fit = Snmf.fit(
                captured.at(layer, Site.MLP_ACT),
                SnmfOptions.rank(rank).withSparsity(0.05).withSeed(seed).withThreads(1),
                Progress.NONE);
        Rivals rivals = new Rivals(model, layer, captured, fit.features(), seed, 1);
        List<Rival> made = new ArrayList<>(List.of(rivals.snmf(Progress.NONE)));
        for (String key : args[3].equals("none") ? new String[0] : args[3].split(",")) {
            Method method = Method.of(key).orElseThrow(() -> new IllegalArgumentException(key + ": " + Method.keys()));
            boolean topK = method == Method.SAE_TOPK;
            made.add(
                    topK || method == Method.SAE_L1
                            ? rivals.autoencoder(
                                            List.of(AutoencoderOptions.usual(topK, rank, seed)
                                                    .withEpochs(Integer.parseInt(args[8]))),
                                            faithfulness(model, layer, validation.held()),
                                            Progress.NONE)
                                    .rival()
                            : rivals.of(method, Progress.NONE));
        }
        return made;
    }

    private static Faithfulness faithfulness(LanguageModel model, int layer, List<Sentence> sentences) {
        return Faithfulness.ofSentences(model, new Location(layer, Site.MLP_ACT), sentences, Progress.NONE);
    }

    /** Means of all methods at one place or at all, and the differences of the first method to each other one. */
    private void tell(String place, String prefix) {
        Map<String, List<SteeredMethod>> methods = new LinkedHashMap<>();
        all.forEach((key, runs) -> {
            if (key.startsWith(prefix)) {
                methods.computeIfAbsent(key.substring(key.indexOf('\t') + 1), name -> new ArrayList<>())
                        .addAll(runs);
            }
        });
        Map<String, ToDoubleFunction<ScoredDirection>> measures = new LinkedHashMap<>();
        measures.put("final", one -> one.scores(Aggregation.BEST_CELL).finalScore());
        measures.put("concept", one -> one.scores(Aggregation.BEST_CELL).concept());
        measures.put("fluency", one -> one.scores(Aggregation.BEST_CELL).fluency());
        measures.put(
                "best concept", one -> one.scores(Aggregation.EACH_AT_ITS_BEST).concept());
        measures.put(
                "final, named",
                one -> shares.getOrDefault(one, 0.0) >= NAMED
                        ? one.scores(Aggregation.BEST_CELL).finalScore()
                        : Double.NaN);
        measures.put("concept, + less −", SteeringClaims::signed);
        measures.put("mean final", one -> one.scores(Aggregation.MEAN).finalScore());
        measures.put("mean concept", one -> one.scores(Aggregation.MEAN).concept());
        measures.put("mean fluency", one -> one.scores(Aggregation.MEAN).fluency());
        measures.put("elsewhere", one -> one.effects().elsewhere().orElse(Double.NaN));
        measures.put("output", one -> one.effects().greaterOutputScore());
        measures.put("input", one -> one.effects().inputScore());
        Bootstrap bootstrap = new Bootstrap(2000, .95, 1);
        List<SteeredMethod> first = methods.values().iterator().next();
        methods.forEach((name, runs) -> measures.forEach((measure, of) -> {
            double[] values = values(runs, of);
            if (values.length == 0) {
                return;
            }
            line(
                    place,
                    name,
                    measure,
                    "n " + values.length,
                    text(bootstrap.mean(values)),
                    runs == first ? "" : less(first, runs, of, bootstrap));
        }));
    }

    /** Whether scores without a judge order directions as the judge does. */
    private void foretold() {
        foretold(
                "SNMF",
                all.entrySet().stream()
                        .filter(entry -> entry.getKey().endsWith("\tSNMF"))
                        .flatMap(entry -> entry.getValue().stream())
                        .toList());
        foretold("all methods", all.values().stream().flatMap(List::stream).toList());
    }

    /** By how much adding a direction shows the concept better than taking it away, where both are judged for the same. */
    private static double signed(ScoredDirection one) {
        if (!one.aim().targets().get(0).equals(one.aim().targets().get(1))) {
            return Double.NaN;
        }
        double[] means = new double[2];
        for (int side = 0; side < 2; side++) {
            int sign = side == 0 ? 1 : -1;
            means[side] = one.cells().stream()
                    .filter(cell -> cell.strength().sign() == sign)
                    .mapToDouble(CellScore::concept)
                    .filter(Double::isFinite)
                    .average()
                    .orElse(Double.NaN);
        }
        return means[0] - means[1];
    }

    /** Differences of label means within each seed and layer, all pairs drawn together. */
    private static String less(
            List<SteeredMethod> first,
            List<SteeredMethod> others,
            ToDoubleFunction<ScoredDirection> measure,
            Bootstrap bootstrap) {
        List<double[]> pairs = new ArrayList<>();
        for (int run = 0; run < Math.min(first.size(), others.size()); run++) {
            pairs.addAll(first.get(run).pairs(others.get(run), measure));
        }
        MeanDifference difference = MeanDifference.ofPairs(
                pairs.stream().mapToDouble(pair -> pair[0]).toArray(),
                pairs.stream().mapToDouble(pair -> pair[1]).toArray(),
                bootstrap);
        MeanDifference unpaired = MeanDifference.ofGroups(values(first, measure), values(others, measure), bootstrap);
        return "SNMF less it, " + pairs.size() + " labels of both: " + text(difference.mean()) + "\tunpaired: "
                + text(unpaired.mean());
    }

    private static double[] values(List<SteeredMethod> runs, ToDoubleFunction<ScoredDirection> measure) {
        return runs.stream()
                .flatMapToDouble(run -> Arrays.stream(run.measured(measure)))
                .toArray();
    }

    private static void foretold(String whose, List<SteeredMethod> runs) {
        SteeredMethod together = new SteeredMethod(
                whose,
                "",
                0,
                runs.stream().flatMap(run -> run.directions().stream()).toList());
        Map<String, ToDoubleFunction<ScoredDirection>> scores = Map.of(
                "output score", one -> one.effects().greaterOutputScore(),
                "input score", one -> one.effects().inputScore());
        scores.forEach((name, score) -> together.foretells(score, Aggregation.BEST_CELL)
                .ifPresent(found -> line(
                        "all places",
                        whose,
                        name + " and the final score, Spearman",
                        "n " + found.n(),
                        text(found.spearman()),
                        "p " + found.p())));
    }

    /** Of SNMF's features at all places. */
    private void examples() {
        Map<ScoredDirection, String> places = new LinkedHashMap<>();
        all.forEach((key, runs) -> {
            if (key.endsWith("\tSNMF")) {
                runs.forEach(
                        run -> run.directions().forEach(one -> places.put(one, key.substring(0, key.indexOf('\t')))));
            }
        });
        SteeringExamples.of(places).forEach(example -> line(example.toArray()));
    }

    private static String text(Interval interval) {
        return number(interval.estimate()) + " (" + number(interval.low()) + " to " + number(interval.high()) + ")";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static void line(Object... cells) {
        OUT.println(String.join("\t", Arrays.stream(cells).map(String::valueOf).toList()));
        OUT.flush();
    }
}
