package org.snmf.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snmf.data.DataSet;
import org.snmf.data.FunctionWords;
import org.snmf.experiments.describe.ConceptNames;
import org.snmf.experiments.describe.Describer;
import org.snmf.experiments.describe.Description;
import org.snmf.experiments.describe.LexicalDescriber;
import org.snmf.experiments.describe.LocalDescriber;
import org.snmf.experiments.describe.SemanticDescriber;
import org.snmf.experiments.describe.Subject;
import org.snmf.experiments.describe.Words;
import org.snmf.experiments.texts.SentenceSpace;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.fit.Snmf;
import org.snmf.features.Feature;
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
 * How often describers give a feature the label of its contexts, as figures on standard output. A feature counts if six of
 * its ten strongest contexts are sentences of one label; the names to choose among are the data's labels.
 *
 * <pre>DescriberReport MODEL DATA.json LAYER RANK SPARSITY SEEDS words|content [EXAMPLES]</pre>
 *
 * {@code MODEL} may be {@code embedded}; {@code content} leaves function words and punctuation out. Chance deals the given
 * names among the features at random.
 */
public final class DescriberReport {
    private static final PrintStream OUT = System.out;
    private static final int CONTEXTS = 10;
    private static final int MOSTLY = 6;
    private static final int SCATTERED = 3;

    private record Read(Subject subject, String label, int count) {
        boolean mostlyOne() {
            return count >= MOSTLY;
        }

        boolean scattered() {
            return count < SCATTERED;
        }
    }

    private DescriberReport() {}

    public static void main(String[] args) {
        int layer = Integer.parseInt(args[2]);
        CaptureOptions capture = CaptureOptions.layers(layer);
        if (args[6].equals("content")) {
            capture = capture.withLeaveOut(FunctionWords.ENGLISH, true);
        }
        List<Sentence> data = DataSet.of(Path.of(args[1]));
        try (LanguageModel model =
                args[0].equals("embedded") ? EmbeddedModel.load() : LanguageModel.load(Path.of(args[0]))) {
            Captured captured = Capture.inMemory(model, data, capture, Progress.NONE);
            List<Read> all = new ArrayList<>();
            for (String seed : args[5].split(",", -1)) {
                SnmfOptions options = SnmfOptions.fromProperties(Map.of("rank", args[3], "sparsity", args[4]))
                        .withSeed(Long.parseLong(seed));
                Factorization fit = Snmf.fit(captured.at(layer, Site.MLP_ACT), options, Progress.NONE);
                TopContexts.of(fit, captured.tokens()).features(CONTEXTS).forEach(f -> all.add(read(f)));
            }
            List<Read> pure = all.stream().filter(Read::mostlyOne).toList();
            List<Read> scattered = all.stream().filter(Read::scattered).toList();
            OUT.printf(
                    "features %d, mostly of one label %d, scattered %d%n", all.size(), pure.size(), scattered.size());
            int examples = args.length > 7 ? Integer.parseInt(args[7]) : 0;
            SentenceSpace space = new SentenceSpace();
            ConceptNames labels = ConceptNames.ofLabels(data);
            report(new LexicalDescriber(captured.tokens()), pure, scattered, examples);
            for (SemanticDescriber.Evidence evidence : SemanticDescriber.Evidence.values()) {
                OUT.println(evidence);
                for (double threshold : new double[] {0, .2, .25, .3, .35, .4, .45, .5}) {
                    OUT.printf("%.2f ", threshold);
                    boolean last =
                            evidence == SemanticDescriber.Evidence.BOTH && threshold == SemanticDescriber.THRESHOLD;
                    report(
                            new SemanticDescriber(space, labels, threshold, evidence),
                            pure,
                            scattered,
                            last ? examples : 0);
                }
            }
            report(new LocalDescriber(model, args[0], labels), pure, scattered, examples);
        }
    }

    private static Read read(Feature feature) {
        Map<String, Integer> counts = new HashMap<>();
        feature.contexts().forEach(c -> counts.merge(c.sentence().label(), 1, Integer::sum));
        var most = counts.entrySet().stream().max(Map.Entry.comparingByValue());
        return new Read(
                Subject.ofContexts(feature),
                most.map(Map.Entry::getKey).orElse(""),
                most.map(Map.Entry::getValue).orElse(0));
    }

    private static void report(Describer describer, List<Read> pure, List<Read> scattered, int examples) {
        List<Description> given = describe(describer, pure);
        long named = given.stream().filter(d -> d.name().isPresent()).count();
        int right = 0;
        List<String> errors = new ArrayList<>();
        Map<String, Integer> truths = new HashMap<>();
        Map<String, Integer> names = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            Description d = given.get(i);
            String label = pure.get(i).label();
            truths.merge(label, 1, Integer::sum);
            if (d.name().isPresent()) {
                names.merge(d.title(), 1, Integer::sum);
            }
            if (d.name().map(name -> same(name, label)).orElse(false)) {
                right++;
            } else if (d.name().isPresent()) {
                errors.add(label + " (" + pure.get(i).count() + "/10): " + d.title() + "   [" + words(pure.get(i))
                        + "] " + d.reason());
            }
        }
        double chance = 0;
        for (var name : names.entrySet()) {
            for (var truth : truths.entrySet()) {
                if (same(name.getKey(), truth.getKey())) {
                    chance += (double) name.getValue() * truth.getValue() / given.size();
                }
            }
        }
        long loose = describe(describer, scattered).stream()
                .filter(d -> d.name().isPresent())
                .count();
        OUT.printf(
                Locale.ROOT,
                "%s: named %.3f, right %.3f of all, %.3f of the named; by chance %.3f of all; named of the scattered %.3f%n",
                describer.name(),
                (double) named / given.size(),
                (double) right / given.size(),
                (double) right / Math.max(1, named),
                chance / given.size(),
                (double) loose / Math.max(1, scattered.size()));
        errors.stream().limit(examples).forEach(e -> OUT.println("    " + e));
    }

    private static List<Description> describe(Describer describer, List<Read> reads) {
        return describer.describe(reads.stream().map(Read::subject).toList(), Progress.NONE);
    }

    private static String words(Read read) {
        return read.subject().contexts().stream()
                .map(c -> Words.here(c.sentence(), c.token()))
                .collect(Collectors.joining(" "));
    }

    /** Whether a name is a label, or has a word of it: a lexical name is a word, not a label. */
    private static boolean same(String name, String label) {
        List<String> words = Stream.of(Words.fold(label).split("[^\\p{L}]+")).toList();
        return name.equals(label)
                || Stream.of(Words.fold(name).split("[^\\p{L}]+")).anyMatch(w -> w.length() > 3 && words.contains(w));
    }
}
