package org.snmf.magics.kernel.text;

/**
 * Java source, read one token at a time and only as far as one must to tell code from what merely looks like it: comments,
 * strings, text blocks and character literals (JLS §3.7, §3.10). Source that ends in the middle of one is read to its end.
 */
final class JavaText {
    /** What a token is. All that is not one of the others is code, a character at a time. */
    enum Kind {
        BLANK,
        COMMENT,
        LITERAL,
        CODE
    }

    private final String text;
    private int end;

    JavaText(String text) {
        this.text = text;
    }

    /** The kind of token that begins at {@code at}; {@link #end()} then tells where it ends. */
    Kind read(int at) {
        char c = text.charAt(at);
        if (Character.isWhitespace(c)) {
            end = at + 1;
            return Kind.BLANK;
        }
        if (text.startsWith("//", at)) {
            end = lineEnd(at);
            return Kind.COMMENT;
        }
        if (text.startsWith("/*", at)) {
            int close = text.indexOf("*/", at + 2);
            end = close < 0 ? text.length() : close + 2;
            return Kind.COMMENT;
        }
        if (text.startsWith("\"\"\"", at)) {
            end = closing(at + 3, "\"\"\"", true);
            return Kind.LITERAL;
        }
        if (c == '"' || c == '\'') {
            end = closing(at + 1, String.valueOf(c), false);
            return Kind.LITERAL;
        }
        end = at + 1;
        return Kind.CODE;
    }

    /** Index after the token that was read last. */
    int end() {
        return end;
    }

    /** Index of the line break that ends the line of {@code at}, or of the end of the text. */
    int lineEnd(int at) {
        int i = at;
        while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    /** Index of the first token at or after {@code at} that is neither blank nor comment. */
    int skipBlanksAndComments(int at) {
        int i = at;
        while (i < text.length()) {
            Kind kind = read(i);
            if (kind != Kind.BLANK && kind != Kind.COMMENT) {
                break;
            }
            i = end;
        }
        return i;
    }

    /** Index after the quote that closes, or where the line or, of a text block, the text ends without one. */
    private int closing(int from, String quote, boolean lines) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!lines && (c == '\n' || c == '\r')) {
                return i;
            }
            if (text.startsWith(quote, i)) {
                return i + quote.length();
            }
            if (c == '\\'
                    && i + 1 < text.length()
                    && (lines || (text.charAt(i + 1) != '\n' && text.charAt(i + 1) != '\r'))) {
                i++;
            }
        }
        return text.length();
    }
}
