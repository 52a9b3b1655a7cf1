package org.snmf.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.directions.SnmfDirections;
import org.snmf.experiments.steer.Divergences;
import org.snmf.experiments.steer.PublishedSearch;
import org.snmf.experiments.steer.Steering;
import org.snmf.experiments.steer.SteeringOptions;
import org.snmf.experiments.steer.Strength;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.fit.Snmf;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.Captured;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.generate.Generation;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;

/**
 * What steering costs (paper, section 5), as tab-separated lines on standard output.
 *
 * <pre>SteeringReport MODEL LAYER RANK SEARCHED TIMED CELLS</pre>
 *
 * {@code MODEL} may be {@code embedded}. Strengths are searched for the first {@code SEARCHED} features: the share reached,
 * the steps, the worst miss, and how far strengths found alone lie from those found together. The whole protocol is timed on
 * {@code TIMED} features, one after the other, each in turn with the way of the published code: one strength a pass, eight texts a
 * batch, without kept keys and values, and with them. Of its fourteen strengths a feature {@code CELLS} are computed and
 * the time is multiplied. Seconds are of the processor, of all threads together; choosing tokens is left out of full passes.
 */
public final class SteeringReport {
    private static final PrintStream OUT = System.out;

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
            int searched = Integer.parseInt(args[3]);
            if (searched > 0) {
                report.search(features, first(searched, features));
            }
            report.time(features, first(Integer.parseInt(args[4]) + 1, features), Integer.parseInt(args[5]));
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
        Seconds together = new Seconds();
        Seconds byItself = new Seconds();
        List<List<Strength>> found = new ArrayList<>();
        steering.search().find(vectors.subList(0, 1));
        together.add(() -> found.addAll(steering.search().find(vectors)), 1);
        int cells = 0;
        int reached = 0;
        int monotone = 0;
        int most = 0;
        double steps = 0;
        double miss = 0;
        double apart = 0;
        for (int i = 0; i < found.size(); i++) {
            List<float[]> one = List.of(vectors.get(i));
            List<Strength> alone = new ArrayList<>();
            byItself.add(() -> alone.addAll(steering.search().find(one).get(0)), 1);
            for (int t = 0; t < alone.size(); t++) {
                cells++;
                if (found.get(i).get(t) instanceof Strength.Reached strength) {
                    reached++;
                    monotone += strength.monotone() ? 1 : 0;
                    steps += strength.steps();
                    most = Math.max(most, strength.steps());
                    miss = Math.max(miss, Math.abs(strength.kl() / strength.target() - 1));
                    if (alone.get(t) instanceof Strength.Reached other) {
                        apart = Math.max(apart, Math.abs(other.alpha() / strength.alpha() - 1));
                    } else {
                        apart = Double.POSITIVE_INFINITY;
                    }
                }
            }
        }
        line("search", "features", chosen.length, "cells", cells, "reached", reached, "monotone", monotone);
        line("search", "steps", steps / reached, "most", most, "worst relative miss", miss);
        line("search", "alone against together", apart);
        line(
                "search",
                "seconds a feature, together",
                together.sum / found.size(),
                "alone",
                byItself.sum / found.size());
    }

    private void time(ConceptDirections directions, int[] chosen, int cells) {
        Seconds ours = new Seconds();
        Seconds search = new Seconds();
        Seconds cached = new Seconds();
        Seconds full = new Seconds();
        for (int i = 0; i < chosen.length; i++) {
            int[] one = {chosen[i]};
            ours.add(() -> steering.run(directions, one, Optional.empty(), Progress.NONE), 1);
            published(directions.steering(chosen[i]).orElseThrow(), cells, search, cached, full);
            if (i == 0) {
                // The first turn warms up.
                List.of(ours, search, cached, full).forEach(Seconds::clear);
            }
        }
        int n = chosen.length - 1;
        line("seconds a feature", "ours", ours.sum / n, "published: search", search.sum / n, "texts", full.sum / n);
        line("published, full passes", "times slower", (search.sum + full.sum) / ours.sum);
        line("published, with cache", "times slower", (search.sum + cached.sum) / ours.sum, "texts", cached.sum / n);
        line("features a minute of processor time", 60 * n / ours.sum);
    }

    /** Sums up seconds of the processor. */
    private static final class Seconds {
        private double sum;

        void add(Runnable work, double times) {
            long begun = SteeringSpeed.processorNanos();
            work.run();
            sum += times * (SteeringSpeed.processorNanos() - begun) / 1e9;
        }

        void clear() {
            sum = 0;
        }
    }

    private void published(float[] f, int cells, Seconds search, Seconds cached, Seconds full) {
        SteeringOptions options = steering.options();
        int of = options.targets().size();
        int few = Math.min(of, cells);
        Divergences divergences = new Divergences(model, steering.location(), options.prompts());
        search.add(
                () -> new PublishedSearch(divergences, options.targets().subList(0, few)).find(f), of / (double) few);
        int[] prompt = model.tokenizer().encode(options.prompts().get(0), true).ids();
        List<Strength.Reached> reached = steering.search().find(List.of(f)).get(0).stream()
                .filter(Strength.Reached.class::isInstance)
                .map(Strength.Reached.class::cast)
                .toList();
        List<Strength.Reached> computed = reached.subList(0, Math.min(cells, reached.size()));
        double times = reached.size() / (double) computed.size();
        for (Strength.Reached one : computed) {
            List<List<Intervention>> added = Collections.nCopies(
                    options.samples(),
                    List.of(Intervention.add(
                            layer, steering.location().site(), f, (float) (one.sign() * one.alpha()))));
            List<int[]> texts = new ArrayList<>();
            cached.add(
                    () -> texts.addAll(Generation.generate(
                            model,
                            Collections.nCopies(options.samples(), prompt),
                            added,
                            options.generation(),
                            Generation.Listener.NONE,
                            Progress.NONE)),
                    times);
            full.add(() -> fullPasses(prompt, texts, added), times);
        }
    }

    private void fullPasses(int[] prompt, List<int[]> texts, List<List<Intervention>> added) {
        for (int length = 0; length < steering.options().generation().maxNewTokens(); length++) {
            List<int[]> rows = new ArrayList<>();
            for (int[] text : texts) {
                int[] row = Arrays.copyOf(prompt, prompt.length + length);
                System.arraycopy(text, 0, row, prompt.length, length);
                rows.add(row);
            }
            model.nextLogits(rows, added);
        }
    }
}
