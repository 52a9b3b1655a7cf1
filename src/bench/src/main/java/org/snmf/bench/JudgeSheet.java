package org.snmf.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.snmf.data.DataSet;
import org.snmf.data.FunctionWords;
import org.snmf.experiments.describe.ConceptNames;
import org.snmf.experiments.describe.Description;
import org.snmf.experiments.describe.SemanticDescriber;
import org.snmf.experiments.describe.Subject;
import org.snmf.experiments.intervene.Amplification;
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
import org.snmf.models.generate.Generation;
import org.snmf.models.generate.GenerationOptions;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.ScoredToken;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;

/**
 * Writes continuations to be rated by hand: for each model and layer the features whose promoted tokens lie nearest to a
 * general concept, each with a concept of its own, steered with some strengths, in an order that tells nothing.
 *
 * <pre>JudgeSheet DATA.json OUT.json MODEL:LAYER:FEATURES:STRENGTHS …</pre>
 */
public final class JudgeSheet {
    private static final int NEW_TOKENS = 40;
    private static final int UNSTEERED = 8;
    private static final double SURE = 0.4;
    private static final String PROMPT = "I think that";

    private final List<Map<String, Object>> items = new ArrayList<>();
    private final List<Sentence> data;
    private final SemanticDescriber describer =
            new SemanticDescriber(new SentenceSpace(), ConceptNames.general(), SURE, SemanticDescriber.Evidence.BOTH);

    private JudgeSheet(List<Sentence> data) {
        this.data = data;
    }

    public static void main(String[] args) throws IOException {
        JudgeSheet sheet = new JudgeSheet(DataSet.of(Path.of(args[0])));
        for (int i = 2; i < args.length; i++) {
            String[] parts = args[i].split(":", -1);
            try (LanguageModel model =
                    parts[0].equals("embedded") ? EmbeddedModel.load() : LanguageModel.load(Path.of(parts[0]))) {
                double[] strengths = Stream.of(parts[3].split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                sheet.add(
                        model,
                        Path.of(parts[0]).getFileName().toString(),
                        Integer.parseInt(parts[1]),
                        Integer.parseInt(parts[2]),
                        strengths);
            }
        }
        Collections.shuffle(sheet.items, new Random(7));
        for (int i = 0; i < sheet.items.size(); i++) {
            sheet.items.get(i).put("id", i + 1);
        }
        Files.writeString(
                Path.of(args[1]),
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(sheet.items));
    }

    private void add(LanguageModel model, String name, int layer, int features, double[] strengths) {
        CaptureOptions options = CaptureOptions.layers(layer).withLeaveOut(FunctionWords.ENGLISH, true);
        Captured captured = Capture.inMemory(model, data, options, Progress.NONE);
        SnmfOptions fit = SnmfOptions.fromProperties(Map.of("rank", "100", "sparsity", "0.05"));
        Factorization factorization = Snmf.fit(captured.at(layer, Site.MLP_ACT), fit, Progress.NONE);
        Set<String> taken = new TreeSet<>();
        items.forEach(item -> taken.add((String) item.get("concept")));
        List<Feature> ordered =
                new ArrayList<>(TopContexts.of(factorization, captured.tokens()).features(10));
        VocabularyProjection projection = VocabularyProjection.of(model, layer);
        List<Subject> subjects = ordered.stream()
                .filter(f -> !f.dead())
                .map(f -> Subject.ofPromoted(f.index(), projection.promoted(factorization.features(), f.index(), 10)))
                .toList();
        List<Description> named = new ArrayList<>(describer.describe(subjects, Progress.NONE));
        named.removeIf(d -> d.name().isEmpty());
        named.sort(Comparator.comparingDouble(Description::confidence).reversed());
        int used = 0;
        for (Description d : named) {
            if (used < features && taken.add(d.title())) {
                steer(model, name, layer, captured, factorization, ordered.get(d.feature()), d.title(), strengths);
                used++;
            }
        }
    }

    private void steer(
            LanguageModel model,
            String name,
            int layer,
            Captured captured,
            Factorization factorization,
            Feature feature,
            String concept,
            double[] strengths) {
        List<String> promoted =
                VocabularyProjection.of(model, layer).promoted(factorization.features(), feature.index(), 10).stream()
                        .map(ScoredToken::text)
                        .map(String::strip)
                        .filter(t -> t.length() > 2)
                        .toList();
        List<String> contexts = feature.contexts().stream()
                .limit(5)
                .map(c -> c.sentence().text())
                .toList();
        List<String> unsteered = generate(model, Collections.nCopies(UNSTEERED, List.of()), 100);
        for (int s = 0; s < strengths.length; s++) {
            List<Intervention> change = strengths[s] == 0
                    ? List.of()
                    : List.of(Intervention.add(
                            layer, Site.MLP_ACT, unit(factorization.features().column(feature.index())), (float)
                                    Amplification.ofTypicalLength(layer, captured.at(layer, Site.MLP_ACT), strengths[s])
                                            .length()));
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("id", 0);
            item.put("model", name);
            item.put("layer", layer);
            item.put("feature", feature.index());
            item.put("strength", strengths[s]);
            item.put("concept", concept);
            item.put("prompt", PROMPT);
            item.put(
                    "text",
                    generate(model, List.of(change), 1000 + 10L * items.size()).get(0));
            item.put("contexts", contexts);
            item.put("label_tokens", promoted);
            item.put("unsteered", unsteered);
            items.add(item);
        }
    }

    private static float[] unit(float[] z) {
        double length = Math.sqrt(IntStream.range(0, z.length)
                .mapToDouble(i -> (double) z[i] * z[i])
                .sum());
        float[] unit = new float[z.length];
        for (int i = 0; i < z.length; i++) {
            unit[i] = (float) (z[i] / length);
        }
        return unit;
    }

    private static List<String> generate(LanguageModel model, List<List<Intervention>> changes, long seed) {
        int[] prompt = model.tokenizer()
                .encode(PROMPT, model.tokenizer().bos().isPresent())
                .ids();
        GenerationOptions options =
                GenerationOptions.sampled(NEW_TOKENS, 1, seed).withTopK(30);
        return Generation.generate(
                        model,
                        Collections.nCopies(changes.size(), prompt),
                        changes,
                        options,
                        Generation.Listener.NONE,
                        Progress.NONE)
                .stream()
                .map(ids -> model.tokenizer()
                        .decode(IntStream.of(ids)
                                .filter(id -> !model.tokenizer().isSpecial(id))
                                .toArray()))
                .toList();
    }
}
