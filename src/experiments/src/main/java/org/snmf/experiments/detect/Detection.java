package org.snmf.experiments.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.Centring;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.stats.Ranking;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.capture.Captured;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * Concept detection (paper, section 4 and Appendices B and D): for each direction the largest cosine with the activations of
 * each sentence, its mean over sentences that express the label and over neutral ones, and the log ratio of the two; beside
 * it measures that are defined whatever the signs of the means.
 */
public final class Detection {
    private final DetectionSet set;
    private final Captured captured;

    /**
     * @param set the sentences of the evaluation
     * @param captured their activations, at every space in which directions will be scored; special tokens left out
     * @throws InputException if other sentences were captured
     */
    public Detection(DetectionSet set, Captured captured) {
        if (!captured.tokens().sentences().equals(set.sentences())) {
            throw new InputException(
                    "captured sentences",
                    "the " + set.sentences().size() + " of the evaluation, in order",
                    captured.tokens().sentenceCount() + " others",
                    "Capture the sentences of the detection set.");
        }
        this.set = set;
        this.captured = captured;
    }

    /**
     * Scores every direction of a method.
     *
     * @param directions the directions
     * @param labels what each stands for, in order
     * @param progress when it requests a stop, the directions not reached are left out, and a warning says how many
     * @throws InputException if their space was not captured, or there are not as many labels
     */
    public MethodScores score(ConceptDirections directions, List<DirectionLabel> labels, Progress progress) {
        if (labels.size() != directions.size()) {
            throw new InputException(
                    directions.method(), "one label for each of " + directions.size(), labels.size() + " labels", "");
        }
        ActivationMatrix a =
                captured.at(directions.space().layer(), directions.space().site());
        Responses responses = Responses.of(directions, directions.centred() ? Centring.of(a) : a, captured.tokens());
        List<Score> scores = new ArrayList<>(directions.size());
        for (int i = 0; i < directions.size() && !progress.stopRequested(); i++) {
            scores.add(score(directions, i, labels.get(i), responses));
            progress.report(new Step("detect", i + 1, directions.size(), "directions", directions.method()));
        }
        if (scores.size() < directions.size()) {
            progress.warn(
                    directions.size() - scores.size() + " directions of " + directions.method() + " were not scored.");
        }
        return new MethodScores(directions.method(), directions.space(), scores);
    }

    private Score score(ConceptDirections directions, int i, DirectionLabel label, Responses responses) {
        int source = directions.source(i);
        String name = directions.name(i);
        if (directions.dead(i)) {
            return Score.without(source, name, label, Score.State.DEAD);
        }
        if (label.label().isEmpty()) {
            return Score.without(source, name, label, Score.State.NO_LABEL);
        }
        DetectionSet.Groups groups = set.groups(label.label().get()).orElse(null);
        if (groups == null) {
            return Score.without(source, name, label, Score.State.NO_SENTENCES);
        }
        double[] activating = responses.largest(i, groups.activating());
        double[] neutral = responses.largest(i, groups.neutral());
        if (activating.length == 0 || neutral.length == 0) {
            return Score.without(source, name, label, Score.State.NO_SENTENCES);
        }
        double own = Arrays.stream(activating).average().orElseThrow();
        double rest = Arrays.stream(neutral).average().orElseThrow();
        boolean defined = own > 0 && rest > 0;
        return new Score(
                source,
                name,
                label,
                defined ? Score.State.SCORED : Score.State.NOT_POSITIVE,
                defined ? OptionalDouble.of(Math.log(own / rest)) : OptionalDouble.empty(),
                own,
                rest,
                Ranking.auc(activating, responses.largest(i, groups.others())),
                Ranking.auc(activating, responses.largest(i, groups.related())),
                Fade.of(
                        responses.extreme(i, groups.activating()),
                        responses.extreme(i, groups.neutral()),
                        responses.extreme(i, groups.others())));
    }
}
