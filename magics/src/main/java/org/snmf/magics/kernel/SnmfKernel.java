package org.snmf.magics.kernel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.HelpLink;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.snmf.magics.verbs.Completion;

/**
 * The bundled kernel: Java cells by JShell, and the magics, with everything on its own class path. A failing cell of any
 * kind ends the cell and never the kernel.
 */
public final class SnmfKernel extends BaseKernel {
    private static final Pattern MAGIC_LINE = Pattern.compile("^(?:\\s*|.*[^=!<>]=\\s*)(%%?)(\\w*)((?:\\s.*)?)$");

    private final JavaCells cells;

    /** A kernel whose cells see {@code classPath}. */
    public SnmfKernel(String version, String classPath) {
        super(
                "SNMF",
                version,
                language(),
                List.of(new HelpLink("Verbs: run %snmf help", "https://docs.oracle.com/en/java/javase/17/docs/api/")),
                null,
                new JupyterIO(StandardCharsets.UTF_8),
                new CommManager(),
                new Renderer(),
                new CellMagics(),
                new MagicsRegistry(),
                true,
                new StringStyler.Builder().build());
        this.cells = new JavaCells(classPath, Startup.IMPORTS);
    }

    private static LanguageInfo language() {
        return new LanguageInfo.Builder("Java")
                .version(Runtime.version().toString())
                .mimetype("text/x-java-source")
                .fileExtension(".jshell")
                .pygments("java")
                .codemirror("java")
                .build();
    }

    /** Runs a cell; what it throws is a {@link CellException}, whatever went wrong. */
    @Override
    public Object evalRaw(String source) {
        try {
            return cells.run(magicParser.resolveMagics(source));
        } catch (Throwable e) {
            throw CellErrors.thrown(e);
        }
    }

    /** As {@link BaseKernel#eval}; an object whose rendering fails is a failing cell too. */
    @Override
    public DisplayData eval(String source) {
        try {
            return super.eval(source);
        } catch (Throwable e) {
            throw CellErrors.thrown(e);
        } finally {
            // A last line without an end is still in the buffers.
            io.out.flush();
            io.err.flush();
        }
    }

    @Override
    public List<String> formatError(Throwable e) {
        List<String> lines = e instanceof CellException cell ? cell.lines() : List.of(e.toString());
        return lines.stream()
                .flatMap(String::lines)
                .map(line -> "\u001B[31m" + line + "\u001B[0m")
                .toList();
    }

    @Override
    public void interrupt() {
        cells.interrupt();
    }

    @Override
    public DisplayData inspect(String code, int at, boolean detailed) {
        int end = Math.max(0, Math.min(at, code.length()));
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        Optional<String> verb = magicBefore(code, end).flatMap(Completion::explain);
        if (verb.isPresent()) {
            return new DisplayData(verb.get());
        }
        int open = end < code.length() && code.charAt(end) == '(' ? end + 1 : end;
        List<Documentation> found = cells.analysis().documentation(code, Math.min(open, code.length()), true);
        return found.isEmpty()
                ? null
                : new DisplayData(found.stream()
                        .map(d -> d.javadoc() == null ? d.signature() : d.signature() + "\n" + d.javadoc())
                        .distinct()
                        .collect(Collectors.joining("\n\n")));
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        int end = Math.max(0, Math.min(at, code.length()));
        Optional<String> magic = magicBefore(code, end);
        if (magic.isPresent()) {
            Completion.Found found = Completion.of(magic.get());
            return new ReplacementOptions(found.words(), end - found.replaced(), end);
        }
        int[] from = new int[1];
        List<Suggestion> suggestions = cells.analysis().completionSuggestions(code, end, from);
        List<String> words =
                suggestions.stream().map(Suggestion::continuation).distinct().toList();
        return new ReplacementOptions(words, from[0], end);
    }

    /** The text after {@code %} or {@code %%} on the line up to {@code at}, if the line is a magic. */
    private static Optional<String> magicBefore(String code, int at) {
        String line = code.substring(code.lastIndexOf('\n', at - 1) + 1, at);
        Matcher magic = MAGIC_LINE.matcher(line);
        return magic.matches() ? Optional.of(magic.group(2) + magic.group(3)) : Optional.empty();
    }

    @Override
    public String isComplete(String code) {
        String java = magicParser.resolveMagics(code);
        CompletionInfo info = cells.analysis().analyzeCompletion(java);
        while (info.completeness().isComplete()
                && info.remaining() != null
                && !info.remaining().isBlank()) {
            info = cells.analysis().analyzeCompletion(info.remaining());
        }
        Completeness completeness = info.completeness();
        if (completeness == Completeness.UNKNOWN) {
            return IS_COMPLETE_BAD;
        }
        return completeness.isComplete() || completeness == Completeness.EMPTY ? IS_COMPLETE_YES : indent(code);
    }

    private static String indent(String code) {
        String line = code.substring(code.stripTrailing().lastIndexOf('\n') + 1);
        String blanks = line.substring(0, line.length() - line.stripLeading().length());
        boolean opens =
                line.stripTrailing().endsWith("{") || line.stripTrailing().endsWith("(");
        return opens ? blanks + "    " : blanks;
    }

    @Override
    public void onShutdown(boolean restarting) {
        super.onShutdown(restarting);
        cells.close();
    }
}
