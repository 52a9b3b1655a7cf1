package org.snmf.magics.kernel;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.HelpLink;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.PathsHandler;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.reply.CompleteReply;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.request.CompleteRequest;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.magics.imports.Imports;
import org.snmf.magics.kernel.cells.CellException;
import org.snmf.magics.kernel.cells.JavaCells;
import org.snmf.magics.kernel.library.LibraryMagics;
import org.snmf.magics.kernel.text.CellMagics;
import org.snmf.magics.kernel.text.MagicCalls;
import org.snmf.magics.verbs.Completion;
import org.snmf.magics.verbs.Verbs;

/**
 * The bundled kernel: Java cells by JShell, and the magics, with everything on its own class path. A failing cell of any
 * kind ends the cell and never the kernel.
 */
public final class SnmfKernel extends BaseKernel {
    private final CellIO streams;
    /** What {@link CellMagics} calls, beside the library. */
    private static final List<String> IMPORTS = Stream.concat(
                    Imports.OF_THE_LIBRARY.stream(),
                    Stream.of("import static " + MagicCalls.class.getCanonicalName() + ".*;"))
            .toList();

    private final CellMagics magics;
    private final CellHistory history = new CellHistory();
    private final JavaCells cells;

    /** A kernel whose cells see {@code classPath}. */
    public SnmfKernel(String version, String classPath) {
        this(version, classPath, new CellIO(), new MagicsRegistry());
    }

    private SnmfKernel(String version, String classPath, CellIO streams, MagicsRegistry registry) {
        this(
                version,
                classPath,
                streams,
                registry,
                new CellMagics(
                        () -> Stream.of(registry.getLineMagicNames(), registry.getCellMagicNames())
                                .flatMap(names -> names.stream())
                                .collect(Collectors.toSet()),
                        words -> words.get(0).equals("snmf")
                                ? Verbs.returns(words.subList(1, words.size()))
                                : Optional.empty()));
    }

    private SnmfKernel(String version, String classPath, CellIO streams, MagicsRegistry registry, CellMagics magics) {
        super(
                "SNMF",
                version,
                language(),
                List.of(new HelpLink("Verbs: run %snmf help", "https://docs.oracle.com/en/java/javase/17/docs/api/")),
                null,
                streams,
                new CommManager(),
                new ValueRenderer(),
                magics,
                registry,
                true,
                new StringStyler.Builder().build());
        this.streams = streams;
        this.magics = magics;
        this.cells = new JavaCells(classPath, IMPORTS, magics::resolveMagics, streams.err::println);
        LibraryMagics.register(registry, this::addToClassPath, cells::load);
    }

    /** As in JJava, an extension among the jars is installed. */
    private void addToClassPath(List<Path> jars) {
        String joined = PathsHandler.joinPaths(jars);
        cells.addToClassPath(joined);
        installExtensions(joined);
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

    @Override
    public void onStartup() {
        super.onStartup();
        streams.install();
    }

    /** Answers {@code connection}, which is a {@link KernelConnection}. */
    @Override
    public void becomeHandlerForConnection(JupyterConnection connection) {
        super.becomeHandlerForConnection(connection);
        ExecuteRequests requests =
                new ExecuteRequests(this, (KernelConnection) connection, streams.output(), history, executionCount);
        connection.setHandler(MessageType.EXECUTE_REQUEST, (env, message) -> {
            commManager.setMessageContext(message);
            requests.handle(env, message);
        });
        connection.setHandler(MessageType.HISTORY_REQUEST, this::answerHistory);
    }

    /** The library's own answer has objects where the protocol has tuples. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    private void answerHistory(ShellReplyEnvironment env, Message<HistoryRequest> message) {
        env.setBusyDeferIdle();
        Map<String, Object> content = Map.of("status", "ok", "history", history.answer(message.getContent()));
        env.reply(new Message(env.getContext(), MessageType.HISTORY_REPLY, content));
    }

    /** Runs a cell that is numbered as the next one. */
    @Override
    public @Nullable Object evalRaw(String source) {
        return cells.run("cell " + executionCount.get(), source);
    }

    /** Runs cell {@code count} and renders its value, if it has one. */
    @Nullable
    DisplayData eval(int count, String source) {
        try {
            @Nullable Object value = cells.run("cell " + count, source);
            if (value == null || value instanceof DisplayData) {
                return (DisplayData) value;
            }
            return renderer.render(value);
        } finally {
            // A last line without an end is still in the buffers.
            io.out.flush();
            io.err.flush();
        }
    }

    /** Whatever went wrong in a cell, in the notebook's words. */
    CellException failure(Throwable thrown) {
        return cells.failure(thrown);
    }

    /** Whether an interrupt met the last cell, however it ended. */
    boolean wasInterrupted() {
        return cells.wasInterrupted();
    }

    @Override
    public void interrupt() {
        cells.interrupt();
    }

    @Override
    public @Nullable DisplayData inspect(String code, int at, boolean detailed) {
        int end = index(code, at);
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        Optional<String> verb = magics.magicAtEnd(code.substring(0, end)).flatMap(Completion::explain);
        if (verb.isPresent()) {
            return new DisplayData(verb.get());
        }
        int open = end < code.length() && code.charAt(end) == '(' ? end + 1 : end;
        String java = javaUpTo(code, Math.min(open, code.length()));
        List<Documentation> found = cells.analysis().documentation(java, java.length(), true);
        return found.isEmpty()
                ? null
                : new DisplayData(found.stream()
                        .map(d -> d.javadoc() == null ? d.signature() : d.signature() + "\n" + d.javadoc())
                        .distinct()
                        .collect(Collectors.joining("\n\n")));
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        int end = index(code, at);
        Optional<Completion.Found> magic = completedMagic(code, end);
        if (magic.isPresent()) {
            return options(magic.get(), code, end);
        }
        String java = javaUpTo(code, end);
        int[] from = new int[1];
        List<Suggestion> suggestions = cells.analysis().completionSuggestions(java, java.length(), from);
        List<String> words =
                suggestions.stream().map(Suggestion::continuation).distinct().toList();
        return options(words, code, end - (java.length() - from[0]), end);
    }

    private Optional<Completion.Found> completedMagic(String code, int end) {
        return magics.magicAtEnd(code.substring(0, end)).map(Completion::of);
    }

    private ReplacementOptions options(Completion.Found found, String code, int end) {
        List<String> words = found.words().stream().map(Completion.Word::text).toList();
        return options(words, code, end - found.replaced(), end);
    }

    /** As the library does, and says of each word of a magic what it is, in the form that JupyterLab reads. */
    @Override
    protected void handleCompleteRequest(ShellReplyEnvironment env, Message<CompleteRequest> message) {
        env.setBusyDeferIdle();
        String code = message.getContent().getCode();
        int at = message.getContent().getCursorPos();
        try {
            int end = index(code, at);
            Optional<Completion.Found> magic = completedMagic(code, end);
            ReplacementOptions found = magic.isPresent() ? options(magic.get(), code, end) : complete(code, at);
            int from = found.getSourceStart();
            int to = found.getSourceEnd();
            List<Map<String, Object>> described = magic.map(Completion.Found::words).orElse(List.of()).stream()
                    .map(word -> described(word, from, to))
                    .toList();
            Map<String, Object> metadata =
                    described.isEmpty() ? Map.of() : Map.of("_jupyter_types_experimental", described);
            env.reply(new CompleteReply(found.getReplacements(), from, to, metadata));
        } catch (RuntimeException e) {
            env.replyError(CompleteReply.MESSAGE_TYPE.error(), ErrorReply.of(e));
        }
    }

    /**
     * Front ends show the type, and nothing else that is said of a word; JupyterLab would break it at blanks and hyphens
     * into lines that cover those of other words.
     */
    private static Map<String, Object> described(Completion.Word word, int from, int to) {
        return Map.of(
                "start", from,
                "end", to,
                "text", word.text(),
                "type", word.beside().replace(' ', '\u00a0').replace('-', '\u2011'),
                "signature", word.description());
    }

    /** The code before {@code end} as Java; unchanged where its magics cannot be read. */
    private String javaUpTo(String code, int end) {
        String before = code.substring(0, end);
        try {
            return magics.resolveMagics(before);
        } catch (InputException e) {
            return before;
        }
    }

    /** Jupyter counts code points where Java counts char values. */
    private static int index(String code, int codePoints) {
        int there = code.codePointCount(0, code.length());
        return code.offsetByCodePoints(0, Math.max(0, Math.min(codePoints, there)));
    }

    private static ReplacementOptions options(List<String> words, String code, int from, int to) {
        return new ReplacementOptions(words, code.codePointCount(0, Math.max(0, from)), code.codePointCount(0, to));
    }

    @Override
    public String isComplete(String code) {
        if (magics.goesOn(code)) {
            return "";
        }
        CompletionInfo info;
        try {
            info = cells.analysis().analyzeCompletion(magics.resolveMagics(code));
        } catch (InputException e) {
            return IS_COMPLETE_BAD;
        }
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
        streams.uninstall();
    }
}
