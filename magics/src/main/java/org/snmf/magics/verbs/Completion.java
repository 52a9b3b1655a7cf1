package org.snmf.magics.verbs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completes a line that is being typed: verbs, options, and the values of options, among them files. */
public final class Completion {
    private static final List<String> PATHS = List.of("FILE", "FOLDER");

    private Completion() {}

    /**
     * What may stand at the end of the line.
     *
     * @param words whole words to put there
     * @param replaced how many characters before the end they replace
     */
    public record Found(List<String> words, int replaced) {}

    /** Completes {@code line}, which begins with the magic's name: {@code snmf fact}. */
    public static Found of(String line) {
        String[] words = line.split("\\s+", -1);
        String last = words[words.length - 1];
        if (words.length == 1) {
            return found(List.of("snmf"), last);
        }
        if (!words[0].equals("snmf")) {
            return new Found(List.of(), 0);
        }
        if (words.length == 2) {
            return found(Verbs.names(), last);
        }
        if (!Verbs.contains(words[1])) {
            return new Found(List.of(), 0);
        }
        return argument(Verbs.line(words[1]).getCommandSpec(), words[1], words[words.length - 2], last);
    }

    private static Found argument(CommandSpec spec, String verb, String previous, String last) {
        if (last.startsWith("-") && last.contains("=")) {
            OptionSpec option = spec.findOption(last.substring(0, last.indexOf('=')));
            String value = last.substring(last.indexOf('=') + 1);
            return option == null ? new Found(List.of(), 0) : found(values(option, value), value);
        }
        if (last.startsWith("-")) {
            return found(Runner.options(spec), last);
        }
        OptionSpec option = previous.startsWith("-") ? spec.findOption(previous) : null;
        if (option != null && option.arity().max() > 0) {
            return found(values(option, last), last);
        }
        List<String> candidates = new ArrayList<>();
        if (verb.equals("help")) {
            candidates.addAll(Verbs.names());
        }
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            candidates.addAll(values(parameter, last));
        }
        if (last.isEmpty()) {
            candidates.addAll(Runner.options(spec));
        }
        return found(candidates, last);
    }

    private static List<String> values(ArgSpec argument, String typed) {
        List<String> values = new ArrayList<>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(values::add);
        }
        if (argument.type() == Path.class || PATHS.contains(argument.paramLabel())) {
            values.addAll(files(typed));
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

    private static Found found(List<String> candidates, String typed) {
        return new Found(
                candidates.stream().filter(c -> c.startsWith(typed)).distinct().toList(), typed.length());
    }

    /** The help of the verb that {@code line} uses. */
    public static Optional<String> explain(String line) {
        String[] words = line.strip().split("\\s+", -1);
        if (!words[0].equals("snmf")) {
            return Optional.empty();
        }
        CommandLine verb = Verbs.line(words.length > 1 && Verbs.contains(words[1]) ? words[1] : "help");
        return Optional.of(Runner.usage(verb));
    }
}
