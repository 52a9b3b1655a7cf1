package org.snmf.experiments.judge;

import org.snmf.errors.InputException;

/**
 * A score from 0 to {@link #MOST}, or the reason why there is none. A failure never becomes a number.
 *
 * @param state whether there is a score
 * @param value the score, in [0, 2]; NaN unless {@link State#SCORED}
 * @param reason why there is no score, or what the judge said for it; may be empty
 */
public record Score(State state, double value, String reason) {
    /** The best score of one axis. */
    public static final double MOST = 2;

    /** Whether there is a score. */
    public enum State {
        /** There is one. */
        SCORED,
        /** The judge declined to give one. */
        REFUSED,
        /** The judge's answer holds no score on the scale. */
        UNPARSABLE,
        /** No answer was had: the server failed, the budget was used up, or the work was stopped. May be asked again. */
        UNANSWERED
    }

    /** @throws InputException if a score is off the scale, or there is a value without a score */
    public Score {
        boolean right = state == State.SCORED ? value >= 0 && value <= MOST : Double.isNaN(value);
        if (!right) {
            String expected = state == State.SCORED ? "0 to " + MOST : "NaN where there is no score";
            throw new InputException("score", expected, state + " " + value, "");
        }
    }

    /** A score in [0, 2]. */
    public static Score of(double value, String reason) {
        return new Score(State.SCORED, value, reason);
    }

    /** No score, since the judge declined. */
    public static Score refused(String reason) {
        return new Score(State.REFUSED, Double.NaN, reason);
    }

    /** No score, since none could be read in the answer. */
    public static Score unparsable(String reason) {
        return new Score(State.UNPARSABLE, Double.NaN, reason);
    }

    /** No score, since there was no answer. */
    public static Score unanswered(String reason) {
        return new Score(State.UNANSWERED, Double.NaN, reason);
    }

    /** Whether there is a score. */
    public boolean scored() {
        return state == State.SCORED;
    }
}
