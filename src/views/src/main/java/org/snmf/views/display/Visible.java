package org.snmf.views.display;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes text from models and data safe to look at: what would be invisible, or would move other text about, becomes a
 * visible sign. This is about reading; {@link Html} does the escaping.
 *
 * <ul>
 *   <li>newline ⏎ and tab ⇥
 *   <li>other control characters, format characters (directional overrides and isolates, zero-width characters, byte order marks), spaces other
 *       than the ordinary one and line separators as their code point: ⟨U+202E⟩
 *   <li>half of a surrogate pair as �
 * </ul>
 */
public final class Visible {
    /** Characters of a word that a title shows: what has no blank may be a file in base64. */
    private static final int WORD = 40;

    /** Characters that a title shows. */
    private static final int TITLE = 120;

    private static final Pattern TOO_LONG = Pattern.compile("(\\S{" + WORD + "})\\S+");

    private Visible() {}

    /**
     * A label or a title, which names something and need not be read to its end: as {@link #text}, with words of more
     * than 40 characters, and then what is longer than 120, cut and ended by ….
     */
    public static String title(String title) {
        String cut = TOO_LONG.matcher(title).replaceAll("$1…");
        return text(
                cut.codePointCount(0, cut.length()) <= TITLE
                        ? cut
                        : cut.substring(0, cut.offsetByCodePoints(0, TITLE)).stripTrailing() + "…");
    }

    /** A piece of running text; ordinary spaces stay as they are. */
    public static String text(String text) {
        @Nullable StringBuilder out = null;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            String sign = sign(c);
            if (sign != null && out == null) {
                out = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (out != null) {
                if (sign == null) {
                    out.appendCodePoint(c);
                } else {
                    out.append(sign);
                }
            }
            i += Character.charCount(c);
        }
        return out == null ? text : out.toString();
    }

    /**
     * A token on its own: as {@link #text}, with spaces at its ends shown as ␣, a combining mark at its start carried by
     * ◌, and the empty token shown as ∅.
     */
    public static String token(String token) {
        if (token.isEmpty()) {
            return "∅";
        }
        int from = 0;
        while (from < token.length() && token.charAt(from) == ' ') {
            from++;
        }
        int to = token.length();
        while (to > from && token.charAt(to - 1) == ' ') {
            to--;
        }
        String body = text(token.substring(from, to));
        boolean combining = !body.isEmpty() && isCombining(body.codePointAt(0));
        return "␣".repeat(from) + (combining ? "◌" : "") + body + "␣".repeat(token.length() - to);
    }

    /** Columns that the text takes in a terminal: two for wide East Asian characters and emoji, none for marks. */
    public static int width(String text) {
        return text.codePoints().map(Visible::width).sum();
    }

    /** The text, cut to at most {@code columns} terminal columns with … at the end when something was cut. */
    public static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int used = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (used + width(c) > columns - 1) {
                break;
            }
            used += width(c);
            out.appendCodePoint(c);
            i += Character.charCount(c);
        }
        return out.append('…').toString();
    }

    private static int width(int c) {
        if (isCombining(c)) {
            return 0;
        }
        boolean wide = c >= 0x1100
                && (c <= 0x115F
                        || (c >= 0x2E80 && c <= 0xA4CF)
                        || (c >= 0xAC00 && c <= 0xD7A3)
                        || (c >= 0xF900 && c <= 0xFAFF)
                        || (c >= 0xFE30 && c <= 0xFE6F)
                        || (c >= 0xFF00 && c <= 0xFF60)
                        || (c >= 0xFFE0 && c <= 0xFFE6)
                        || (c >= 0x1F300 && c <= 0x1FAFF)
                        || (c >= 0x20000 && c <= 0x3FFFD));
        return wide ? 2 : 1;
    }

    private static boolean isCombining(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    /** The sign that stands for a code point, or null when it may stand for itself. */
    private static @Nullable String sign(int c) {
        if (c == '\n') {
            return "⏎";
        } else if (c == '\t') {
            return "⇥";
        }
        return switch (Character.getType(c)) {
            case Character.SURROGATE -> "\uFFFD";
            case Character.SPACE_SEPARATOR -> c == ' ' ? null : codePoint(c);
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> codePoint(c);
            default -> null;
        };
    }

    private static String codePoint(int c) {
        return String.format(Locale.ROOT, "⟨U+%04X⟩", c);
    }
}
