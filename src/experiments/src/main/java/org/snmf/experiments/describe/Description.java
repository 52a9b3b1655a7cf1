package org.snmf.experiments.describe;

import java.util.Optional;

/**
 * What one side of a feature was called, by whom, and why.
 *
 * @param feature r, the feature's index
 * @param side the side that was described
 * @param state whether {@code title} is a name
 * @param title what to show: the name, or else the strongest tokens, or "dead"
 * @param giver the describer's name
 * @param confidence how sure the giver is, on a scale of its own in [0, 1]; NaN where it has none or gave no name
 * @param reason what the name rests on, or why there is none
 */
public record Description(
        int feature, Subject.Side side, State state, String title, String giver, double confidence, String reason) {
    /** Whether there is a name. */
    public enum State {
        /** There is one. */
        NAMED,
        /** The giver found nothing that most of the evidence shares. */
        UNNAMED,
        /** The feature is nowhere active. */
        DEAD,
        /** The giver declined. */
        REFUSED,
        /** The giver's answer holds no name. */
        UNPARSABLE,
        /** No answer was had: the server failed, the budget was used up, or the work was stopped. May be asked again. */
        UNANSWERED
    }

    static Description named(Subject subject, String name, String giver, double confidence, String reason) {
        return new Description(subject.feature(), subject.side(), State.NAMED, name, giver, confidence, reason);
    }

    /** A description without a name, titled by the strongest tokens. */
    static Description without(Subject subject, State state, String giver, String reason) {
        String title = state == State.DEAD ? "dead" : StrongestTokens.title(subject);
        return new Description(subject.feature(), subject.side(), state, title, giver, Double.NaN, reason);
    }

    /** The name, where there is one. */
    public Optional<String> name() {
        return state == State.NAMED ? Optional.of(title) : Optional.empty();
    }
}
