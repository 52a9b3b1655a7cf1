package org.snmf.experiments.judge;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snmf.experiments.chat.ChatAnswer;

/** Reads the score at the end of a judge's answer. */
final class Rating {
    private static final Pattern LAST = Pattern.compile("(?is).*rating\\s*\\W*?:([^\\r\\n]*).*?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?");

    private Rating() {}

    /**
     * The number after the last "Rating:", on its line, with or without brackets, quotes, stars and a final dot. A number off
     * the scale, or anything else there, is unparsable: it never becomes a 0.
     */
    static Score read(String answer) {
        String reason = ChatAnswer.quoted(answer);
        Matcher last = LAST.matcher(answer);
        if (!last.matches()) {
            return ChatAnswer.declines(answer) ? Score.refused(reason) : Score.unparsable("no rating: " + reason);
        }
        String text = last.group(1).replaceAll("[\\[\\]()*\"'`\\s]|\\.$", "");
        if (!NUMBER.matcher(text).matches()) {
            return Score.unparsable("no number: " + reason);
        }
        double value = Double.parseDouble(text);
        return value >= 0 && value <= Score.MOST
                ? Score.of(value, reason)
                : Score.unparsable("off the scale: " + reason);
    }
}
