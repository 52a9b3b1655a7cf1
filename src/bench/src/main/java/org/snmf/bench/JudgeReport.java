package org.snmf.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.snmf.experiments.judge.Agreement;
import org.snmf.experiments.judge.Calibration;
import org.snmf.experiments.judge.Continuations;
import org.snmf.experiments.judge.Judge;
import org.snmf.experiments.judge.Judgement;
import org.snmf.experiments.judge.LocalJudge;
import org.snmf.experiments.judge.OfflineJudge;
import org.snmf.experiments.judge.RatedText;
import org.snmf.experiments.judge.Score;
import org.snmf.experiments.judge.Target;
import org.snmf.experiments.texts.SentenceSpace;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.Progress;

/**
 * How far the judges that need no network agree with a person, as figures on standard output. With a sheet of {@link
 * JudgeSheet} and a person's ratings (lines of id, concept, fluency) it first writes the rated sheet that the library ships.
 *
 * <pre>JudgeReport NAME=DIR … [SHEET.json RATINGS.csv OUT.json]</pre>
 */
public final class JudgeReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PrintStream OUT = System.out;

    private final Map<String, LanguageModel> models = new HashMap<>();
    private final SentenceSpace space = new SentenceSpace();

    private JudgeReport() {
        models.put("embedded", EmbeddedModel.load());
    }

    public static void main(String[] args) throws IOException {
        JudgeReport report = new JudgeReport();
        List<String> files = new ArrayList<>();
        for (String arg : args) {
            String[] parts = arg.split("=", -1);
            if (parts.length == 2) {
                report.models.put(parts[0], LanguageModel.load(Path.of(parts[1])));
            } else {
                files.add(arg);
            }
        }
        List<RatedText> rated = ratedTexts(report, files);
        report.print(rated);
        report.models.values().forEach(LanguageModel::close);
    }

    private static List<RatedText> ratedTexts(JudgeReport report, List<String> files) throws IOException {
        if (files.isEmpty()) {
            return RatedText.shipped();
        }
        List<RatedText> rated = report.rated(Path.of(files.get(0)), Path.of(files.get(1)));
        Files.writeString(
                Path.of(files.get(2)), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(rated) + "\n");
        return rated;
    }

    private List<RatedText> rated(Path sheet, Path ratingsFile) throws IOException {
        Map<Integer, double[]> given = new HashMap<>();
        for (String line : Files.readAllLines(ratingsFile)) {
            String[] cells = line.split(",", -1);
            given.put(
                    Integer.parseInt(cells[0]),
                    new double[] {Double.parseDouble(cells[1]), Double.parseDouble(cells[2])});
        }
        List<RatedText> rated = new ArrayList<>();
        for (JsonNode item : JSON.readTree(Files.readString(sheet))) {
            int id = item.get("id").intValue();
            double[] ratings = Objects.requireNonNull(given.get(id), "a text without ratings");
            String model = item.get("model").textValue();
            Target target =
                    new Target(item.get("concept").textValue(), texts(item, "contexts"), texts(item, "label_tokens"));
            Continuations continuations = new Continuations(
                    item.get("prompt").textValue(),
                    texts(item, "unsteered"),
                    List.of(item.get("text").textValue()));
            rated.add(new RatedText(
                    id,
                    model,
                    item.get("layer").intValue(),
                    item.get("strength").doubleValue(),
                    target,
                    continuations,
                    ratings[0],
                    ratings[1],
                    new OfflineJudge(space, model(model), NEUTRAL)
                            .measure(target, continuations)
                            .get(0),
                    id % 3 == 0));
        }
        return rated;
    }

    private static final Calibration NEUTRAL = new Calibration(0, 0, 1, 0, -1, 0);

    private static List<String> texts(JsonNode item, String field) {
        return JSON.convertValue(item.get(field), new TypeReference<List<String>>() {});
    }

    private LanguageModel model(String name) {
        return Objects.requireNonNull(models.get(name), name);
    }

    private static List<RatedText> part(List<RatedText> rated, boolean heldOut) {
        return rated.stream().filter(text -> text.heldOut() == heldOut).toList();
    }

    private void print(List<RatedText> rated) {
        Calibration calibration = Calibration.fit(part(rated, false));
        OUT.println(calibration);
        for (boolean heldOut : new boolean[] {false, true}) {
            OUT.println(heldOut ? "held out" : "calibration");
            compare(
                    "offline",
                    part(rated, heldOut),
                    r -> new Judgement(calibration.concept(r.measures()), calibration.fluency(r.measures())));
        }
        compare("local, all", rated, r -> {
            try (Judge judge = new LocalJudge(model(r.model()), r.model())) {
                return judge.judge(r.target(), r.continuations(), Progress.NONE).get(0);
            }
        });
        for (double strength : new double[] {0, .25, .5, 1, 2}) {
            List<RatedText> at =
                    rated.stream().filter(r -> r.strength() == strength).toList();
            OUT.printf(
                    Locale.ROOT,
                    "strength %.2f: rated concept %.2f, fluency %.2f (%d)%n",
                    strength,
                    at.stream().mapToDouble(RatedText::conceptRating).average().orElse(Double.NaN),
                    at.stream().mapToDouble(RatedText::fluencyRating).average().orElse(Double.NaN),
                    at.size());
        }
    }

    private static void compare(String name, List<RatedText> texts, Function<RatedText, Judgement> judge) {
        Map<Integer, Judgement> judged = new HashMap<>();
        texts.forEach(r -> judged.put(r.id(), judge.apply(r)));
        Function<RatedText, Judgement> known = r -> Objects.requireNonNull(judged.get(r.id()));
        axis(name + " concept", texts, RatedText::conceptRating, r -> known.apply(r)
                .concept());
        axis(name + " fluency", texts, RatedText::fluencyRating, r -> known.apply(r)
                .fluency());
        axis(
                name + " final",
                texts,
                r -> new Judgement(Score.of(r.conceptRating(), ""), Score.of(r.fluencyRating(), ""))
                        .harmonicMean()
                        .value(),
                r -> known.apply(r).harmonicMean());
    }

    private static void axis(
            String name, List<RatedText> texts, ToDoubleFunction<RatedText> person, Function<RatedText, Score> judge) {
        List<RatedText> both =
                texts.stream().filter(r -> judge.apply(r).scored()).toList();
        double[] x = both.stream().mapToDouble(person).toArray();
        double[] y = both.stream().mapToDouble(r -> judge.apply(r).value()).toArray();
        double error = 0;
        for (int i = 0; i < x.length; i++) {
            error += Math.abs(x[i] - y[i]) / x.length;
        }
        Agreement a = Agreement.of(x, y);
        OUT.printf(
                Locale.ROOT,
                "%s: n %d of %d, Spearman %.2f [%.2f, %.2f], p %.4f, mean absolute difference %.2f%n",
                name,
                a.n(),
                texts.size(),
                a.spearman().estimate(),
                a.spearman().low(),
                a.spearman().high(),
                a.p(),
                error);
        both.stream()
                .sorted(Comparator.comparingDouble(
                        r -> -Math.abs(person.applyAsDouble(r) - judge.apply(r).value())))
                .limit(3)
                .forEach(r -> OUT.printf(
                        Locale.ROOT,
                        "    %d %s: person %.1f, judge %.2f: %s%n",
                        r.id(),
                        r.target().description(),
                        person.applyAsDouble(r),
                        judge.apply(r).value(),
                        r.text().strip().replaceAll("\\s+", " ")));
    }
}
