package org.snmf.magics.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.experiments.steer.SteeringOptions;
import org.snmf.factorize.SnmfOptions;
import org.snmf.hierarchy.forest.EdgeRule;
import org.snmf.magics.cli.Main;
import org.snmf.magics.command.dictionary.SaeCommand;
import org.snmf.magics.session.Session;
import org.snmf.models.generate.GenerationOptions;
import org.snmf.models.network.LanguageModel;
import org.snmf.testkit.Notebook;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every example that help shows runs as it stands, in a shell; every option says what it is when it is not given. */
class ExamplesTest {
    /** Verbs whose examples need what a test has not: golden files, a published dictionary, ratings of people, or a file of verbs. */
    private static final List<String> OUTSIDE = List.of("parity", "run", "reset", "agreement", "sae");

    /** What stands before an example. */
    private static final Map<String, List<String>> BEFORE = Map.of(
            "capture", List.of("data time-units --first 80"),
            "reproduce", List.of("export --out features.safetensors"),
            "push", List.of("export --out features.csv"),
            "detect",
                    List.of(
                            "data embedded --hold-out 4",
                            "capture --layers 0",
                            "factorize --layer 0 --rank 40 --sparsity 10% --iterations 6"));

    /** A smaller example of the same kind, where the one of help takes long. */
    private static final Map<String, String> INSTEAD = Map.of(
            "steer", "steer --features 1 --samples 1 --max-new-tokens 5 --targets 0.1 --judge none",
            "baseline", "baseline --methods diffmeans,pca",
            "reproduce", "reproduce features.safetensors --layer 0",
            "factorize", "factorize --layer 0 --rank 40 --sparsity 10% --iterations 10",
            "stability", "stability --layer 0 --ranks 10,20 --seeds 2 --iterations 4",
            "tree", "tree --layer 0 --ranks 40,8 --sparsity 10% --iterations 6");

    @TempDir
    private static Path folder;

    @Test
    void everyOptionSaysWhatItIsWhenItIsNotGiven() {
        List<String> silent = new ArrayList<>();
        for (String verb : Verbs.names()) {
            for (OptionSpec option : Verbs.verb(verb).getCommandSpec().options()) {
                boolean takesAValue = option.arity().max() > 0 && !option.isMultiValue();
                String description = String.join(" ", option.description());
                if (takesAValue && !option.required() && !description.contains("Default: ")) {
                    silent.add(verb + " " + option.longestName() + ": " + description);
                }
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void valuesAreSpeltAlike() {
        List<String> spelt = new ArrayList<>();
        for (String verb : Verbs.names()) {
            for (ArgSpec argument : Verbs.verb(verb).getCommandSpec().args()) {
                if (argument.completionCandidates() != null) {
                    argument.completionCandidates().forEach(spelt::add);
                }
            }
        }
        assertThat(spelt).contains("best-cell", "contexts", "openai").allMatch(word -> word.matches("[a-z0-9_/-]+"));
    }

    /** Numbers that options tell in words, since not giving them leaves the choice to the library. */
    private static Map<String, String> libraryDefaults() {
        Map<String, String> defaults = new TreeMap<>();
        SnmfOptions.rank(1).toProperties().forEach((name, value) -> defaults.put("--" + name, value));
        defaults.put("tree --threshold", "" + EdgeRule.readable().threshold());
        defaults.put("tree --children", "" + EdgeRule.readable().maxChildren());
        defaults.put("--batch-tokens", "" + LanguageModel.BATCH_TOKENS);
        defaults.put(
                "steer --targets", numbers(SteeringOptions.TARGETS.toString()).toString());
        defaults.put(
                "generate --frequency-penalty", "" + GenerationOptions.greedy(1).frequencyPenalty());
        defaults.put("generate --temperature", "" + 1);
        defaults.put("data --hold-out", "" + 0);
        defaults.put("sae --first", "" + SaeCommand.TRIED);
        return defaults;
    }

    private static List<Double> numbers(String text) {
        return Pattern.compile("[0-9]*[.]?[0-9]+(?:E-?[0-9]+)?")
                .matcher(text)
                .results()
                .map(number -> Double.valueOf(number.group()))
                .toList();
    }

    /** What an option says after "Default:", to the end of the sentence. */
    private static String said(OptionSpec option) {
        return String.join(" ", option.description()).replaceAll("(?s).*Default: |[.](?:\\s.*)?$", "");
    }

    @Test
    void everyNumberThatIsToldAsADefaultIsTheLibrarys() {
        Map<String, String> library = libraryDefaults();
        List<String> checked = new ArrayList<>();
        for (String verb : Verbs.names()) {
            for (OptionSpec option : Verbs.verb(verb).getCommandSpec().options()) {
                String said = said(option);
                if (String.join(" ", option.description()).contains("Default: ") && said.matches("[.0-9].*")) {
                    String name = option.longestName();
                    Object own = option.initialValue();
                    boolean none = own == null || own instanceof Collection<?>;
                    String there = none ? library.getOrDefault(verb + " " + name, library.get(name)) : own.toString();
                    assertThat(there).as("%s %s tells %s", verb, name, said).isNotNull();
                    // What follows a comma in words says when, not how much.
                    assertThat(numbers(said.replaceAll(",? (as|where) .*", "")))
                            .as(verb + " " + name)
                            .isEqualTo(numbers(there));
                    checked.add(verb + " " + name);
                }
            }
        }
        assertThat(checked)
                .contains("factorize --iterations", "tree --children", "steer --samples", "coverage --strength");
    }

    @Test
    void wordsThatAreToldAsDefaultsAreTheLibrarys() {
        Map<String, String> fit = SnmfOptions.rank(1).toProperties();
        for (OptionSpec option : Verbs.verb("factorize").getCommandSpec().options()) {
            String name = option.longestName().substring(2);
            if (List.of("init", "update", "engine").contains(name)) {
                assertThat(said(option)).as(name).isEqualToIgnoringCase(fit.get(name));
            } else if (List.of("sweeps", "extrapolation").contains(name)) {
                assertThat(said(option)).as(name).contains(", " + fit.get(name) + " with hals");
            }
        }
        assertThat(said(Verbs.verb("steer").getCommandSpec().findOption("--prompt")))
                .isEqualTo("'" + String.join("', '", SteeringOptions.DEFAULT.prompts()) + "'");
    }

    /** The examples in the order of help, with what some need before them. */
    private static List<String> script() {
        List<String> script = new ArrayList<>();
        for (String verb : Verbs.names()) {
            if (!OUTSIDE.contains(verb)) {
                Stream.ofNullable(BEFORE.get(verb)).forEach(script::addAll);
                script.add(INSTEAD.getOrDefault(verb, Verbs.example(verb).value()));
            }
        }
        return script;
    }

    /** The lines of the script with their files in a folder of the test, and the file that one of them reads. */
    private static List<String> lines(String name) throws Exception {
        Path out = Files.createDirectories(folder.resolve(name));
        Files.writeString(out.resolve("new-sentences.txt"), "We met on Monday.\nIn July it rained.\n");
        return script().stream()
                .map(line -> line.replaceAll("(?<= )([a-z-]+[.](safetensors|csv|json|txt|html|py))", out + "/$1"))
                .toList();
    }

    @Test
    void everyExampleRunsInAShell() throws Exception {
        Path file = Files.write(folder.resolve("examples.snmf"), lines("shell"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try (PrintStream o = new PrintStream(said, true, StandardCharsets.UTF_8);
                PrintStream e = new PrintStream(errors, true, StandardCharsets.UTF_8)) {
            int status = Main.run(List.of("run", file.toString()), new Session(), o, e, false);
            assertThat(status).as(errors.toString(StandardCharsets.UTF_8)).isZero();
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("Coverage of children by parents");
    }

    /** Each line in a cell of its own, as a value where the verb returns one. */
    @Test
    void everyExampleRunsInACell() throws Exception {
        try (Notebook notebook = new Notebook()) {
            int cell = 0;
            for (String line : lines("cells")) {
                Class<?> type = Verbs.returns(List.of(line.split(" "))).orElseThrow();
                String name = "value" + cell++;
                Notebook.Answer answer = notebook.execute("var " + name + " = %snmf " + line);
                assertThat(answer.status()).as(line + answer.contents("error")).isEqualTo("ok");
                assertThat(answer.bundles()).as(line).isNotEmpty();
                assertThat(answer.shown("text/html")).as(line).isNotBlank();
                if (type != Object.class) {
                    String is = name + " instanceof " + type.getCanonicalName();
                    assertThat(notebook.execute(is).ok().result()).as(line).isEqualTo("true");
                }
            }
        }
    }

    @Test
    void aFileOfVerbsNamesTheLineThatFails() throws Exception {
        Path file = Files.write(folder.resolve("wrong.snmf"), List.of("# a comment", "status", "", "features"));
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try (PrintStream e = new PrintStream(errors, true, StandardCharsets.UTF_8)) {
            assertThat(Main.run(List.of("run", file.toString()), new Session(), e, e, false))
                    .isEqualTo(2);
        }
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("wrong.snmf, line 4", "Run 'snmf factorize' first");
    }
}
