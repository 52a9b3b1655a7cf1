package org.snmf.magics.verbs;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.magics.command.dictionary.SaeCommand;
import org.snmf.magics.command.examine.AgreementCommand;
import org.snmf.magics.command.examine.BaselineCommand;
import org.snmf.magics.command.examine.CoverageCommand;
import org.snmf.magics.command.examine.DetectCommand;
import org.snmf.magics.command.examine.DynamicsCommand;
import org.snmf.magics.command.examine.NeuronsCommand;
import org.snmf.magics.command.examine.OverlapCommand;
import org.snmf.magics.command.examine.SteerCommand;
import org.snmf.magics.command.fit.FactorizeCommand;
import org.snmf.magics.command.fit.ReproduceCommand;
import org.snmf.magics.command.fit.StabilityCommand;
import org.snmf.magics.command.fit.TreeCommand;
import org.snmf.magics.command.held.ResetCommand;
import org.snmf.magics.command.held.StatusCommand;
import org.snmf.magics.command.model.CaptureCommand;
import org.snmf.magics.command.model.DataCommand;
import org.snmf.magics.command.model.GenerateCommand;
import org.snmf.magics.command.model.ModelCommand;
import org.snmf.magics.command.model.ParityCommand;
import org.snmf.magics.command.model.TraceCommand;
import org.snmf.magics.command.read.EncodeCommand;
import org.snmf.magics.command.read.ExportCommand;
import org.snmf.magics.command.read.FeaturesCommand;
import org.snmf.magics.command.read.LabelCommand;
import org.snmf.magics.command.read.PageCommand;
import org.snmf.magics.command.read.PushCommand;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Nearest;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.store.Provenance;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The grammar: {@code snmf} and its verbs, in the order in which a person meets them. */
@Command(
        name = "snmf",
        mixinStandardHelpOptions = true,
        versionProvider = Verbs.Version.class,
        synopsisSubcommandLabel = "VERB",
        description = "Interpretable features of language models, by semi-nonnegative matrix factorization.",
        commandListHeading = "%nVerbs:%n",
        footer = "More about one: snmf help VERB",
        subcommands = {
            ModelCommand.class,
            DataCommand.class,
            CaptureCommand.class,
            FactorizeCommand.class,
            FeaturesCommand.class,
            PageCommand.class,
            EncodeCommand.class,
            StabilityCommand.class,
            ReproduceCommand.class,
            ExportCommand.class,
            PushCommand.class,
            LabelCommand.class,
            AgreementCommand.class,
            SaeCommand.class,
            TreeCommand.class,
            OverlapCommand.class,
            NeuronsCommand.class,
            CoverageCommand.class,
            DynamicsCommand.class,
            DetectCommand.class,
            BaselineCommand.class,
            SteerCommand.class,
            GenerateCommand.class,
            TraceCommand.class,
            ParityCommand.class,
            RunCommand.class,
            StatusCommand.class,
            ResetCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        })
public final class Verbs {
    /** The grammar for looking up; what is run is made anew. */
    private static final CommandLine ALL = fresh();

    private Verbs() {}

    /** The version of the library. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"snmf " + Provenance.version()};
        }
    }

    /** {@code snmf} with all its verbs, for one use. */
    static CommandLine fresh() {
        CommandLine snmf = new CommandLine(new Verbs())
                .setExpandAtFiles(false)
                .setUsageHelpWidth(100)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
        snmf.getSubcommands().values().forEach(verb -> verb.getCommandSpec()
                .usageMessage()
                // picocli formats footers, so a per cent sign stands there twice.
                .footer(("Example: snmf " + example(verb).value()).replace("%", "%%")));
        snmf.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> list(help.subcommands()));
        return snmf;
    }

    private static String list(Map<String, Help> verbs) {
        StringBuilder list = new StringBuilder();
        verbs.forEach((name, help) -> {
            String example = example(help.commandSpec().commandLine()).value();
            list.append(String.format(Locale.ROOT, "%-11s%s%n%-11s%s%n", name, summary(name), "", example));
        });
        return list.toString();
    }

    /** The names. */
    public static List<String> names() {
        return List.copyOf(ALL.getSubcommands().keySet());
    }

    /** Whether there is such a verb. */
    public static boolean contains(String name) {
        return ALL.getSubcommands().containsKey(name);
    }

    /**
     * One verb, for looking up.
     *
     * @throws InputException if there is no such verb
     */
    public static CommandLine verb(String name) {
        return Optional.ofNullable(ALL.getSubcommands().get(name)).orElseThrow(() -> unknown(name));
    }

    /** How a verb that nobody knows is refused. */
    static InputException unknown(String name) {
        String nearest =
                Nearest.of(name, names()).map(n -> "Did you mean '" + n + "'? ").orElse("");
        return new InputException(
                "snmf", "a verb", "'" + name + "'", nearest + "The verbs are " + String.join(", ", names()) + ".");
    }

    /** What help shows of {@code snmf} or of a verb of it. */
    static String usage(CommandLine line) {
        return line.getUsageMessage().stripTrailing();
    }

    /** What the verb does, in one sentence. */
    static String summary(String name) {
        // picocli formats descriptions, so a per cent sign stands there twice.
        return String.join(" ", verb(name).getCommandSpec().usageMessage().description())
                .replace("%%", "%");
    }

    /** How the verb is used, in one line. */
    public static Example example(String name) {
        return example(verb(name));
    }

    private static Example example(CommandLine verb) {
        SnmfCommand command = verb.getCommand();
        return command.getClass().getAnnotation(Example.class);
    }

    /** Type of the object that the line {@code arguments} returns to {@code var x = %snmf …}; empty for an unknown verb. */
    public static Optional<Class<?>> returns(List<String> arguments) {
        return arguments.isEmpty() || !contains(arguments.get(0))
                ? Optional.empty()
                : Optional.of(example(arguments.get(0)).returns());
    }
}
