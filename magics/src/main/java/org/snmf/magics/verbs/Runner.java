package org.snmf.magics.verbs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a verb given as words: the one way from a cell or a shell to the commands. */
public final class Runner {
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
        CommandLine line = parse(arguments.isEmpty() ? List.of("help") : arguments);
        Optional<Outcome> told = told(line);
        if (told.isPresent()) {
            told.get().display().ifPresent(screen::show);
            return told.get();
        }
        SnmfCommand command = line.getCommand();
        Screen shown = command.json() ? new QuietScreen(screen) : screen;
        try (LiveProgress progress = new LiveProgress(shown)) {
            Outcome outcome =
                    Work.run(() -> command.run(new Call(session, shown, progress, body)), progress::requestStop);
            progress.finish();
            outcome.display().ifPresent(shown::show);
            List<String> notes = notes(line.getCommandSpec());
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
                    line.getCommandSpec().qualifiedName(),
                    "memory for what was asked",
                    e.getMessage() + ", with a heap of " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB and "
                            + (MachineMemory.available() >> 20) + " MiB that the machine has to give",
                    "What the session holds is as it was. --dry-run says what a verb takes: take fewer tokens or a smaller rank, or raise the heap (SNMF_HEAP, or -Xmx).",
                    e);
        }
    }

    /** Runs a verb as part of another, whose session, screen and progress it shares, and shows what came of it. */
    static Outcome within(Call call, List<String> words) throws Exception {
        CommandLine line = parse(words);
        Optional<Outcome> told = told(line);
        SnmfCommand command = line.getCommand();
        Outcome outcome = told.isPresent()
                ? told.get()
                : command.run(new Call(call.session(), call.screen(), call.progress(), Optional.empty()));
        outcome.display().ifPresent(call.screen()::show);
        return outcome;
    }

    /** What a verb that runs a model has to say about how its files were read. */
    private List<String> notes(CommandSpec verb) {
        boolean runsModel = verb.name().equals("model") || verb.findOption("--model") != null;
        return runsModel ? session.heldModel().map(LanguageModel::notes).orElse(List.of()) : List.of();
    }

    /** What the words themselves ask for: help, or the version; empty where a verb is to be run. */
    private static Optional<Outcome> told(CommandLine line) {
        if (line.isVersionHelpRequested()) {
            Display version = Display.ofText(String.join("\n", new Verbs.Version().getVersion()));
            return Optional.of(Outcome.shown(version, Map.of("version", Provenance.version())));
        }
        return line.isUsageHelpRequested()
                ? Optional.of(Outcome.shown(Display.ofText(Verbs.usage(line)), Map.of()))
                : Optional.empty();
    }

    /** The verb of the words with its options set; {@code snmf} itself where no verb is needed. */
    private static CommandLine parse(List<String> words) {
        CommandLine snmf = Verbs.fresh();
        try {
            ParseResult result = snmf.parseArgs(words.toArray(String[]::new));
            return result.hasSubcommand() ? result.subcommand().commandSpec().commandLine() : snmf;
        } catch (UnmatchedArgumentException e) {
            throw unknown(e.getCommandLine(), e.getUnmatched().get(0), e);
        } catch (MissingParameterException e) {
            CommandLine line = e.getCommandLine();
            // A misspelt option is the likelier cause than one that was forgotten.
            words.stream()
                    .filter(word ->
                            word.startsWith("--") && line.getCommandSpec().findOption(name(word)) == null)
                    .findFirst()
                    .ifPresent(word -> {
                        throw unknown(line, word, e);
                    });
            throw refused(line, "all that the verb needs", e);
        } catch (ParameterException e) {
            if (e.getCause() instanceof InputException cause) {
                throw cause;
            }
            throw oneOf(e).orElseGet(() -> refused(e.getCommandLine(), "options that it knows", e));
        }
    }

    /** The refusal of a value that is none of those which the option takes. */
    private static Optional<InputException> oneOf(ParameterException e) {
        ArgSpec argument = e.getArgSpec();
        if (argument == null || argument.completionCandidates() == null || e.getValue() == null) {
            return Optional.empty();
        }
        List<String> candidates = new ArrayList<>();
        argument.completionCandidates().forEach(candidates::add);
        String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        String remedy = Nearest.of(e.getValue(), candidates)
                .map(n -> "Did you mean " + n + "?")
                .orElse(example(e.getCommandLine()));
        String expected = "one of " + String.join(", ", candidates);
        return Optional.of(new InputException(name, expected, "'" + e.getValue() + "'", remedy, e));
    }

    private static InputException refused(CommandLine line, String expected, ParameterException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), "something else");
        String found = message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
        return new InputException(line.getCommandSpec().qualifiedName(), expected, found, example(line), e);
    }

    private static InputException unknown(CommandLine line, String word, ParameterException e) {
        CommandSpec spec = line.getCommandSpec();
        if (spec.parent() == null) {
            return Verbs.unknown(word);
        }
        boolean option = word.startsWith("-");
        List<String> options =
                spec.options().stream().map(OptionSpec::longestName).toList();
        String remedy = Nearest.of(name(word), options)
                .map(n -> "Did you mean " + n + "?")
                .orElse(option ? "Its options are " + String.join(", ", options) + "." : example(line));
        String expected = option ? "an option of this verb" : "no further argument";
        return new InputException(spec.qualifiedName(), expected, "'" + word + "'", remedy, e);
    }

    private static String name(String word) {
        return word.split("=", 2)[0];
    }

    private static String example(CommandLine line) {
        return "Example: snmf " + Verbs.example(line.getCommandName()).value();
    }
}
