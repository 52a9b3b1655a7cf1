package org.snmf.magics.verbs;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.magics.report.Json;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Nearest;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.run.Work;
import org.snmf.magics.screen.LiveProgress;
import org.snmf.magics.screen.QuietScreen;
import org.snmf.magics.screen.Screen;
import org.snmf.magics.session.Session;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.MachineMemory;
import org.snmf.store.Provenance;
import org.snmf.views.display.Display;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a verb given as words: the one way from a cell or a shell to the commands. */
public final class Runner {
    private static final List<String> HELP = List.of("--help", "-h");
    private static final List<String> VERSION = List.of("--version", "-V");

    private final Session session;

    /** Verbs work on {@code session}. */
    public Runner(Session session) {
        this.session = session;
    }

    /**
     * Runs {@code arguments}, the verb first, and shows what came of it.
     *
     * @param body the rest of the cell in {@code %%snmf VERB}
     * @throws InputException for what a person can put right; its message is all that should be shown
     * @throws Exception for anything else
     */
    public Outcome run(List<String> arguments, Optional<String> body, Screen screen) throws Exception {
        List<String> words = arguments.isEmpty() || HELP.contains(arguments.get(0)) ? List.of("help") : arguments;
        if (VERSION.contains(words.get(0))) {
            Display version = Display.ofText("snmf " + Provenance.version());
            screen.show(version);
            return Outcome.shown(version, Map.of("version", Provenance.version()));
        }
        CommandLine line = Verbs.line(words.get(0));
        if (!parse(line, words)) {
            Display usage = Display.ofText(usage(line));
            screen.show(usage);
            return Outcome.shown(usage, Map.of());
        }
        SnmfCommand command = line.getCommand();
        Screen shown = command.json() ? new QuietScreen(screen) : screen;
        try (LiveProgress progress = new LiveProgress(shown)) {
            Outcome outcome =
                    Work.run(() -> command.run(new Call(session, shown, progress, body)), progress::requestStop);
            progress.finish();
            outcome.display().ifPresent(shown::show);
            List<String> notes = notes(words.get(0), line.getCommandSpec());
            notes.forEach(note -> shown.say("Of the model: " + note + "."));
            if (command.json()) {
                Map<String, Object> report = new LinkedHashMap<>(outcome.report());
                if (!notes.isEmpty()) {
                    report.put("model_notes", notes);
                }
                screen.say(Json.write(report));
            }
            return outcome;
        } catch (OutOfMemoryError e) {
            throw new InputException(
                    line.getCommandName(),
                    "memory for what was asked",
                    e.getMessage() + ", with a heap of " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB and "
                            + (MachineMemory.available() >> 20) + " MiB that the machine has to give",
                    "What the session holds is as it was. --dry-run says what a verb takes: take fewer tokens or a smaller rank, or raise the heap (SNMF_HEAP, or -Xmx).",
                    e);
        }
    }

    /** Runs a verb as part of another, whose session, screen and progress it shares, and shows what came of it. */
    static Outcome within(Call call, List<String> words) throws Exception {
        CommandLine line = Verbs.line(words.get(0));
        if (!parse(line, words)) {
            Display usage = Display.ofText(usage(line));
            call.screen().show(usage);
            return Outcome.shown(usage, Map.of());
        }
        SnmfCommand command = line.getCommand();
        Outcome outcome = command.run(new Call(call.session(), call.screen(), call.progress(), Optional.empty()));
        outcome.display().ifPresent(call.screen()::show);
        return outcome;
    }

    /** What a verb that runs a model has to say about how its files were read. */
    private List<String> notes(String verb, CommandSpec spec) {
        boolean runsModel = verb.equals("model") || spec.findOption("--model") != null;
        return runsModel ? session.heldModel().map(LanguageModel::notes).orElse(List.of()) : List.of();
    }

    /** Whether the verb is to be run; false when its help was asked for. */
    private static boolean parse(CommandLine line, List<String> words) {
        try {
            line.parseArgs(words.subList(1, words.size()).toArray(String[]::new));
            return !line.isUsageHelpRequested();
        } catch (UnmatchedArgumentException e) {
            throw unknown(line, e.getUnmatched().get(0));
        } catch (MissingParameterException e) {
            // A misspelt option is the likelier cause than one that was forgotten.
            refuseUnknown(line, words);
            throw new InputException(
                    line.getCommandName(), "all that the verb needs", lowerFirst(e.getMessage()), exampleOf(line), e);
        } catch (ParameterException e) {
            throw e.getCause() instanceof InputException cause
                    ? cause
                    : new InputException(
                            line.getCommandName(),
                            "options that it knows",
                            lowerFirst(e.getMessage()),
                            exampleOf(line),
                            e);
        }
    }

    private static void refuseUnknown(CommandLine line, List<String> words) {
        for (String word : words) {
            if (word.startsWith("--") && line.getCommandSpec().findOption(word.split("=", 2)[0]) == null) {
                throw unknown(line, word);
            }
        }
    }

    private static InputException unknown(CommandLine line, String word) {
        String name = word.split("=", 2)[0];
        Collection<String> options = options(line.getCommandSpec());
        boolean option = word.startsWith("-");
        String nearest = Nearest.of(name, options)
                .map(n -> "Did you mean " + n + "?")
                .orElse(option ? "Its options are " + String.join(", ", options) + "." : exampleOf(line));
        return new InputException(
                line.getCommandName(),
                option ? "an option of this verb" : "no further argument",
                "'" + word + "'",
                nearest);
    }

    static List<String> options(CommandSpec spec) {
        List<String> names = new ArrayList<>();
        spec.options().forEach(o -> names.add(o.longestName()));
        return names;
    }

    private static String exampleOf(CommandLine line) {
        String verb = line.getCommandName().substring("snmf ".length());
        return "Example: snmf " + Verbs.example(verb).value();
    }

    private static String lowerFirst(@Nullable String message) {
        return message == null || message.isEmpty() ? "" : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    /** What {@code --help} shows. */
    static String usage(CommandLine line) {
        StringWriter text = new StringWriter();
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        line.usage(new PrintWriter(text));
        return text + exampleOf(line);
    }
}
