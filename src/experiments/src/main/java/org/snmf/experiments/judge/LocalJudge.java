package org.snmf.experiments.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.snmf.errors.InputException;
import org.snmf.experiments.texts.TextLikelihood;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * Judges by the log probabilities of a loaded checkpoint, which needs no instruction to follow. Each axis lies between two
 * anchors of its own, 0 at the lower and 2 at the upper, straight in between:
 *
 * <ul>
 *   <li>Concept: how likely the description is after the text, a token. Lower anchor: the mean after the unsteered
 *       continuations; upper: the mean after the feature's own contexts.
 *   <li>Fluency: how likely the text is after the prompt, a token. Upper anchor: the mean of the unsteered continuations;
 *       lower: the mean of these with their words in random order.
 * </ul>
 *
 * Where the anchors do not lie in this order the checkpoint cannot tell, and the score is refused.
 */
public final class LocalJudge implements Judge {
    private static final String ABOUT = " It is about";
    private static final long SEED = 1;

    private final TextLikelihood likelihood;
    private final String model;

    /** Uses the model, which stays open. */
    public LocalJudge(LanguageModel model, String modelName) {
        this.likelihood = new TextLikelihood(model);
        this.model = modelName;
    }

    @Override
    public String name() {
        return "local (" + model + ")";
    }

    @Override
    public List<Judgement> judge(Target target, Continuations continuations, Progress progress) {
        if (continuations.unsteered().isEmpty() || target.contexts().isEmpty()) {
            throw new InputException(
                    "local judge",
                    "unsteered continuations and contexts of the feature",
                    continuations.unsteered().size() + " and "
                            + target.contexts().size(),
                    "They are what a text is measured against.");
        }
        Anchors concept = new Anchors(
                mean(continuations.unsteered().stream()
                        .mapToDouble(t -> described(t, target))
                        .toArray()),
                mean(target.contexts().stream()
                        .mapToDouble(t -> described(t, target))
                        .toArray()));
        List<String> unsteered = spaced(continuations.unsteered());
        Anchors fluency = new Anchors(
                mean(likelihood.means(
                        continuations.prompt(),
                        unsteered.stream().map(LocalJudge::shuffled).toList())),
                mean(likelihood.means(continuations.prompt(), unsteered)));
        List<Judgement> judgements = new ArrayList<>();
        for (String text : continuations.texts()) {
            if (progress.stopRequested()) {
                judgements.add(Judgement.unanswered("stopped"));
            } else {
                double likely = likelihood.means(continuations.prompt(), spaced(List.of(text)))[0];
                judgements.add(new Judgement(concept.score(described(text, target)), fluency.score(likely)));
            }
            progress.report(
                    new Step("judge", judgements.size(), continuations.texts().size(), "texts", name()));
        }
        return judgements;
    }

    private double described(String text, Target target) {
        return likelihood.means(text + ABOUT, List.of(" " + target.description()))[0];
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).filter(Double::isFinite).average().orElse(Double.NaN);
    }

    /** A continuation begins with the space that parts it from its prompt. */
    private static List<String> spaced(List<String> texts) {
        return texts.stream().map(t -> " " + t.strip()).toList();
    }

    private static String shuffled(String text) {
        List<String> words = new ArrayList<>(List.of(text.strip().split("\\s+")));
        Collections.shuffle(words, new Random(SEED));
        return " " + String.join(" ", words);
    }

    /** What a score of 0 and one of 2 look like. */
    private record Anchors(double low, double high) {
        Score score(double value) {
            String reason = String.format(Locale.ROOT, "%.2f nats a token between %.2f and %.2f", value, low, high);
            if (!(low < high)) {
                return Score.refused("the checkpoint does not tell the anchors apart: " + reason);
            }
            if (Double.isNaN(value)) {
                return Score.unparsable("a text without tokens");
            }
            return Score.of(Score.MOST * Math.max(0, Math.min(1, (value - low) / (high - low))), reason);
        }
    }
}
