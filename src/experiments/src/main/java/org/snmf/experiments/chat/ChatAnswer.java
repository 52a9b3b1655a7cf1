package org.snmf.experiments.chat;

import java.util.regex.Pattern;

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

    private static final Pattern DECLINES = Pattern.compile(
            "(?is)\\W*(i['’]m sorry|i am sorry|sorry|i apologi[sz]e|i can(no|['’])t|i am (not able|unable)|i['’]m (not able|unable)|i will not|i won['’]t|as an ai)\\b.*");
    private static final int QUOTED = 200;

    /** Whether an answer that lacks what was asked for begins like a refusal. */
    public static boolean declines(String answer) {
        return DECLINES.matcher(answer).matches();
    }

    /** The answer in one line, cut where it is long, as a reason. */
    public static String quoted(String answer) {
        String line = answer.strip().replaceAll("\\s+", " ");
        return line.length() > QUOTED ? line.substring(0, QUOTED) + " …" : line;
    }

    static ChatAnswer answered(String text, boolean fromDisk) {
        return new ChatAnswer(State.ANSWERED, text, "", fromDisk);
    }

    static ChatAnswer without(State state, String reason) {
        return new ChatAnswer(state, "", reason, false);
    }
}
