package org.snmf.views.steer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.snmf.errors.InputException;
import org.snmf.experiments.directions.SnmfDirections;
import org.snmf.experiments.steer.Aggregation;
import org.snmf.experiments.steer.ScoredDirection;
import org.snmf.experiments.steer.SteeredMethod;
import org.snmf.experiments.steer.Steering;
import org.snmf.experiments.steer.SteeringOptions;
import org.snmf.experiments.steer.Strength;
import org.snmf.factorize.Factorization;
import org.snmf.models.network.LanguageModel;
import org.snmf.views.plot.Boxes;
import org.snmf.views.plot.LinePlot;
import org.snmf.views.plot.Plot;
import org.snmf.views.plot.Series;

/** Figures of steering: the paper's Fig. 3 and 9, concept against fluency, and a direction's divergence over its strength. */
public final class SteeringFigures {
    private SteeringFigures() {}

    /**
     * One box of scores a layer and method, as in Fig. 3 and 9; methods without any score have none.
     *
     * @param score what the scores are called
     * @param of a direction's score
     * @return empty where no direction has one
     */
    public static Optional<Plot> byLayer(
            String title, String score, List<SteeredMethod> methods, ToDoubleFunction<ScoredDirection> of) {
        Map<String, double[]> groups = new LinkedHashMap<>();
        for (SteeredMethod method : methods) {
            double[] values = method.measured(of);
            if (values.length > 0) {
                groups.put(method.layer() + " " + method.method(), values);
            }
        }
        return groups.isEmpty() ? Optional.empty() : Optional.of(Boxes.of(title, score, groups));
    }

    /** Every direction at its concept and its fluency; empty where none has both. */
    public static Optional<Plot> conceptAgainstFluency(
            String title, List<SteeredMethod> methods, Aggregation aggregation) {
        List<Series> series = new ArrayList<>();
        for (SteeredMethod method : methods) {
            List<Aggregation.Scores> points = method.directions().stream()
                    .map(one -> one.scores(aggregation))
                    .filter(scores -> Double.isFinite(scores.concept()) && Double.isFinite(scores.fluency()))
                    .sorted(Comparator.comparingDouble(Aggregation.Scores::fluency))
                    .toList();
            if (!points.isEmpty()) {
                series.add(new Series(
                        method.method(),
                        points.stream().mapToDouble(Aggregation.Scores::fluency).toArray(),
                        points.stream().mapToDouble(Aggregation.Scores::concept).toArray()));
            }
        }
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(LinePlot.of(title, "fluency", "concept", series)
                        .asPoints()
                        .plot());
    }

    /** {@link #divergence(String, Steering, float[])} of feature r of a layer's MLP activations, after the usual prompts. */
    public static Plot divergence(String title, LanguageModel model, int layer, Factorization fit, int r) {
        float[] f = SnmfDirections.of(fit.features(), model, layer)
                .steering(r)
                .orElseThrow(() -> new InputException("feature " + r, "one that is not dead", "a dead one", ""));
        return divergence(title, new Steering(model, layer, SteeringOptions.DEFAULT), f);
    }

    /** KL of the next token over α, doubled from step to step, for both signs of a direction of length 1. */
    public static Plot divergence(String title, Steering steering, float[] f) {
        double norm = steering.search().meanNorm();
        List<Series> series = new ArrayList<>();
        for (int sign : new int[] {1, -1}) {
            List<Strength.Point> points = steering.curve(f, sign).stream()
                    .filter(point -> point.kl() > 0)
                    .toList();
            series.add(new Series(
                    sign > 0 ? "+" : "−",
                    points.stream()
                            .mapToDouble(point -> Math.log(point.alpha() / norm) / Math.log(2))
                            .toArray(),
                    points.stream().mapToDouble(Strength.Point::kl).toArray()));
        }
        return LinePlot.of(title, "log₂ of α over the mean length there", "KL(base ‖ steered), nats", series)
                .withLogarithmicOrdinate()
                .plot();
    }
}
