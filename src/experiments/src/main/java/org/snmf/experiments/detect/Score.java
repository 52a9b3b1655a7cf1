package org.snmf.experiments.detect;

import java.util.OptionalDouble;

/**
 * What the evaluation says of one direction.
 *
 * @param source index of the direction in its source
 * @param name what it is called
 * @param label what it is said to stand for
 * @param state whether it has a score, or why not
 * @param score S_CD = log(ā_activating / ā_neutral) (paper, Eq. 5); only in the state {@link State#SCORED}
 * @param activating ā_activating: the mean over activating sentences of the largest cosine in each; NaN where no sentence
 *     was read
 * @param neutral ā_neutral: the same of neutral sentences
 * @param auc ROC-AUC of the largest cosines, activating against all sentences of unrelated labels
 * @param hardAuc the same against the sentences of related labels; NaN where the label has no relatives
 * @param fade clarity, responsiveness and purity
 */
public record Score(
        int source,
        String name,
        DirectionLabel label,
        State state,
        OptionalDouble score,
        double activating,
        double neutral,
        double auc,
        double hardAuc,
        Fade fade) {

    /** Whether there is a score, or why there is none. */
    public enum State {
        /** Both means are positive. */
        SCORED("scored"),
        /** The direction is all zeros. */
        DEAD("dead: the direction is zero"),
        /** Nothing says what it stands for. */
        NO_LABEL("no label: it is active nowhere"),
        /** The label has no sentence in the evaluation. */
        NO_SENTENCES("no sentence of its label"),
        /** A mean of cosines is zero or negative, so its logarithm is undefined; AUC and the others are still known. */
        NOT_POSITIVE("a mean is not positive: no log ratio");

        private final String reason;

        State(String reason) {
            this.reason = reason;
        }

        /** In words. */
        public String reason() {
            return reason;
        }
    }

    /** Whether sentences were read, so that the means and the measures of ranking are known. */
    public boolean measured() {
        return state == State.SCORED || state == State.NOT_POSITIVE;
    }

    /** Whether ā_activating is above ā_neutral, which can be said without a logarithm; only where {@link #measured()}. */
    public boolean higher() {
        return activating > neutral;
    }

    static Score without(int source, String name, DirectionLabel label, State state) {
        double none = Double.NaN;
        return new Score(source, name, label, state, OptionalDouble.empty(), none, none, none, none, Fade.NONE);
    }
}
