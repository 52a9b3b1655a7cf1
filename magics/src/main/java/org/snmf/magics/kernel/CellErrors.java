package org.snmf.magics.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.snmf.errors.InputException;

/** Makes failures short: what happened, where in the cell, what to do. */
final class CellErrors {
    private static final int FRAMES = 12;

    private CellErrors() {}

    /** A snippet that does not compile: its lines with the faulty place marked, and the compiler's words. */
    static CellException compilation(JShell shell, Snippet snippet) {
        List<String> lines = new ArrayList<>();
        String first = "does not compile";
        List<Diag> errors = shell.diagnostics(snippet).filter(Diag::isError).toList();
        for (Diag diag : errors) {
            String message = diag.getMessage(Locale.ROOT);
            lines.addAll(marked(snippet.source(), diag));
            message.lines().filter(l -> !l.strip().startsWith("location:")).forEach(lines::add);
            first = diag == errors.get(0) ? message.lines().findFirst().orElse(first) : first;
        }
        if (snippet instanceof DeclarationSnippet declaration) {
            List<String> missing = shell.unresolvedDependencies(declaration).toList();
            if (!missing.isEmpty()) {
                first = "not defined: " + String.join(", ", missing);
                lines.add(first);
            }
        }
        return new CellException("CompilationError", first, lines, null);
    }

    private static List<String> marked(String source, Diag diag) {
        int at = (int) Math.max(0, Math.min(diag.getPosition(), source.length()));
        int from = source.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
        int to = source.indexOf('\n', at);
        String line = source.substring(Math.min(from, at), to < 0 ? source.length() : to);
        int end = (int) Math.min(diag.getEndPosition(), Math.min(from, at) + line.length());
        int column = at - Math.min(from, at);
        return List.of(line, " ".repeat(column) + "^".repeat(Math.max(1, end - at)));
    }

    /** Source that ends in the middle. */
    static CellException incomplete(String source) {
        return new CellException(
                "IncompleteCell",
                "the cell ends in the middle of: " + source.lines().findFirst().orElse(""),
                List.of("The cell ends in the middle of:", source),
                null);
    }

    /** A cell that was interrupted. */
    static CellException interrupted() {
        return new CellException("Interrupted", "the cell was interrupted", List.of("The cell was interrupted."), null);
    }

    /** What a cell's code threw: bad input shows its message alone, all else also the frames of the cell and library. */
    static CellException thrown(Throwable thrown) {
        return thrown(thrown, thrown.getStackTrace());
    }

    /**
     * As {@link #thrown(Throwable)}, with the frames as JShell tells them: those of the cell have the lines of their
     * snippet.
     */
    static CellException thrown(Throwable thrown, StackTraceElement[] stack) {
        Throwable cause = unwrap(thrown);
        if (cause instanceof CellException already) {
            return already;
        }
        if (cause instanceof ThreadDeath || cause instanceof InterruptedException) {
            return interrupted();
        }
        String kind = cause.getClass().getSimpleName();
        String message = cause.getMessage() == null ? "" : cause.getMessage();
        if (cause instanceof InputException) {
            return new CellException(kind, message, List.of(message), cause);
        }
        List<String> lines = new ArrayList<>();
        lines.add(cause.getClass().getName() + (message.isEmpty() ? "" : ": " + message));
        lines.addAll(frames(cause == thrown ? stack : cause.getStackTrace()));
        for (Throwable deeper = cause.getCause(); deeper != null; deeper = deeper.getCause()) {
            lines.add("caused by " + deeper);
        }
        if (cause instanceof OutOfMemoryError) {
            lines.add(
                    "Free memory with %snmf reset, take a smaller rank or fewer tokens, or start with a larger -Xmx.");
        }
        return new CellException(kind, message.isEmpty() ? kind : kind + ": " + message, lines, cause);
    }

    /** The magics' own wrapping says nothing that its cause does not. */
    private static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getClass() == RuntimeException.class && isMagic(cause)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isMagic(Throwable e) {
        return e.getMessage() != null && e.getMessage().startsWith("Exception occurred while running");
    }

    private static List<String> frames(StackTraceElement[] stack) {
        List<String> shown = new ArrayList<>();
        for (StackTraceElement frame : stack) {
            String name = frame.getClassName();
            if (name.startsWith("org.snmf.magics.kernel.") || name.startsWith("jdk.internal.reflect.")) {
                break;
            }
            if (shown.size() == FRAMES) {
                shown.add("    …");
                break;
            }
            boolean cell = frame.getFileName() != null && frame.getFileName().startsWith("#");
            shown.add(cell ? "    at line " + frame.getLineNumber() + method(frame) : "    at " + frame);
        }
        return shown;
    }

    private static String method(StackTraceElement frame) {
        return frame.getMethodName().isEmpty() ? " of the cell's code" : " of " + frame.getMethodName();
    }
}
