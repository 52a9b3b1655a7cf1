package org.snmf.magics.cli;

import java.io.PrintStream;
import org.snmf.magics.screen.Screen;
import org.snmf.views.display.Display;

/**
 * A terminal: results on the standard output, warnings and progress on the standard error. Progress redraws one line on
 * a live terminal; otherwise only its last state is written.
 */
final class Terminal implements Screen {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean live;

    Terminal(PrintStream out, PrintStream err, boolean live) {
        this.out = out;
        this.err = err;
        this.live = live;
    }

    @Override
    public void say(String text) {
        out.println(text);
    }

    @Override
    public void warn(String text) {
        err.println("warning: " + text);
    }

    @Override
    public void show(Display display) {
        out.println(display.plain());
    }

    @Override
    public Live live() {
        return new Live() {
            private String last = "";

            @Override
            public void draw(Display display) {
                String line = display.plain();
                if (live) {
                    err.print("\r" + line + " ".repeat(Math.max(0, last.length() - line.length())));
                    err.flush();
                }
                last = line;
            }

            @Override
            public void close() {
                err.println(live ? "" : last);
            }
        };
    }
}
