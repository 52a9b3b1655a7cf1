package org.snmf.magics.kernel.cells;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Which line of which cell a line of a snippet's class is. JShell itself tells this of what a snippet throws, but not of
 * causes nor of other threads, and in lines of the snippet.
 */
public final class SnippetLines {
    /**
     * A place in a cell.
     *
     * @param source the cell
     * @param line counted from 1
     */
    record Place(CellSource source, int line) {}

    private record Lines(CellSource source, int[] ofWrapped) {}

    private final Map<String, Place> begins = new HashMap<>();
    private final Map<String, Lines> byClass = new ConcurrentHashMap<>();
    private volatile @Nullable Supplier<Lines> running;

    /** Where a snippet of a cell begins. */
    void begin(Snippet snippet, CellSource source, int line) {
        begins.put(snippet.id(), new Place(source, line));
    }

    /** Where the snippet begins, if it is one of a cell. */
    Optional<Place> begin(Snippet snippet) {
        return Optional.ofNullable(begins.get(snippet.id()));
    }

    /** A snippet is about to run whose class nobody knows yet, and its threads may fail before it ends. */
    void running(Supplier<SnippetWrapper> wrapper, CellSource source, int line) {
        running = () -> lines(wrapper.get(), new Place(source, line));
    }

    /** The snippet has ended. */
    void ended() {
        running = null;
    }

    /** Learns the class that a snippet has now; a later version of it has a class of another name. */
    void learn(SnippetWrapper wrapper, Snippet snippet) {
        Place begin = begins.get(snippet.id());
        if (begin == null || byClass.containsKey(wrapper.fullClassName())) {
            return;
        }
        byClass.put(wrapper.fullClassName(), lines(wrapper, begin));
    }

    private static Lines lines(SnippetWrapper wrapper, Place begin) {
        String[] wrapped = wrapper.wrapped().split("\n", -1);
        int[] lines = new int[wrapped.length];
        int at = 0;
        for (int i = 0; i < wrapped.length; i++) {
            lines[i] = line(wrapper, wrapped[i], at, begin.line());
            at += wrapped[i].length() + 1;
        }
        return new Lines(begin.source(), lines);
    }

    /** The line that the first character of {@code wrapped} has which is the snippet's own; 0 if none is. */
    private static int line(SnippetWrapper wrapper, String wrapped, int from, int begin) {
        String source = wrapper.source();
        for (int i = 0; i < wrapped.length(); i++) {
            int at = Character.isWhitespace(wrapped.charAt(i)) ? -1 : wrapper.wrappedToSourcePosition(from + i);
            if (at >= 0 && at < source.length() && source.charAt(at) == wrapped.charAt(i)) {
                return begin
                        + (int) source.substring(0, at)
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
            }
        }
        return 0;
    }

    /** Where a frame is, if it is in a cell's code. */
    Optional<Place> of(StackTraceElement frame) {
        String type = frame.getClassName();
        Lines lines = byClass.get(type);
        // Types that a snippet declares are nested in the snippet's class: REPL.$JShell$7$Point.
        for (int end = type.lastIndexOf('$'); lines == null && end > 0; end = type.lastIndexOf('$', end - 1)) {
            lines = byClass.get(type.substring(0, end));
        }
        @Nullable Supplier<Lines> unknown = running;
        if (lines == null && unknown != null && type.startsWith("REPL.$JShell$")) {
            lines = unknown.get();
        }
        int at = frame.getLineNumber() - 1;
        return lines == null || at < 0 || at >= lines.ofWrapped().length || lines.ofWrapped()[at] == 0
                ? Optional.empty()
                : Optional.of(new Place(lines.source(), lines.ofWrapped()[at]));
    }
}
