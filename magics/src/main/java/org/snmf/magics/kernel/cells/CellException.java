package org.snmf.magics.kernel.cells;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a cell failed, in the words that the notebook and the console of a headless run show. */
public final class CellException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String kind;
    private final transient List<String> lines;

    /**
     * @param kind what kind of failure: the simple name of what was thrown, or what others call such a failure
     * @param message what went wrong
     * @param lines what the notebook shows
     */
    CellException(String kind, String message, List<String> lines, @Nullable Throwable cause) {
        super(message, cause, false, true);
        this.kind = kind;
        this.lines = List.copyOf(lines);
        setStackTrace(new StackTraceElement[0]);
    }

    /** What kind of failure: {@code ename} of Jupyter's messages. */
    public String kind() {
        return kind;
    }

    /** What the notebook shows, a line each. */
    public List<String> lines() {
        return lines;
    }
}
