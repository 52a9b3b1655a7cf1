package org.snmf.magics.command.examine;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.snmf.experiments.steer.Aggregation;
import org.snmf.experiments.steer.ScoredDirection;
import org.snmf.experiments.steer.SteeredMethod;
import org.snmf.features.FeatureSheet;

/** What the sheet of the features gets from steering. */
final class SteeringColumns {
    private SteeringColumns() {}

    /** @param judge who gave the scores; empty where nobody did, and then they are no columns */
    static Stream<FeatureSheet.Column> of(SteeredMethod features, String judge, Aggregation aggregation) {
        String giver = judge + ", " + aggregation.text();
        Stream<FeatureSheet.Column> judged = judge.isEmpty()
                ? Stream.empty()
                : Stream.of(
                        column(features, "steering", giver, one -> one.scores(aggregation)
                                .finalScore()),
                        column(features, "steering concept", giver, one -> one.scores(aggregation)
                                .concept()),
                        column(features, "steering fluency", giver, one -> one.scores(aggregation)
                                .fluency()));
        return Stream.concat(
                judged,
                Stream.of(
                        column(features, "output score", "the better of both signs", one -> one.effects()
                                .greaterOutputScore()),
                        column(features, "input score", "contexts and promoted tokens", one -> one.effects()
                                .inputScore())));
    }

    private static FeatureSheet.Column column(
            SteeredMethod features, String name, String by, ToDoubleFunction<ScoredDirection> score) {
        Map<Integer, Object> values = new TreeMap<>();
        Map<Integer, String> without = new TreeMap<>();
        for (ScoredDirection one : features.directions()) {
            double value = score.applyAsDouble(one);
            if (Double.isFinite(value)) {
                values.put(one.steered().source(), value);
            } else {
                without.put(
                        one.steered().source(),
                        name.startsWith("input")
                                ? "too few contexts are known"
                                : one.cells().isEmpty() ? "no target was reached" : "no text has a score");
            }
        }
        return new FeatureSheet.Column(name, by, values, without);
    }
}
