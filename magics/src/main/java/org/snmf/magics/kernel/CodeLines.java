package org.snmf.magics.kernel;

/** Tells lines of code from lines that begin inside a text block or a comment. Feed it the lines of a cell in order. */
final class CodeLines {
    private enum State {
        CODE,
        BLOCK_COMMENT,
        TEXT_BLOCK
    }

    private State state = State.CODE;

    /** Whether {@code line} begins as code. */
    boolean isCode(String line) {
        boolean code = state == State.CODE;
        boolean magic = code && line.stripLeading().startsWith("%");
        if (!magic) {
            read(line);
        }
        return code;
    }

    private void read(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            if (state == State.BLOCK_COMMENT) {
                if (line.startsWith("*/", i)) {
                    state = State.CODE;
                    i++;
                }
            } else if (line.charAt(i) == '\\') {
                i++;
            } else if (state == State.TEXT_BLOCK) {
                if (line.startsWith("\"\"\"", i)) {
                    state = State.CODE;
                    i += 2;
                }
            } else if (quote != 0) {
                quote = line.charAt(i) == quote ? 0 : quote;
            } else if (line.startsWith("//", i)) {
                return;
            } else if (line.startsWith("/*", i)) {
                state = State.BLOCK_COMMENT;
                i++;
            } else if (line.startsWith("\"\"\"", i)) {
                state = State.TEXT_BLOCK;
                i += 2;
            } else if (line.charAt(i) == '"' || line.charAt(i) == '\'') {
                quote = line.charAt(i);
            }
        }
    }
}
