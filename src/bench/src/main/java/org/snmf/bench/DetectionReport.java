package org.snmf.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snmf.data.DataSet;
import org.snmf.data.FunctionWords;
import org.snmf.experiments.detect.Detection;
import org.snmf.experiments.detect.DetectionSet;
import org.snmf.experiments.detect.HoldOut;
import org.snmf.experiments.detect.LabelFamilies;
import org.snmf.experiments.detect.MethodScores;
import org.snmf.experiments.detect.Score;
import org.snmf.experiments.dictionary.training.AutoencoderOptions;
import org.snmf.experiments.dictionary.training.Sparsity;
import org.snmf.experiments.directions.OutputDirections;
import org.snmf.experiments.faithfulness.Faithfulness;
import org.snmf.experiments.faithfulness.FaithfulnessReport;
import org.snmf.experiments.rivals.Method;
import org.snmf.experiments.rivals.Rival;
import org.snmf.experiments.rivals.Rivals;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.experiments.stats.Interval;
import org.snmf.experiments.stats.MeanDifference;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.fit.Snmf;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.Captured;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;

/**
 * Concept detection of SNMF and its rivals on labelled sentences (paper, section 4), as tab-separated lines on standard
 * output, flushed one by one.
 *
 * <pre>DetectionReport MODEL DATA.json LAYERS RANKS SPARSITY SEEDS METHODS EPOCHS GRID [content]</pre>
 *
 * {@code MODEL} may be {@code embedded}, {@code DATA} {@code sentences} or {@code time-units}; {@code RANKS} such as
 * {@code 50,100}, {@code SEEDS} such as {@code 0,1,2}; {@code METHODS} from {@link Method#keys()}, or {@code none};
 * {@code GRID} is {@code full} (Appendix C), {@code rate} (its greatest rate only) or {@code one} (its greatest rate with 5
 * active latents, or a penalty of 5). The grid is searched with the first seed; the other seeds train its best run. {@code content} leaves function words and punctuation out of the fit, not out of the evaluation.
 */
public final class DetectionReport {
    private static final PrintStream OUT = System.out;
    private static final int HELD = 5;
    private static final int VALIDATION = 4;
    /** Share of its contexts from which a label counts as the direction's own. */
    private static final double NAMED = 0.5;

    private final LanguageModel model;
    private final List<Sentence> data;
    private final String[] args;
    private final Map<String, AutoencoderOptions> bestRuns = new LinkedHashMap<>();

    private DetectionReport(LanguageModel model, List<Sentence> data, String[] args) {
        this.model = model;
        this.data = data;
        this.args = args;
    }

    public static void main(String[] args) {
        try (LanguageModel model =
                args[0].equals("embedded") ? EmbeddedModel.load() : LanguageModel.load(Path.of(args[0]))) {
            List<Sentence> data =
                    switch (args[1]) {
                        case "sentences" -> EmbeddedModel.sentences();
                        case "time-units" -> EmbeddedModel.timeUnits();
                        default -> DataSet.of(Path.of(args[1]));
                    };
            line(
                    "model",
                    "layer",
                    "k",
                    "seed",
                    "method",
                    "n",
                    "unscored",
                    "positive",
                    "low",
                    "high",
                    "higher",
                    "named n",
                    "named positive",
                    "named auc",
                    "auc",
                    "low",
                    "high",
                    "hard auc",
                    "clarity",
                    "responsiveness",
                    "purity",
                    "low",
                    "high",
                    "anti",
                    "median S",
                    "vs SNMF auc",
                    "low",
                    "high",
                    "delta",
                    "KL recovered",
                    "CE recovered",
                    "EV",
                    "remark");
            DetectionReport report = new DetectionReport(model, data, args);
            for (String layer : args[2].split(",", -1)) {
                for (String rank : args[3].split(",", -1)) {
                    for (String seed : args[5].split(",", -1)) {
                        report.run(Integer.parseInt(layer), Integer.parseInt(rank), Long.parseLong(seed));
                    }
                }
            }
        }
    }

    private void run(int layer, int rank, long seed) {
        HoldOut evaluation = HoldOut.of(data, HELD, seed);
        HoldOut validation = HoldOut.of(evaluation.fit(), VALIDATION, seed);
        DetectionSet set = DetectionSet.ofLabels(evaluation.held(), families(data), seed);
        CaptureOptions capture = CaptureOptions.layers(layer)
                .withSites(
                        Site.MLP_ACT,
                        OutputDirections.space(model.config(), layer).site());
        boolean content = args.length > 9 && args[9].equals("content");
        CaptureOptions ofFit = content ? capture.withLeaveOut(FunctionWords.ENGLISH, true) : capture;
        Captured fit = Capture.inMemory(model, validation.fit(), ofFit, Progress.NONE);
        Captured held = Capture.inMemory(model, set.sentences(), capture, Progress.NONE);
        SnmfOptions options = SnmfOptions.rank(rank)
                .withSparsity(Double.parseDouble(args[4]))
                .withSeed(seed)
                .withThreads(1);
        Factorization factorization = Snmf.fit(fit.at(layer, Site.MLP_ACT), options, Progress.NONE);
        Rivals rivals = new Rivals(model, layer, fit, factorization.features(), seed, 1);
        Location place = new Location(layer, Site.MLP_ACT);
        Faithfulness faithfulness = Faithfulness.ofSentences(model, place, evaluation.held(), Progress.NONE);
        Faithfulness ofValidation = Faithfulness.ofSentences(model, place, validation.held(), Progress.NONE);
        Detection detection = new Detection(set, held);
        List<Rival> all = new ArrayList<>(List.of(rivals.snmf(Progress.NONE)));
        MethodScores ours = show(layer, rank, seed, all.get(0), detection, null, faithfulness);
        for (String key : args[6].equals("none") ? new String[0] : args[6].split(",", -1)) {
            Method method = Method.of(key).orElseThrow(() -> new IllegalArgumentException(key + ": " + Method.keys()));
            Rival rival = method == Method.SAE_TOPK || method == Method.SAE_L1
                    ? autoencoder(rivals, method, layer, rank, seed, ofValidation)
                    : rivals.of(method, Progress.NONE);
            show(layer, rank, seed, rival, detection, ours, faithfulness);
        }
    }

    private Rival autoencoder(Rivals rivals, Method method, int layer, int rank, long seed, Faithfulness validation) {
        List<AutoencoderOptions> grid = method == Method.SAE_TOPK
                ? AutoencoderOptions.topKGrid(rank, seed)
                : AutoencoderOptions.l1Grid(rank, seed);
        if (!args[8].equals("full")) {
            double most =
                    grid.stream().mapToDouble(AutoencoderOptions::rate).max().orElseThrow();
            grid = grid.stream().filter(one -> one.rate() == most).toList();
        }
        if (args[8].equals("one")) {
            List<Sparsity> middle = List.of(new Sparsity.TopK(5), new Sparsity.L1(5));
            grid = grid.stream().filter(one -> middle.contains(one.sparsity())).toList();
        }
        String key = method + " " + layer + " " + rank;
        if (bestRuns.containsKey(key)) {
            grid = List.of(bestRuns.get(key).withSeed(seed));
        }
        int epochs = Integer.parseInt(args[7]);
        List<AutoencoderOptions> shortened =
                grid.stream().map(one -> one.withEpochs(epochs)).toList();
        Rivals.Trained trained = rivals.autoencoder(shortened, validation, Progress.NONE);
        bestRuns.putIfAbsent(key, trained.choice().best().options());
        return trained.rival();
    }

    private MethodScores show(
            int layer,
            int rank,
            long seed,
            Rival rival,
            Detection detection,
            @Nullable MethodScores ours,
            Faithfulness faithfulness) {
        Bootstrap bootstrap = new Bootstrap(2000, 0.95, seed);
        MethodScores scores = detection.score(rival.directions(), rival.labels(), Progress.NONE);
        Interval positive = scores.positiveShare(bootstrap);
        Interval auc = scores.mean(Score::auc, bootstrap);
        MethodScores named = scores.where(score -> score.label().share() >= NAMED);
        Interval purity = scores.mean(score -> score.fade().purity(), bootstrap);
        @Nullable
        MeanDifference difference = ours == null
                ? null
                : MeanDifference.ofGroups(ours.measured(Score::auc), scores.measured(Score::auc), bootstrap);
        @Nullable
        FaithfulnessReport kept = rival.reconstruction()
                .map(one -> faithfulness.of(one, Progress.NONE))
                .orElse(null);
        double[] ratios = scores.logRatios();
        Arrays.sort(ratios);
        line(
                args[0].replaceAll(".*/", ""),
                layer,
                rank,
                seed,
                rival.method(),
                scores.scored(),
                scores.scores().size() - scores.scored(),
                positive.estimate(),
                positive.low(),
                positive.high(),
                scores.higherShare(bootstrap).estimate(),
                named.scored(),
                named.positiveShare(bootstrap).estimate(),
                named.mean(Score::auc, bootstrap).estimate(),
                auc.estimate(),
                auc.low(),
                auc.high(),
                scores.mean(Score::hardAuc, bootstrap).estimate(),
                scores.mean(score -> score.fade().clarity(), bootstrap).estimate(),
                scores.mean(score -> score.fade().responsiveness(), bootstrap).estimate(),
                purity.estimate(),
                purity.low(),
                purity.high(),
                (long) Arrays.stream(scores.measured(score -> score.fade().sign() < 0 ? 1 : 0))
                        .sum(),
                ratios.length == 0 ? Double.NaN : ratios[ratios.length / 2],
                difference == null ? "" : difference.mean().estimate(),
                difference == null ? "" : difference.mean().low(),
                difference == null ? "" : difference.mean().high(),
                difference == null ? "" : difference.effect(),
                kept == null ? "" : kept.klRecovered(),
                kept == null ? "" : kept.crossEntropyRecovered(),
                kept == null ? "" : kept.explainedVariance(),
                rival.remark());
        return scores;
    }

    /** The labels of the embedded sentences that are close relatives, where the data are those. */
    private static LabelFamilies families(List<Sentence> data) {
        return data.equals(EmbeddedModel.sentences()) ? LabelFamilies.ofEmbeddedSentences() : LabelFamilies.NONE;
    }

    private static void line(Object... cells) {
        StringBuilder line = new StringBuilder();
        for (Object cell : cells) {
            line.append(line.length() == 0 ? "" : "\t")
                    .append(cell instanceof Double value ? String.format(Locale.ROOT, "%.3f", value) : cell);
        }
        OUT.println(line);
        OUT.flush();
    }
}
