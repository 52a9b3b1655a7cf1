package org.snmf.magics.kernel;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.JupyterIO;

/**
 * The streams of cells. They are the system's from the first cell on, not only while a cell runs, so that threads that
 * outlive their cell print where a person can see it.
 */
final class CellIO extends JupyterIO {
    private final CellOutput output = new CellOutput();
    private Optional<Streams> system = Optional.empty();

    /** The streams that the system had before. */
    private record Streams(PrintStream out, PrintStream err, InputStream in) {}

    CellIO() {
        super(StandardCharsets.UTF_8);
        setEnv(output);
        // Whether input may be asked for is a matter of each request, and the output knows.
        setJupyterInEnabled(true);
    }

    CellOutput output() {
        return output;
    }

    /** Makes these the system's streams. */
    void install() {
        if (system.isEmpty()) {
            system = Optional.of(new Streams(System.out, System.err, System.in));
        }
        System.setOut(out);
        System.setErr(err);
        System.setIn(in);
    }

    /** Gives the system its own streams back; what no cell has shown goes to them. */
    void uninstall() {
        system.ifPresent(own -> {
            System.setOut(own.out());
            System.setErr(own.err());
            System.setIn(own.in());
            own.out().print(output.rest());
        });
        system = Optional.empty();
    }
}
