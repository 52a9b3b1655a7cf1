package io.github.spencerpark.jupyter.kernel;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Stands for the class of this name in tests. */
public final class JupyterIO {
    public final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    public final DisplayStream display = new DisplayStream();
    public final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    public final PrintStream err = out;
}
