package org.snmf.magics.kernel;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.dflib.jjava.jupyter.kernel.JupyterIO;

/**
 * The streams of cells. They are the system's from the first cell on, not only while a cell runs, so that threads that
 * outlive their cell print where a person can see it.
 */
final class CellIO extends JupyterIO {
    private final CellOutput output = new CellOutput();
    private PrintStream systemOut;
    private PrintStream systemErr;
    private InputStream systemIn;

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
        if (systemOut == null) {
            systemOut = System.out;
            systemErr = System.err;
            systemIn = System.in;
        }
        System.setOut(out);
        System.setErr(err);
        System.setIn(in);
    }

    /** Gives the system its own streams back; what no cell has shown goes to them. */
    void uninstall() {
        if (systemOut != null) {
            System.setOut(systemOut);
            System.setErr(systemErr);
            System.setIn(systemIn);
            systemOut.print(output.rest());
            systemOut = null;
        }
    }
}
