package org.snmf.experiments.judge;

/**
 * What a judge says of one continuation.
 *
 * @param concept how well it shows the concept
 * @param fluency how fluent it is
 */
public record Judgement(Score concept, Score fluency) {
    /** The same state on both axes, for an answer that was not had. */
    static Judgement unanswered(String reason) {
        return new Judgement(Score.unanswered(reason), Score.unanswered(reason));
    }

    /**
     * The final score of section 5: 2cf/(c + f), and 0 where either is 0. Where an axis has no score the final score has
     * none, for that axis' reason (the concept's, if both have none).
     */
    public Score harmonicMean() {
        if (!concept.scored()) {
            return concept;
        }
        if (!fluency.scored()) {
            return fluency;
        }
        double sum = concept.value() + fluency.value();
        return Score.of(sum == 0 ? 0 : 2 * concept.value() * fluency.value() / sum, "");
    }
}
