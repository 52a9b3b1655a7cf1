package org.snmf.views;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.snmf.features.Feature;
import org.snmf.models.network.ScoredToken;
import org.snmf.views.display.Display;
import org.snmf.views.plot.Bars;
import org.snmf.views.plot.Boxes;
import org.snmf.views.plot.ColouredTable;
import org.snmf.views.plot.HeatMap;
import org.snmf.views.plot.Histogram;
import org.snmf.views.plot.LossCurve;
import org.snmf.views.plot.Series;
import org.snmf.views.table.FeatureTable;
import org.snmf.views.tree.TreeView;

/**
 * Writes every view with sample data as pages to look at, on light and on dark ground, and the plain renderings as text:
 * {@code java org.snmf.views.Gallery FOLDER}.
 */
public final class Gallery {
    private Gallery() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (Map.Entry<String, Display> view : views().entrySet()) {
            for (String ground : List.of("light", "dark")) {
                Files.writeString(
                        folder.resolve(view.getKey() + "-" + ground + ".html"), page(view.getValue(), ground));
            }
            Files.writeString(
                    folder.resolve(view.getKey() + ".txt"), view.getValue().plain());
            if (view.getValue().png().isPresent()) {
                Files.write(
                        folder.resolve(view.getKey() + ".png"),
                        view.getValue().png().get());
            }
        }
    }

    private static Map<String, Display> views() {
        Map<String, Display> views = new LinkedHashMap<>();
        FeatureTable table = FeatureTable.of(Samples.features(8))
                .withTitle("Features of layer 0, mlp_act")
                .withPromoted(Map.of(
                        0,
                        tokens(" Sunday", " Monday", " Friday", " weekend", " morning", "day"),
                        2,
                        tokens(" red", " green", " blue", " paint", "ish")))
                .withColumn("label", Map.of(0, "days of the week", 1, "months", 2, "colours"))
                .withColumn("stability", Map.of(0, 0.98, 1, 0.91, 2, 0.95, 3, 0.5));
        views.put("table", table.display());
        views.put("card", table.card(0).display());
        List<Feature> hostile = Samples.hostileFeatures();
        views.put(
                "hostile",
                FeatureTable.of(hostile)
                        .withTitle(Samples.HOSTILE.get(0))
                        .withContexts(20)
                        .withPromoted(Map.of(0, tokens(Samples.HOSTILE.toArray(String[]::new))))
                        .withColumn("label", Map.of(0, Samples.HOSTILE.get(1), 1, Samples.HOSTILE.get(4)))
                        .display());
        double[] errors = new double[120];
        double[] slower = new double[120];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = 0.42 + 0.5 * Math.exp(-i / 12.0) + 0.004 * Math.sin(i);
            slower[i] = 0.44 + 0.5 * Math.exp(-i / 30.0);
        }
        views.put("loss", LossCurve.of(errors).display());
        views.put(
                "losses",
                LossCurve.of(List.of(
                                Series.of("HALS, \"quoted\" </script><b>x</b>", errors),
                                Series.of("multiplicative 'update'", slower)))
                        .interactive());
        views.put(
                "tree",
                TreeView.of(Samples.forest(14, 5, 2).labelled(n -> n.level() == 0 ? "" : "about " + n.title()))
                        .display());
        views.put("forest", TreeView.of(Samples.forest(150, 40, 10)).display());
        views.put(
                "hostiletree",
                TreeView.of(Samples.forest(9, 3)
                                .labelled(n -> Samples.HOSTILE.get((n.feature() + n.level()) % Samples.HOSTILE.size())))
                        .display());
        figures(views);
        return views;
    }

    private static void figures(Map<String, Display> views) {
        Random random = new Random(3);
        List<String> days = List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
        double[][] signed = new double[8][7];
        double[][] spread = new double[8][7];
        for (int i = 0; i < 8; i++) {
            for (int j = 0; j < 7; j++) {
                signed[i][j] = i == j || i == 7 ? 1 + random.nextDouble() : -0.5 * random.nextDouble();
                spread[i][j] = 0.3 * random.nextDouble();
            }
        }
        List<String> rows = new ArrayList<>(days);
        rows.add("core");
        ColouredTable coloured = ColouredTable.of("Change of logits by exclusive and core neurons", rows, days, signed)
                .withCorner("neurons of")
                .withLinesAbove(7);
        views.put("coloured", coloured.display());
        views.put("colouredspread", coloured.withSpreads(spread).display());
        views.put("heatsigned", HeatMap.of("Signed", rows, days, signed).plot().interactive());
        double[][] square = new double[100][100];
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            labels.add(i % 10 == 3 ? "a rather long label of a feature " + i : "feature " + i);
            for (int j = 0; j < 100; j++) {
                square[i][j] = i == j ? 40 : i / 10 == j / 10 ? 15 + random.nextInt(10) : random.nextInt(5);
            }
        }
        views.put(
                "heat",
                HeatMap.of("Neurons that features share", labels, labels, square)
                        .withGroups(50)
                        .plot()
                        .display());
        double[] values = random.doubles(500).map(v -> v * v * 3).toArray();
        views.put(
                "histogram",
                Histogram.of("Coefficients", "coefficient", values, 24).interactive());
        views.put(
                "bars",
                Bars.of(
                                "Concept detection",
                                "AUC",
                                List.of("days", "months", "</script>", "colours \"x\""),
                                List.of(
                                        new Bars.Group(
                                                "SNMF",
                                                new double[] {.9, .8, .7, .4},
                                                new double[] {.85, .7, .6, .3},
                                                new double[] {.92, .9, .9, .45}),
                                        Bars.Group.of("difference in means", new double[] {.8, .85, -.2, Double.NaN})))
                        .interactive());
        List<String> many =
                IntStream.range(0, 30).mapToObj(i -> "category number " + i).toList();
        views.put(
                "manybars",
                Bars.of(
                                "Many",
                                "y",
                                many,
                                List.of(Bars.Group.of("g", random.doubles(30).toArray())))
                        .display());
        views.put(
                "boxes",
                Boxes.of("Scores", "score", new TreeMap<>(Map.of("a", values, "b <i>", new double[] {1, 2, 3, 9})))
                        .interactive());
    }

    static List<ScoredToken> tokens(String... texts) {
        ScoredToken[] tokens = new ScoredToken[texts.length];
        for (int i = 0; i < texts.length; i++) {
            tokens[i] = new ScoredToken(i, texts[i], 4.5f - 0.3f * i);
        }
        return List.of(tokens);
    }

    private static String page(Display display, String ground) {
        String colours = ground.equals("dark") ? "background:#111;color:#e0e0e0" : "background:#fff;color:#1f2328";
        return "<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body style=\"" + colours + "\">"
                + display.html() + "</body></html>";
    }
}
