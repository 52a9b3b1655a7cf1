package org.snmf.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.directions.RandomDirections;
import org.snmf.experiments.directions.SnmfDirections;
import org.snmf.experiments.judge.OfflineJudge;
import org.snmf.experiments.judge.Target;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.experiments.stats.Interval;
import org.snmf.experiments.steer.Aggregation;
import org.snmf.experiments.steer.Divergences;
import org.snmf.experiments.steer.PublishedSearch;
import org.snmf.experiments.steer.ScoredDirection;
import org.snmf.experiments.steer.SteeredDirection;
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
import org.snmf.models.generate.Generation;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;

/**
 * Steering (paper, section 5), as tab-separated lines on standard output.
 *
 * <pre>SteeringReport MODEL LAYER RANK SEARCHED TIMED SCORED</pre>
 *
 * {@code MODEL} may be {@code embedded}. Strengths are searched for the first {@code SEARCHED} features: the share reached,
 * the steps, the worst miss, and how far strengths found alone lie from those found together. The whole protocol is timed on
 * {@code TIMED} features, and on two of them as the published code computes it: one strength a pass, eight texts a batch,
 * with the keys and values kept and without. {@code SCORED} features and as many random directions are judged offline.
 */
public final class SteeringReport {
    private static final PrintStream OUT = System.out;
    private static final int PUBLISHED = 2;

    private final LanguageModel model;
    private final int layer;
    private final Steering steering;

    private SteeringReport(LanguageModel model, int layer) {
        this.model = model;
        this.layer = layer;
        this.steering = new Steering(model, layer, SteeringOptions.DEFAULT);
    }

    public static void main(String[] args) {
        try (LanguageModel model =
                args[0].equals("embedded") ? EmbeddedModel.load() : LanguageModel.load(Path.of(args[0]))) {
            int layer = Integer.parseInt(args[1]);
            Captured captured =
                    Capture.inMemory(model, EmbeddedModel.sentences(), CaptureOptions.layers(layer), Progress.NONE);
            Factorization fit = Snmf.fit(
                    captured.at(layer, Site.MLP_ACT),
                    SnmfOptions.rank(Integer.parseInt(args[2])).withSparsity(0.05),
                    Progress.NONE);
            ConceptDirections features = SnmfDirections.of(fit.features(), model, layer);
            SteeringReport report = new SteeringReport(model, layer);
            report.search(features, first(Integer.parseInt(args[3]), features));
            report.time(features, first(Integer.parseInt(args[4]), features));
            int scored = Integer.parseInt(args[5]);
            double[] ours = report.score(features, first(scored, features));
            ConceptDirections random = RandomDirections.of(model, layer, scored, 1);
            report.score(random, first(scored, random));
            line("scored features", ours.length);
        }
    }

    private static int[] first(int count, ConceptDirections directions) {
        return IntStream.range(0, directions.size())
                .filter(i -> !directions.dead(i))
                .limit(count)
                .toArray();
    }

    private static void line(Object... cells) {
        OUT.println(String.join("\t", Arrays.stream(cells).map(String::valueOf).toList()));
        OUT.flush();
    }

    private void search(ConceptDirections directions, int[] chosen) {
        List<float[]> vectors = IntStream.of(chosen)
                .mapToObj(i -> directions.steering(i).orElseThrow())
                .toList();
        long begun = System.nanoTime();
        List<List<Strength>> found = steering.search().find(vectors);
        double seconds = (System.nanoTime() - begun) / 1e9;
        int cells = 0;
        int reached = 0;
        int monotone = 0;
        int most = 0;
        double steps = 0;
        double miss = 0;
        double apart = 0;
        for (int i = 0; i < found.size(); i++) {
            List<Strength> alone =
                    steering.search().find(List.of(vectors.get(i))).get(0);
            for (int t = 0; t < alone.size(); t++) {
                cells++;
                if (found.get(i).get(t) instanceof Strength.Reached one) {
                    reached++;
                    monotone += one.monotone() ? 1 : 0;
                    steps += one.steps();
                    most = Math.max(most, one.steps());
                    miss = Math.max(miss, Math.abs(one.kl() / one.target() - 1));
                    if (alone.get(t) instanceof Strength.Reached other) {
                        apart = Math.max(apart, Math.abs(other.alpha() / one.alpha() - 1));
                    } else {
                        apart = Double.POSITIVE_INFINITY;
                    }
                }
            }
        }
        line("search", "features", chosen.length, "cells", cells, "reached", reached, "monotone", monotone);
        line("search", "steps", steps / reached, "most", most, "worst relative miss", miss);
        line("search", "alone against together", apart, "seconds", seconds);
    }

    private void time(ConceptDirections directions, int[] chosen) {
        steering.run(directions, new int[] {chosen[0]}, Optional.empty(), Progress.NONE);
        long begun = System.nanoTime();
        List<SteeredDirection> done = steering.run(directions, chosen, Optional.empty(), Progress.NONE);
        double each = (System.nanoTime() - begun) / 1e9 / chosen.length;
        line("protocol", "features", done.size(), "seconds a feature", each, "a minute", 60 / each);
        int few = Math.min(PUBLISHED, chosen.length);
        double[] asPublished = new double[3];
        for (int i = 0; i < few; i++) {
            published(directions.steering(chosen[i]).orElseThrow(), asPublished);
        }
        double cached = (asPublished[0] + asPublished[1]) / few;
        double whole = (asPublished[0] + asPublished[2]) / few;
        line("published", "search", asPublished[0] / few, "texts", asPublished[1] / few, "full", asPublished[2] / few);
        line("published", "with cache, a minute", 60 / cached, "times slower", cached / each);
        line("published", "full passes, a minute", 60 / whole, "times slower", whole / each);
    }

    /** Adds seconds of the search, of the texts with a cache, and of the texts by full passes (choosing tokens left out). */
    private void published(float[] f, double[] seconds) {
        SteeringOptions options = steering.options();
        long begun = System.nanoTime();
        List<Strength> found = new PublishedSearch(
                        new Divergences(model, steering.location(), options.prompts()), options.targets())
                .find(f);
        seconds[0] += (System.nanoTime() - begun) / 1e9;
        int[] prompt = model.tokenizer().encode(options.prompts().get(0), true).ids();
        int reached = 0;
        for (Strength strength : steering.search().find(List.of(f)).get(0)) {
            if (strength instanceof Strength.Reached one) {
                reached++;
                List<List<Intervention>> added = Collections.nCopies(
                        options.samples(),
                        List.of(Intervention.add(
                                layer, steering.location().site(), f, (float) (one.sign() * one.alpha()))));
                begun = System.nanoTime();
                List<int[]> texts = Generation.generate(
                        model,
                        Collections.nCopies(options.samples(), prompt),
                        added,
                        options.generation(),
                        Generation.Listener.NONE,
                        Progress.NONE);
                seconds[1] += (System.nanoTime() - begun) / 1e9;
                begun = System.nanoTime();
                for (int length = 0; length < options.generation().maxNewTokens(); length++) {
                    List<int[]> rows = new ArrayList<>();
                    for (int[] text : texts) {
                        int[] row = Arrays.copyOf(prompt, prompt.length + length);
                        System.arraycopy(text, 0, row, prompt.length, length);
                        rows.add(row);
                    }
                    model.nextLogits(rows, added);
                }
                seconds[2] += (System.nanoTime() - begun) / 1e9;
            }
        }
        line(
                "published",
                "cells of its search",
                found.stream().filter(Strength::isReached).count(),
                "texts of",
                reached);
    }

    private double[] score(ConceptDirections directions, int[] chosen) {
        SteeringScores scores = new SteeringScores(
                model, steering, steering.unsteered(), Optional.of(new OfflineJudge(new SentenceSpace(), model)));
        VocabularyProjection projection = VocabularyProjection.of(model, layer);
        List<ScoredDirection> scored = new ArrayList<>();
        for (SteeredDirection one : steering.run(directions, chosen, Optional.empty(), Progress.NONE)) {
            float[] f = directions.steering(one.index()).orElseThrow();
            float[] promoted = projection.scoresOfResidual(f);
            List<Target> targets = IntStream.of(1, -1)
                    .mapToObj(sign -> projection.strongest(promoted, 10, sign).stream()
                            .map(token -> token.text().strip())
                            .toList())
                    .map(tokens -> new Target(String.join(", ", tokens), List.of(), tokens))
                    .toList();
            scored.add(scores.score(one, f, targets, Progress.NONE));
        }
        for (Aggregation aggregation : Aggregation.values()) {
            line(
                    directions.method(),
                    aggregation,
                    "final",
                    text(scored.stream()
                            .mapToDouble(one -> one.scores(aggregation).finalScore())
                            .toArray()),
                    "concept",
                    text(scored.stream()
                            .mapToDouble(one -> one.scores(aggregation).concept())
                            .toArray()),
                    "fluency",
                    text(scored.stream()
                            .mapToDouble(one -> one.scores(aggregation).fluency())
                            .toArray()));
        }
        double[] finals = scored.stream()
                .mapToDouble(one -> one.scores(Aggregation.BEST_CELL).finalScore())
                .toArray();
        double[] output = scored.stream()
                .mapToDouble(one ->
                        one.outputScore().stream().mapToDouble(x -> x).max().orElse(0))
                .toArray();
        line(
                directions.method(),
                "KL elsewhere",
                text(scored.stream()
                        .mapToDouble(one -> one.elsewhere().orElse(Double.NaN))
                        .toArray()));
        line(
                directions.method(),
                "output score",
                text(output),
                "Spearman with final",
                new SpearmansCorrelation().correlation(output, finals));
        return finals;
    }

    private static String text(double[] values) {
        Interval mean = Bootstrap.seeded(1)
                .mean(Arrays.stream(values).filter(Double::isFinite).toArray());
        return String.format("%.3f (%.3f–%.3f)", mean.estimate(), mean.low(), mean.high());
    }
}
