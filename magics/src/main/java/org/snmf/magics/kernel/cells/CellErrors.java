package org.snmf.magics.kernel.cells;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.UnresolvedReferenceException;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.magics.kernel.cells.SnippetLines.Place;

/** Makes failures short: what happened, where in the cell, what to do. */
final class CellErrors {
    private static final int FRAMES = 12;

    private final SnippetLines places;

    CellErrors(SnippetLines places) {
        this.places = places;
    }

    /** A snippet that does not compile: the compiler's words, and each faulty line with its place marked. */
    CellException compilation(JShell shell, Snippet snippet) {
        List<String> lines = new ArrayList<>();
        shell.diagnostics(snippet).filter(Diag::isError).forEach(diag -> lines.addAll(told(snippet, diag)));
        List<String> missing = missing(shell, snippet);
        if (!missing.isEmpty()) {
            lines.add("not defined: " + String.join(", ", missing));
        }
        String first = lines.isEmpty() ? "does not compile" : lines.get(0);
        return new CellException("CompilationException", first, lines, null);
    }

    private List<String> told(Snippet snippet, Diag diag) {
        List<String> words = diag.getMessage(Locale.ROOT)
                .lines()
                .filter(line -> !line.strip().startsWith("location:"))
                .toList();
        // The symbol that cannot be found belongs to the sentence: headless runs show no more than that.
        Optional<String> symbol = words.stream()
                .map(String::strip)
                .filter(line -> line.startsWith("symbol:"))
                .map(line -> line.substring("symbol:".length()).strip())
                .findFirst();
        int at = (int) Math.max(0, Math.min(diag.getPosition(), snippet.source().length()));
        Optional<Place> place = places.begin(snippet)
                .map(begin -> new Place(
                        begin.source(),
                        begin.line()
                                + (int) snippet.source()
                                        .substring(0, at)
                                        .chars()
                                        .filter(c -> c == '\n')
                                        .count()));
        List<String> lines = new ArrayList<>();
        lines.add(place.map(p -> "line " + p.line() + ": ").orElse("")
                + words.get(0)
                + symbol.map(s -> ": " + s).orElse(""));
        lines.addAll(marked(snippet.source(), diag, at, place));
        words.stream().skip(1).filter(w -> !w.strip().startsWith("symbol:")).forEach(lines::add);
        return lines;
    }

    private static List<String> marked(String source, Diag diag, int at, Optional<Place> place) {
        int from = source.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
        int to = source.indexOf('\n', at);
        String line = source.substring(Math.min(from, at), to < 0 ? source.length() : to);
        String written = place.map(p -> p.source().line(p.line())).orElse(line);
        int shift = written.indexOf(line);
        if (shift < 0) {
            // The line holds a magic, whose Java is not what the person wrote.
            return List.of(written);
        }
        int end = (int) Math.min(diag.getEndPosition(), Math.min(from, at) + line.length());
        int column = shift + at - Math.min(from, at);
        return List.of(written, " ".repeat(column) + "^".repeat(Math.max(1, end - at)));
    }

    private static List<String> missing(JShell shell, Snippet snippet) {
        return snippet instanceof DeclarationSnippet declaration
                ? shell.unresolvedDependencies(declaration).toList()
                : List.of();
    }

    /** What to say of a method or type that waits for something to be defined. */
    String unresolved(JShell shell, DeclarationSnippet snippet) {
        String name = snippet.kind() == Snippet.Kind.METHOD ? snippet.name() + "()" : snippet.name();
        List<String> missing = missing(shell, snippet);
        String why = missing.isEmpty()
                ? String.join("\n", compilation(shell, snippet).lines())
                : String.join(", ", missing) + (missing.size() == 1 ? " is" : " are") + " not defined.";
        String where = places.begin(snippet).map(p -> "line " + p.line() + ": ").orElse("");
        return where + name + " cannot be used yet: " + why;
    }

    /** Source that ends in the middle. */
    static CellException incomplete(CellSource source, int at) {
        int line = source.lineAt(at);
        String told = "the cell ends in the middle of line " + line + ": "
                + source.line(line).strip();
        return new CellException("IncompleteSourceException", told, List.of(told, "Close what is open in it."), null);
    }

    /** A cell that was interrupted. */
    static CellException interrupted() {
        return new CellException(
                "EvaluationInterruptedException",
                "the cell was interrupted",
                List.of("The cell was interrupted."),
                null);
    }

    /**
     * What a cell's code threw: bad input shows its message alone, all else also the frames of the cell and library.
     *
     * @param thrown what was thrown
     * @param seen what JShell made of it, or null
     * @param source the cell that failed
     */
    CellException thrown(JShell shell, Throwable thrown, @Nullable JShellException seen, CellSource source) {
        if (thrown instanceof CellException already) {
            return already;
        }
        if (thrown instanceof ThreadDeath || thrown instanceof InterruptedException) {
            return interrupted();
        }
        if (seen instanceof UnresolvedReferenceException reference) {
            String told = unresolved(shell, reference.getSnippet());
            return new CellException("UnresolvedReferenceException", told, List.of(told), thrown);
        }
        String kind = kind(thrown.getClass());
        String message = thrown.getMessage() == null ? "" : thrown.getMessage();
        if (thrown instanceof InputException) {
            return new CellException(kind, message, List.of(message), thrown);
        }
        List<String> lines = whole(thrown, source);
        if (thrown instanceof OutOfMemoryError) {
            lines.add(
                    "Free memory with %snmf reset, take a smaller rank or fewer tokens, or start with a larger -Xmx.");
        }
        return new CellException(kind, message, lines, thrown);
    }

    /** What to say of an exception that ended a thread which a cell has started. */
    List<String> onThread(Thread thread, Throwable e, CellSource source) {
        List<String> lines = whole(e, source);
        lines.set(0, "Exception in thread \"" + thread.getName() + "\": " + lines.get(0));
        return lines;
    }

    private static String kind(Class<?> type) {
        return type.getSimpleName().isEmpty() ? kind(type.getSuperclass()) : type.getSimpleName();
    }

    private List<String> whole(Throwable thrown, CellSource source) {
        List<String> lines = new ArrayList<>();
        lines.add(sentence(thrown));
        lines.addAll(frames(thrown.getStackTrace(), source));
        int depth = 0;
        for (Throwable cause = thrown.getCause(); cause != null && depth < FRAMES; cause = cause.getCause()) {
            lines.add("caused by " + sentence(cause));
            lines.addAll(frames(cause.getStackTrace(), source).stream()
                    .filter(line -> line.startsWith("    at line"))
                    .limit(1)
                    .collect(Collectors.toList()));
            depth++;
        }
        return lines;
    }

    /** As {@link Throwable#toString()}, with the types of cells by the names that cells give them. */
    private static String sentence(Throwable thrown) {
        String type = thrown.getClass()
                .getName()
                .replaceAll("^REPL\\.\\$JShell\\$\\w+\\$", "")
                .replace('$', '.');
        return thrown.getLocalizedMessage() == null ? type : type + ": " + thrown.getLocalizedMessage();
    }

    private List<String> frames(StackTraceElement[] stack, CellSource source) {
        List<String> shown = new ArrayList<>();
        for (StackTraceElement frame : stack) {
            String name = frame.getClassName();
            if (name.startsWith("org.snmf.magics.kernel.cells.") || name.startsWith("jdk.internal.reflect.")) {
                break;
            }
            if (name.startsWith("org.snmf.magics.kernel.") || name.startsWith("org.dflib.jjava.jupyter.kernel.")) {
                continue;
            }
            if (shown.size() == FRAMES) {
                shown.add("    …");
                break;
            }
            shown.add(places.of(frame)
                    .map(place -> "    at line " + place.line() + method(frame)
                            + (place.source().name().equals(source.name())
                                    ? ""
                                    : ", " + place.source().name()))
                    .orElse("    at " + frame));
        }
        return shown;
    }

    private static String method(StackTraceElement frame) {
        String method = frame.getMethodName();
        return method.startsWith("do_it$") || method.startsWith("lambda$") ? "" : " of " + method;
    }
}
