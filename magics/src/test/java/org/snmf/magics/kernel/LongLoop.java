package org.snmf.magics.kernel;

import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** Stands for a loop of the library: it polls the stop flag and returns what it has. */
public final class LongLoop {
    private LongLoop() {}

    /** Runs until it is stopped, reporting the first step; returns the number of steps. */
    public static int run(Progress progress) {
        // The first step is done when it is told of, so that a stop at once still leaves something.
        int steps = 1;
        progress.report(new Step("loop", 1, Step.UNKNOWN, "steps", ""));
        while (!progress.stopRequested()) {
            steps++;
            long until = System.nanoTime() + 5_000_000;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }
        return steps;
    }
}
