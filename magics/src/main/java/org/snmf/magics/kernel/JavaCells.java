package org.snmf.magics.kernel;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** Java code of cells, run by JShell in this process. One cell at a time. */
final class JavaCells implements AutoCloseable {
    private final ResultControl control = new ResultControl();
    private final JShell shell;

    /** A shell with this class path, in which {@code startup} has been run. */
    JavaCells(String classPath, List<String> startup) {
        shell = JShell.builder()
                .executionEngine(provider(), Map.of())
                .in(InputStream.nullInputStream())
                .compilerOptions("-Xlint:-options", "-proc:none")
                .build();
        for (String path : classPath.split(java.io.File.pathSeparator)) {
            if (!path.isEmpty()) {
                shell.addToClasspath(path);
            }
        }
        startup.forEach(this::run);
    }

    private ExecutionControlProvider provider() {
        return new ExecutionControlProvider() {
            @Override
            public String name() {
                return "snmf";
            }

            @Override
            public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
                return control;
            }
        };
    }

    /**
     * Runs every snippet of {@code source} in turn.
     *
     * @return the value of the last one if it is an expression without a semicolon after it; else null
     * @throws CellException if a snippet does not compile, is incomplete, or throws
     */
    Object run(String source) {
        control.begin();
        Object last = null;
        CompletionInfo info = analysis().analyzeCompletion(source);
        // Source that JShell cannot read counts as complete: running it brings the compiler's message.
        while (info.completeness().isComplete()) {
            last = snippet(info.source());
            info = analysis().analyzeCompletion(info.remaining());
        }
        if (info.completeness() != Completeness.EMPTY) {
            throw CellErrors.incomplete(info.remaining().strip());
        }
        return last;
    }

    private Object snippet(String source) {
        if (control.interrupted()) {
            throw CellErrors.interrupted();
        }
        control.takeThrown();
        control.takeResult();
        List<SnippetEvent> events = shell.eval(source);
        Throwable thrown = control.takeThrown();
        Object result = control.takeResult();
        Object last = null;
        for (SnippetEvent event : events) {
            if (event.causeSnippet() != null) {
                continue;
            }
            check(event, thrown);
            last = isShown(event.snippet(), source) ? result : null;
        }
        return last;
    }

    private void check(SnippetEvent event, Throwable thrown) {
        if (event.exception() != null) {
            Throwable real = thrown == null ? event.exception() : thrown;
            throw CellErrors.thrown(real, event.exception().getStackTrace());
        }
        if (thrown != null) {
            throw CellErrors.thrown(thrown);
        }
        Snippet.Status status = event.status();
        if (status == Snippet.Status.REJECTED) {
            throw CellErrors.compilation(shell, event.snippet());
        }
        boolean unresolved =
                status == Snippet.Status.RECOVERABLE_DEFINED || status == Snippet.Status.RECOVERABLE_NOT_DEFINED;
        if (unresolved
                && event.snippet().kind() != Snippet.Kind.METHOD
                && event.snippet().kind() != Snippet.Kind.TYPE_DECL) {
            throw CellErrors.compilation(shell, event.snippet());
        }
    }

    /** As in every notebook: an expression shows its value unless a semicolon ends it. */
    private static boolean isShown(Snippet snippet, String source) {
        return switch (snippet.subKind()) {
            case TEMP_VAR_EXPRESSION_SUBKIND, VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND ->
                !source.strip().endsWith(";");
            default -> false;
        };
    }

    /** Interrupts the snippet that runs. Called on another thread. */
    void interrupt() {
        shell.stop();
    }

    /** For completion and inspection. */
    SourceCodeAnalysis analysis() {
        return shell.sourceCodeAnalysis();
    }

    @Override
    public void close() {
        shell.close();
    }
}
