package org.snmf.magics.verbs;

import java.util.List;
import java.util.Map;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.views.display.Display;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completes the command line in a shell, as cells complete by themselves. */
@Command(
        name = "completion",
        description = "Prints a script for bash and zsh that completes verbs, options, values and files: "
                + "source <(environment/snmf completion).")
@Example("completion")
final class CompletionCommand extends SnmfCommand {
    @Override
    public Outcome run(Call call) {
        CommandLine snmf = Verbs.fresh();
        snmf.getSubcommands().values().forEach(verb -> nameValues(verb.getCommandSpec()));
        String script = AutoComplete.bash("snmf", snmf);
        return Outcome.shown(Display.ofText(script), Map.of("script", script));
    }

    /** picocli keeps an option's values in a variable named by the option's label, so that two options HOW share one. */
    private static void nameValues(CommandSpec verb) {
        for (OptionSpec option : List.copyOf(verb.options())) {
            if (option.completionCandidates() != null) {
                verb.remove(option);
                verb.addOption(option.toBuilder()
                        .paramLabel(option.longestName().substring(2))
                        .build());
            }
        }
    }
}
