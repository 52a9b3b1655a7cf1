package org.snmf.magics.kernel.cells;

import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Kind;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;
import org.snmf.magics.kernel.text.SnippetText;

/** Java code of cells, run by JShell in this process. One cell at a time. */
public final class JavaCells implements AutoCloseable {
    private final SnippetLines lines = new SnippetLines();
    private final CellErrors errors = new CellErrors(lines);
    private final UnaryOperator<String> magics;
    private final Consumer<String> warn;
    private final ResultControl control;
    private final JShell shell;
    private final KeptVariables variables;
    private final List<CellSource> loaded = new ArrayList<>();
    private final List<DeclarationSnippet> unresolved = new ArrayList<>();
    private volatile CellSource current = new CellSource("", "", "");

    /**
     * A shell in which {@code startup} has been run.
     *
     * @param classPath what cells see
     * @param startup imports
     * @param magics turns the magics of a cell into Java, each in its line
     * @param warn is told what the person should know and what ends no cell
     */
    public JavaCells(String classPath, List<String> startup, UnaryOperator<String> magics, Consumer<String> warn) {
        this.magics = magics;
        this.warn = warn;
        control = new ResultControl((thread, e) -> warn.accept(String.join("\n", errors.onThread(thread, e, current))));
        shell = JShell.builder()
                .executionEngine(provider(), Map.of())
                .in(InputStream.nullInputStream())
                .compilerOptions("-Xlint:-options", "-proc:none")
                .build();
        variables = new KeptVariables(shell, control, warn);
        addToClassPath(classPath);
        startup.forEach(line -> run("start", line));
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

    /** Lets cells see more jars or folders of classes, joined as in a class path. */
    public void addToClassPath(String classPath) {
        for (String path : classPath.split(File.pathSeparator, -1)) {
            if (!path.isEmpty()) {
                shell.addToClasspath(path);
            }
        }
    }

    /**
     * Runs every snippet of a cell in turn.
     *
     * @param name how to speak of the cell: {@code cell 3}
     * @param text its text, with magics
     * @return the value of the last one if it is an expression without a semicolon after it; else null
     * @throws CellException if a snippet does not compile, is incomplete, or throws; what the cell's magics are refused
     *     with is passed on
     */
    public @Nullable Object run(String name, String text) {
        control.begin();
        unresolved.clear();
        loaded.clear();
        @Nullable Object last = run(source(name, text));
        unresolved.stream()
                .filter(snippet -> shell.status(snippet) == Status.RECOVERABLE_DEFINED
                        || shell.status(snippet) == Status.RECOVERABLE_NOT_DEFINED)
                .forEach(snippet -> warn.accept(errors.unresolved(shell, snippet)));
        return last;
    }

    /** Has the cells of a file run after the snippet that runs now: what {@code %load} does. */
    public void load(String name, List<String> texts) {
        texts.forEach(text -> loaded.add(source(name, text)));
    }

    private CellSource source(String name, String text) {
        return new CellSource(name, text, magics.apply(text));
    }

    private @Nullable Object run(CellSource source) {
        CellSource outer = current;
        current = source;
        try {
            return snippets(source);
        } finally {
            current = outer;
        }
    }

    private @Nullable Object snippets(CellSource source) {
        @Nullable Object last = null;
        String rest = source.java();
        CompletionInfo info = analysis().analyzeCompletion(rest);
        // Source that JShell cannot read counts as complete: running it brings the compiler's message.
        while (info.completeness().isComplete()) {
            int at = source.java().length() - rest.length();
            last = snippet(source, at, info.source());
            List<CellSource> here = List.copyOf(loaded);
            loaded.clear();
            here.forEach(this::run);
            rest = info.remaining();
            info = analysis().analyzeCompletion(rest);
        }
        if (info.completeness() != Completeness.EMPTY) {
            throw CellErrors.incomplete(
                    source, source.java().length() - rest.stripLeading().length());
        }
        return last;
    }

    private @Nullable Object snippet(CellSource source, int at, String written) {
        if (control.interrupted()) {
            throw CellErrors.interrupted();
        }
        SnippetText text = SnippetText.of(written);
        int line = source.lineAt(at + text.from());
        control.takeThrown();
        control.takeResult();
        lines.running(() -> analysis().wrappers(text.java()).get(0), source, line);
        List<SnippetEvent> events = shell.eval(text.java());
        lines.ended();
        @Nullable Throwable thrown = control.takeThrown();
        @Nullable Object result = control.takeResult();
        learn(events, source, line);
        @Nullable Object last = null;
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null) {
                check(event, thrown, source);
                last = isShown(event.snippet(), written) ? result : null;
            }
        }
        return last;
    }

    private void learn(List<SnippetEvent> events, CellSource source, int line) {
        Set<String> declared = new HashSet<>();
        for (SnippetEvent event : events) {
            Snippet snippet = event.snippet();
            if (event.causeSnippet() == null) {
                lines.begin(snippet, source, line);
                if (snippet instanceof VarSnippet variable) {
                    declared.add(variable.name());
                }
            }
            boolean runs = event.status() == Status.VALID || event.status() == Status.RECOVERABLE_DEFINED;
            if (runs && snippet.kind() != Kind.IMPORT) {
                lines.learn(analysis().wrapper(snippet), snippet);
            }
        }
        variables.after(declared);
    }

    private void check(SnippetEvent event, @Nullable Throwable thrown, CellSource source) {
        if (event.exception() != null || thrown != null) {
            throw errors.thrown(shell, thrown == null ? event.exception() : thrown, event.exception(), source);
        }
        Status status = event.status();
        boolean recoverable = status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED;
        Kind kind = event.snippet().kind();
        boolean later = recoverable && (kind == Kind.METHOD || kind == Kind.TYPE_DECL);
        if (later) {
            unresolved.add((DeclarationSnippet) event.snippet());
        } else if (recoverable || status == Status.REJECTED) {
            throw errors.compilation(shell, event.snippet());
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

    /** What a failure outside the snippets is in the notebook's words: that of a magic's text, or of showing a value. */
    public CellException failure(Throwable thrown) {
        return errors.thrown(shell, thrown, null, current);
    }

    /** Whether an interrupt met the cell that ran last. */
    public boolean wasInterrupted() {
        return control.wasInterrupted();
    }

    /** Interrupts the snippet that runs. Called on another thread. */
    public void interrupt() {
        shell.stop();
    }

    /** For completion and inspection. */
    public SourceCodeAnalysis analysis() {
        return shell.sourceCodeAnalysis();
    }

    @Override
    public void close() {
        shell.close();
    }
}
