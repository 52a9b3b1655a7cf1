package org.snmf.magics.options;

import java.util.Optional;
import org.snmf.magics.run.Outcome;
import org.snmf.views.display.Display;
import picocli.CommandLine.Option;

/** Whether what came of a verb is told in one line, as in cells that only prepare others. */
public final class Brief {
    @Option(names = "--brief", description = "Show one line instead of a table.")
    private boolean asked;

    /** The outcome, shown as {@code line} where that was asked for. */
    public Outcome of(Outcome whole, String line) {
        return asked
                ? new Outcome(whole.value(), Optional.of(Display.ofText(line)), whole.report(), whole.passed())
                : whole;
    }
}
