package org.snmf.magics.verbs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snmf.views.display.Visible;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Completes and explains a line that is being typed in a cell: verbs, options, and the values of options, among them files.
 * A shell does the same with the script of {@link CompletionCommand}.
 */
public final class Completion {
    private static final List<String> PATHS = List.of("FILE", "FOLDER");
    private static final Found NOTHING = new Found(List.of(), 0);

    private Completion() {}

    /**
     * What may stand at the end of the line.
     *
     * @param words whole words to put there
     * @param replaced how many characters before the end they replace
     */
    public record Found(List<Word> words, int replaced) {}

    /**
     * A word to complete with.
     *
     * @param text the word
     * @param kind what it is: verb, option, value or file
     * @param description about it; may be empty
     */
    public record Word(String text, String kind, String description) {
        private static final int SHORT = 70;

        /** What front ends show beside the word: its kind, and of the description as much as a line holds. */
        public String beside() {
            String first = description.split("(?<=[.;:]) ", 2)[0];
            return first.isEmpty() ? kind : kind + ": " + Visible.cut(first, SHORT);
        }
    }

    /** Completes {@code line}, which begins with the magic's name: {@code snmf fact}. */
    public static Found of(String line) {
        String[] words = line.split("\\s+", -1);
        String last = words[words.length - 1];
        if (words.length == 1) {
            return found(List.of(new Word("snmf", "magic", "")), last);
        }
        if (!words[0].equals("snmf") || (words.length > 2 && !Verbs.contains(words[1]))) {
            return NOTHING;
        }
        if (words.length == 2) {
            return found(
                    Verbs.names().stream()
                            .map(name -> new Word(name, "verb", Verbs.summary(name)))
                            .toList(),
                    last);
        }
        return argument(Verbs.verb(words[1]).getCommandSpec(), words[words.length - 2], last);
    }

    private static Found argument(CommandSpec verb, String previous, String last) {
        int sign = last.startsWith("-") ? last.indexOf('=') : -1;
        if (sign > 0) {
            OptionSpec option = verb.findOption(last.substring(0, sign));
            String typed = last.substring(sign + 1);
            return option == null ? NOTHING : found(values(option, typed), typed);
        }
        OptionSpec option = verb.findOption(previous);
        if (option != null && option.arity().max() > 0 && !last.startsWith("-")) {
            return found(values(option, last), last);
        }
        List<Word> candidates = new ArrayList<>();
        if (!last.startsWith("-")) {
            verb.positionalParameters().forEach(parameter -> candidates.addAll(values(parameter, last)));
        }
        if (last.isEmpty() || last.startsWith("-")) {
            Help help = verb.commandLine().getHelp();
            verb.options().stream()
                    .filter(o -> o.longestName().startsWith(last))
                    .forEach(o -> candidates.add(new Word(o.longestName(), "option", described(help, o)[1])));
        }
        return found(candidates, last);
    }

    private static List<Word> values(ArgSpec argument, String typed) {
        List<Word> values = new ArrayList<>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(value -> values.add(new Word(value, "value", "")));
        }
        if (argument.type() == Path.class || PATHS.contains(argument.paramLabel())) {
            files(typed).forEach(file -> values.add(new Word(file, "file", "")));
        }
        return values;
    }

    /** Files and folders that begin with {@code typed}; folders end in a slash. */
    private static List<String> files(String typed) {
        String folder = typed.substring(0, typed.lastIndexOf('/') + 1);
        String name = typed.substring(folder.length());
        Path directory = Path.of(folder.isEmpty() ? "." : folder);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(p -> p.getFileName().toString().startsWith(name))
                    .filter(p -> !p.getFileName().toString().startsWith(".") || name.startsWith("."))
                    .sorted()
                    .limit(200)
                    .map(p -> folder + p.getFileName() + (Files.isDirectory(p) ? "/" : ""))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static Found found(List<Word> candidates, String typed) {
        return new Found(
                candidates.stream()
                        .filter(c -> c.text().startsWith(typed))
                        .distinct()
                        .toList(),
                typed.length());
    }

    /** The help of the option in which {@code line} ends, or of the verb that it uses. */
    public static Optional<String> explain(String line) {
        String[] words = line.strip().split("\\s+", -1);
        if (!words[0].equals("snmf")) {
            return Optional.empty();
        }
        if (words.length == 1 || !Verbs.contains(words[1])) {
            return Optional.of(Verbs.usage(Verbs.fresh()));
        }
        CommandLine verb = Verbs.verb(words[1]);
        String last = words[words.length - 1].split("=", 2)[0];
        OptionSpec option = verb.getCommandSpec().findOption(last);
        return Optional.of(option == null ? Verbs.usage(verb) : String.join("\n", described(verb.getHelp(), option)));
    }

    /** An option's names and its description, without the columns that a page of help has. */
    private static String[] described(Help help, OptionSpec option) {
        Help.Layout layout = help.createDefaultLayout();
        layout.addOption(option, help.createDefaultParamLabelRenderer());
        String[] parts = layout.toString().strip().split("\\R|\\s{2,}", 2);
        return new String[] {
            parts[0], parts.length > 1 ? parts[1].replaceAll("\\s+", " ").strip() : ""
        };
    }
}
