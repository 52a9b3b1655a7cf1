package org.snmf.magics.command.held;

import java.util.Map;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.views.display.Display;
import picocli.CommandLine.Command;

/** Forgets everything that the session holds. */
@Command(
        name = "reset",
        description = "Forgets the model, the data, the activations and the factorization, and frees their memory.")
@Example("reset")
public final class ResetCommand extends SnmfCommand {
    @Override
    public Outcome run(Call call) {
        call.session().reset();
        return Outcome.shown(Display.ofText("The session is empty."), Map.of("reset", true));
    }
}
