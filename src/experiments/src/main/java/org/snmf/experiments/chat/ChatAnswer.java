package org.snmf.experiments.chat;

/**
 * What came of one prompt.
 *
 * @param state whether there is an answer
 * @param text the answer; empty unless {@link State#ANSWERED}
 * @param reason why there is no answer; empty when there is one
 * @param fromDisk whether no call was made for it
 */
public record ChatAnswer(State state, String text, String reason, boolean fromDisk) {
    /** Whether there is an answer. */
    public enum State {
        /** There is one. */
        ANSWERED,
        /** The server declined to answer this prompt. */
        REFUSED,
        /** The server sent something that is no answer. */
        GARBLED,
        /** Nothing came: the server failed, the budget was used up, or the work was stopped. May be asked again. */
        UNANSWERED
    }

    static ChatAnswer answered(String text, boolean fromDisk) {
        return new ChatAnswer(State.ANSWERED, text, "", fromDisk);
    }

    static ChatAnswer without(State state, String reason) {
        return new ChatAnswer(state, "", reason, false);
    }
}
