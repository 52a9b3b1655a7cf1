package org.snmf.experiments.judge;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.experiments.texts.SentenceSpace;
import org.snmf.experiments.texts.TextLikelihood;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * Judges without network or a large model. Concept: how much nearer the text is in meaning to the description and the
 * feature's own contexts than the unsteered continuations are, and how many more of the label's words it has. Fluency: how
 * likely it is under the unsteered model, against the unsteered continuations, and how much more it repeats itself. Both
 * become scores by a {@link Calibration} on texts that were rated by reading, {@link RatedText#shipped()}.
 */
public final class OfflineJudge implements Judge {
    private final SentenceSpace space;
    private final TextLikelihood likelihood;
    private final Calibration calibration;
    private @Nullable Yardstick latest;

    /** What is usual for a target after a prompt: the same for all strengths and signs of a feature. */
    private record Yardstick(Target target, String prompt, List<String> unsteered, Measures usual) {
        boolean fits(Target other, Continuations continuations) {
            return target.equals(other)
                    && prompt.equals(continuations.prompt())
                    && unsteered.equals(continuations.unsteered());
        }
    }

    /** The judge calibrated on the shipped sheet, its held-out third left out. */
    public OfflineJudge(SentenceSpace space, LanguageModel unsteered) {
        this(
                space,
                unsteered,
                Calibration.fit(RatedText.shipped().stream()
                        .filter(text -> !text.heldOut())
                        .toList()));
    }

    /** @param unsteered the model that wrote the texts, as it is; it stays open */
    public OfflineJudge(SentenceSpace space, LanguageModel unsteered, Calibration calibration) {
        this.space = space;
        this.likelihood = new TextLikelihood(unsteered);
        this.calibration = calibration;
    }

    @Override
    public String name() {
        return "offline (" + space.name() + ")";
    }

    /** What is measured of each text. */
    public synchronized List<Measures> measure(Target target, Continuations continuations) {
        if (continuations.unsteered().isEmpty()) {
            throw new InputException(
                    "offline judge", "unsteered continuations", "none", "They are what a text is measured against.");
        }
        if (latest == null || !latest.fits(target, continuations)) {
            Measures usual = Measures.usual(space, likelihood, target, continuations);
            latest = new Yardstick(target, continuations.prompt(), continuations.unsteered(), usual);
        }
        return Measures.of(space, likelihood, target, continuations, latest.usual());
    }

    @Override
    public List<Judgement> judge(Target target, Continuations continuations, Progress progress) {
        List<Judgement> judgements = new ArrayList<>();
        if (progress.stopRequested()) {
            continuations.texts().forEach(t -> judgements.add(Judgement.unanswered("stopped")));
            return judgements;
        }
        for (Measures m : measure(target, continuations)) {
            judgements.add(new Judgement(calibration.concept(m), calibration.fluency(m)));
            progress.report(
                    new Step("judge", judgements.size(), continuations.texts().size(), "texts", name()));
        }
        return judgements;
    }
}
