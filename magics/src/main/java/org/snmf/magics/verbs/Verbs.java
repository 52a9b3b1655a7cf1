package org.snmf.magics.verbs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.snmf.errors.InputException;
import org.snmf.magics.command.dictionary.SaeCommand;
import org.snmf.magics.command.examine.AgreementCommand;
import org.snmf.magics.command.examine.BaselineCommand;
import org.snmf.magics.command.examine.CoverageCommand;
import org.snmf.magics.command.examine.DetectCommand;
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
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Nearest;
import org.snmf.magics.run.SnmfCommand;
import picocli.CommandLine;

/** All verbs by name, in the order in which a person meets them. */
public final class Verbs {
    private static final Map<String, Supplier<SnmfCommand>> ALL = all();

    private Verbs() {}

    private static Map<String, Supplier<SnmfCommand>> all() {
        Map<String, Supplier<SnmfCommand>> verbs = new LinkedHashMap<>();
        verbs.put("model", ModelCommand::new);
        verbs.put("data", DataCommand::new);
        verbs.put("capture", CaptureCommand::new);
        verbs.put("factorize", FactorizeCommand::new);
        verbs.put("features", FeaturesCommand::new);
        verbs.put("page", PageCommand::new);
        verbs.put("encode", EncodeCommand::new);
        verbs.put("stability", StabilityCommand::new);
        verbs.put("reproduce", ReproduceCommand::new);
        verbs.put("export", ExportCommand::new);
        verbs.put("label", LabelCommand::new);
        verbs.put("agreement", AgreementCommand::new);
        verbs.put("sae", SaeCommand::new);
        verbs.put("tree", TreeCommand::new);
        verbs.put("overlap", OverlapCommand::new);
        verbs.put("neurons", NeuronsCommand::new);
        verbs.put("coverage", CoverageCommand::new);
        verbs.put("detect", DetectCommand::new);
        verbs.put("baseline", BaselineCommand::new);
        verbs.put("steer", SteerCommand::new);
        verbs.put("generate", GenerateCommand::new);
        verbs.put("trace", TraceCommand::new);
        verbs.put("parity", ParityCommand::new);
        verbs.put("run", RunCommand::new);
        verbs.put("status", StatusCommand::new);
        verbs.put("reset", ResetCommand::new);
        verbs.put("help", HelpCommand::new);
        return verbs;
    }

    /** The names. */
    public static List<String> names() {
        return new ArrayList<>(ALL.keySet());
    }

    /** Whether there is such a verb. */
    public static boolean contains(String name) {
        return ALL.containsKey(name);
    }

    /**
     * A fresh command line of one verb.
     *
     * @throws InputException if there is no such verb
     */
    public static CommandLine line(String name) {
        Supplier<SnmfCommand> verb = ALL.get(name);
        if (verb == null) {
            String nearest = Nearest.of(name, ALL.keySet())
                    .map(n -> "Did you mean '" + n + "'? ")
                    .orElse("");
            throw new InputException(
                    "snmf", "a verb", "'" + name + "'", nearest + "The verbs are " + String.join(", ", names()) + ".");
        }
        CommandLine line = new CommandLine(verb.get());
        line.setCommandName("snmf " + name);
        line.setExpandAtFiles(false);
        line.setUsageHelpWidth(100);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    /** How the verb is used, in one line. */
    public static Example example(String name) {
        SnmfCommand command = line(name).getCommand();
        return command.getClass().getAnnotation(Example.class);
    }

    /** Type of the object that the line {@code arguments} returns to {@code var x = %snmf …}; empty for an unknown verb. */
    public static Optional<Class<?>> returns(List<String> arguments) {
        return arguments.isEmpty() || !contains(arguments.get(0))
                ? Optional.empty()
                : Optional.of(example(arguments.get(0)).returns());
    }
}
