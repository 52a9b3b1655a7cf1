package org.snmf.experiments.steer;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.snmf.experiments.judge.Agreement;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.experiments.stats.Interval;
import org.snmf.experiments.stats.MeanDifference;

/**
 * All scored directions of one method.
 *
 * @param method what it is called
 * @param remark how its directions were made, for tables
 * @param layer the layer that they are added at
 * @param directions what each came to
 */
public record SteeredMethod(String method, String remark, int layer, List<ScoredDirection> directions) {
    private static final int LEAST = 3;

    public SteeredMethod {
        directions = List.copyOf(directions);
    }

    /** A measure of every direction that has one, in their order. */
    public double[] measured(ToDoubleFunction<ScoredDirection> measure) {
        return directions.stream().mapToDouble(measure).filter(Double::isFinite).toArray();
    }

    /** The mean of a measure with its interval over directions. */
    public Interval mean(ToDoubleFunction<ScoredDirection> measure, Bootstrap bootstrap) {
        return bootstrap.mean(measured(measure));
    }

    /**
     * By how much a measure exceeds that of another method, paired by label: for each label that directions of both have, the
     * difference of their means.
     */
    public MeanDifference less(SteeredMethod other, ToDoubleFunction<ScoredDirection> measure, Bootstrap bootstrap) {
        List<double[]> pairs = pairs(other, measure);
        return MeanDifference.ofPairs(
                pairs.stream().mapToDouble(pair -> pair[0]).toArray(),
                pairs.stream().mapToDouble(pair -> pair[1]).toArray(),
                bootstrap);
    }

    /** For each label that directions of both methods have, the means of a measure here and there. */
    public List<double[]> pairs(SteeredMethod other, ToDoubleFunction<ScoredDirection> measure) {
        Map<String, Double> own = byLabel(measure);
        Map<String, Double> theirs = other.byLabel(measure);
        return own.entrySet().stream()
                .filter(entry -> theirs.containsKey(entry.getKey()))
                .map(entry -> new double[] {entry.getValue(), theirs.get(entry.getKey())})
                .toList();
    }

    private Map<String, Double> byLabel(ToDoubleFunction<ScoredDirection> measure) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (ScoredDirection one : directions) {
            double value = measure.applyAsDouble(one);
            if (one.aim().label().isPresent() && Double.isFinite(value)) {
                double[] sum = sums.computeIfAbsent(one.aim().label().get(), label -> new double[2]);
                sum[0] += value;
                sum[1]++;
            }
        }
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((label, sum) -> means.put(label, sum[0] / sum[1]));
        return means;
    }

    /**
     * How well a measure without a judge orders the directions as their final scores do.
     *
     * @return empty where fewer than three directions have both, or all have the same
     */
    public Optional<Agreement> foretells(ToDoubleFunction<ScoredDirection> measure, Aggregation aggregation) {
        List<ScoredDirection> both = directions.stream()
                .filter(one -> Double.isFinite(measure.applyAsDouble(one))
                        && Double.isFinite(one.scores(aggregation).finalScore()))
                .toList();
        double[] x = both.stream().mapToDouble(measure).toArray();
        double[] y = both.stream()
                .mapToDouble(one -> one.scores(aggregation).finalScore())
                .toArray();
        boolean ordered = x.length >= LEAST
                && Arrays.stream(x).distinct().count() > 1
                && Arrays.stream(y).distinct().count() > 1;
        return ordered ? Optional.of(Agreement.of(x, y)) : Optional.empty();
    }
}
