package org.snmf.magics.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;

/**
 * Splits a line into arguments as a shell does: blanks separate; within '…' everything stands for itself; within "…" a
 * backslash makes {@code "} and {@code \} stand for themselves; outside quotes a backslash does so for a blank, a quote
 * or a backslash. Before any other character a backslash is kept, so that paths such as {@code C:\data} survive.
 */
public final class ArgumentLine {
    private final String line;
    private final List<String> arguments = new ArrayList<>();
    /** The argument that has begun; null between two. */
    private @Nullable StringBuilder current;

    private int at;

    private ArgumentLine(String line) {
        this.line = line;
    }

    /**
     * The arguments of {@code line}.
     *
     * @throws InputException if a quote is not closed
     */
    public static List<String> split(String line) {
        return new ArgumentLine(line).split();
    }

    private List<String> split() {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (Character.isWhitespace(c)) {
                end();
            } else if (c == '"' || c == '\'') {
                quoted(c);
            } else if (c == '\\' && at < line.length() && isSpecial(line.charAt(at))) {
                append(line.charAt(at++));
            } else {
                append(c);
            }
        }
        end();
        return arguments;
    }

    private void quoted(char quote) {
        int opened = at - 1;
        if (current == null) {
            current = new StringBuilder();
        }
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == quote) {
                return;
            }
            boolean escapes = quote == '"' && c == '\\' && at < line.length();
            if (escapes && (line.charAt(at) == '"' || line.charAt(at) == '\\')) {
                c = line.charAt(at++);
            }
            append(c);
        }
        throw new InputException(
                "arguments", "a closing " + quote, "none after " + line.substring(opened), "Close the quote.");
    }

    private static boolean isSpecial(char c) {
        return Character.isWhitespace(c) || c == '"' || c == '\'' || c == '\\';
    }

    private void append(char c) {
        if (current == null) {
            current = new StringBuilder();
        }
        current.append(c);
    }

    private void end() {
        if (current != null) {
            arguments.add(current.toString());
            current = null;
        }
    }
}
