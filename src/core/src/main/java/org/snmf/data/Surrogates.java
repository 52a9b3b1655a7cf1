package org.snmf.data;

import java.util.Locale;
import org.snmf.errors.InputException;

/** Halves of characters, which Java strings can hold and UTF-8 cannot: writing one would put another character there. */
public final class Surrogates {
    private Surrogates() {}

    /**
     * Refuses a text with half a character.
     *
     * @param where what to call the text in messages
     */
    public static void refuse(String text, String where) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean whole = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (whole) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new InputException(
                        where,
                        "whole characters",
                        String.format(Locale.ROOT, "half of one, \\u%04X, at index %d", (int) c, i),
                        "Write the character whole, or leave the half out.");
            }
        }
    }
}
