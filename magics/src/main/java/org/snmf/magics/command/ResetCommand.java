package org.snmf.magics.command;

import java.util.Map;
import org.snmf.magics.Call;
import org.snmf.magics.Example;
import org.snmf.magics.Outcome;
import org.snmf.magics.SnmfCommand;
import org.snmf.views.display.Display;
import picocli.CommandLine.Command;

/** Forgets everything that the session holds. */
@Command(description = "Forgets the model, the data, the activations and the factorization, and frees their memory.")
@Example("reset")
final class ResetCommand extends SnmfCommand {
    @Override
    public Outcome run(Call call) {
        call.session().reset();
        return Outcome.shown(Display.ofText("The session is empty."), Map.of("reset", true));
    }
}
