package org.snmf.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snmf.data.FunctionWords;
import org.snmf.experiments.concepts.Concept;
import org.snmf.experiments.concepts.ConceptFeatures;
import org.snmf.experiments.describe.Words;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.fit.Snmf;
import org.snmf.features.Context;
import org.snmf.features.TopContexts;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.Captured;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;

/**
 * What the features of a small model's layers stand for, as a table on standard output: the share of features of which at
 * least {@link ConceptFeatures#OWN} of the {@link ConceptFeatures#CONTEXTS} strongest tokens are one word, or else stand
 * in sentences with one label, and how many days and months have a feature with as many of its strongest tokens, or with
 * half of them; from the sentences of everyday life and about time that come with the library, fitted together as the
 * quick start does. Mean (least–most) over the seeds.
 *
 * <pre>FeatureReport MODEL LAYERS RANK SPARSITY SEEDS words|content</pre>
 *
 * {@code MODEL} may be {@code embedded}; {@code LAYERS} and {@code SEEDS} such as {@code 0,1,2}; {@code content} leaves
 * function words and punctuation out of the analysed tokens.
 */
public final class FeatureReport {
    private static final PrintStream OUT = System.out;

    private final LanguageModel model;
    private final int layer;
    private final SnmfOptions fit;
    private final boolean content;
    private final Map<String, DoubleSummaryStatistics> columns = new LinkedHashMap<>();

    private FeatureReport(LanguageModel model, int layer, SnmfOptions fit, boolean content) {
        this.model = model;
        this.layer = layer;
        this.fit = fit;
        this.content = content;
    }

    public static void main(String[] args) {
        SnmfOptions fit = SnmfOptions.fromProperties(Map.of("rank", args[2], "sparsity", args[3]));
        boolean titled = false;
        try (LanguageModel model =
                args[0].equals("embedded") ? EmbeddedModel.load() : LanguageModel.load(Path.of(args[0]))) {
            for (String layer : args[1].split(",", -1)) {
                FeatureReport report =
                        new FeatureReport(model, Integer.parseInt(layer), fit, args[5].equals("content"));
                report.run(Arrays.stream(args[4].split(",", -1))
                        .mapToLong(Long::parseLong)
                        .toArray());
                if (!titled) {
                    OUT.println("| layer | " + String.join(" | ", report.columns.keySet()) + " |");
                    OUT.println("|---".repeat(report.columns.size() + 1) + "|");
                    titled = true;
                }
                OUT.println("| " + layer + " | " + String.join(" | ", cells(report.columns.values())) + " |");
            }
        }
    }

    private static List<String> cells(Collection<DoubleSummaryStatistics> columns) {
        return columns.stream()
                .map(c -> String.format(Locale.ROOT, "%.3g (%.3g–%.3g)", c.getAverage(), c.getMin(), c.getMax()))
                .toList();
    }

    private void run(long[] seeds) {
        List<Sentence> sentences = new ArrayList<>(EmbeddedModel.sentences());
        sentences.addAll(EmbeddedModel.timeUnits());
        CaptureOptions options = CaptureOptions.layers(layer);
        Captured captured = Capture.inMemory(
                model, sentences, content ? options.withLeaveOut(FunctionWords.ENGLISH, true) : options, Progress.NONE);
        for (long seed : seeds) {
            Factorization found = Snmf.fit(captured.at(layer, Site.MLP_ACT), fit.withSeed(seed), Progress.NONE);
            shares(TopContexts.of(found, captured.tokens()).withDistinctSentences(false));
            ConceptFeatures features = new ConceptFeatures(found.features(), found.coefficients(), captured.tokens());
            note("days of 7", having(features, Concept.days(), ConceptFeatures.OWN));
            note("days, half", having(features, Concept.days(), ConceptFeatures.CONTEXTS / 2));
            note("months of 12", having(features, Concept.months(), ConceptFeatures.OWN));
            note("months, half", having(features, Concept.months(), ConceptFeatures.CONTEXTS / 2));
            note("relative error", found.relativeError());
        }
    }

    private void shares(TopContexts top) {
        int words = 0;
        int labels = 0;
        for (int r = 0; r < top.rank(); r++) {
            List<Context> strongest = top.feature(r, ConceptFeatures.CONTEXTS).contexts();
            if (most(strongest, FeatureReport::word) >= ConceptFeatures.OWN) {
                words++;
            } else if (most(strongest, context -> context.sentence().label()) >= ConceptFeatures.OWN) {
                labels++;
            }
        }
        note("one word", (double) words / top.rank());
        note("else one label", (double) labels / top.rank());
    }

    private static String word(Context context) {
        return Words.stem(Words.fold(Words.here(context.sentence(), context.token())));
    }

    /** How many of the contexts have the commonest value of {@code key}. */
    private static int most(List<Context> contexts, Function<Context, String> key) {
        Map<String, Integer> counts = new HashMap<>();
        contexts.forEach(context -> counts.merge(key.apply(context), 1, Integer::sum));
        return counts.values().stream().max(Integer::compare).orElse(0);
    }

    /** How many concepts have a feature with at least {@code hits} of its strongest tokens. */
    private static double having(ConceptFeatures features, List<Concept> concepts, int hits) {
        return features.choose(concepts, ConceptFeatures.By.CURRENT_TOKEN, Optional.empty()).stream()
                .filter(choice -> choice.hits() >= hits)
                .count();
    }

    private void note(String column, double value) {
        columns.computeIfAbsent(column, name -> new DoubleSummaryStatistics()).accept(value);
    }
}
