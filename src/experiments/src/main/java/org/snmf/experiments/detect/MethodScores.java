package org.snmf.experiments.detect;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.experiments.stats.Interval;
import org.snmf.models.network.place.Location;

/**
 * The scores of all directions of one method at one layer.
 *
 * @param method what the method is called
 * @param space in which its directions detect
 * @param scores one a direction, in order; those without a score say why
 */
public record MethodScores(String method, Location space, List<Score> scores) {
    public MethodScores {
        scores = List.copyOf(scores);
    }

    /** The scores of those directions only. */
    public MethodScores where(Predicate<Score> kept) {
        return new MethodScores(method, space, scores.stream().filter(kept).toList());
    }

    /** Number of directions in each state, every state named. */
    public Map<Score.State, Integer> states() {
        Map<Score.State, Integer> counts = new EnumMap<>(Score.State.class);
        for (Score.State state : Score.State.values()) {
            counts.put(state, 0);
        }
        scores.forEach(score -> counts.merge(score.state(), 1, Integer::sum));
        return counts;
    }

    /** Number of directions with a score S_CD. */
    public int scored() {
        return states().getOrDefault(Score.State.SCORED, 0);
    }

    /** The scores S_CD, of those that have one. */
    public double[] logRatios() {
        return scores.stream()
                .filter(score -> score.score().isPresent())
                .mapToDouble(score -> score.score().orElseThrow())
                .toArray();
    }

    /** A measure of those directions for which sentences were read and it is defined. */
    public double[] measured(ToDoubleFunction<Score> measure) {
        return scores.stream()
                .filter(Score::measured)
                .mapToDouble(measure)
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }

    /** Share of positive scores among those that have one; the paper's claim is more than 75 %. */
    public Interval positiveShare(Bootstrap bootstrap) {
        double[] positive = logRatios();
        for (int i = 0; i < positive.length; i++) {
            positive[i] = positive[i] > 0 ? 1 : 0;
        }
        return bootstrap.mean(positive);
    }

    /**
     * Share of directions with ā_activating above ā_neutral among all for which sentences were read, those without a
     * logarithm included.
     */
    public Interval higherShare(Bootstrap bootstrap) {
        return bootstrap.mean(measured(score -> score.higher() ? 1 : 0));
    }

    /** The mean of a measure with its interval. */
    public Interval mean(ToDoubleFunction<Score> measure, Bootstrap bootstrap) {
        return bootstrap.mean(measured(measure));
    }
}
