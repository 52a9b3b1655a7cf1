package org.snmf.factorize.compare;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** Several fits as one task: counts the fits, and tells how far the fit at work is: its iterations count as parts of it. */
final class FitsProgress implements Progress {
    private final Progress outer;
    private final String task;
    private final int total;
    private int done;
    private String fit = "";
    private String choice = "";
    private final Set<String> warnings = new HashSet<>();

    /**
     * @param outer what a person sees
     * @param task what all the fits are for
     * @param total number of fits
     */
    FitsProgress(Progress outer, String task, int total) {
        this.outer = outer;
        this.task = task;
        this.total = total;
    }

    /** The fits to come are of this choice, which is told with each. */
    FitsProgress of(String name) {
        choice = name + ", ";
        return this;
    }

    /** The next fit begins; {@code name} tells it from the others. */
    void begin(String name) {
        fit = choice + name;
    }

    /** The fit at work ended, with this relative error. */
    void end(double relativeError) {
        done++;
        outer.report(new Step(
                task, done, total, "fits", String.format(Locale.ROOT, "%s: relative error %.4f", fit, relativeError)));
    }

    @Override
    public void report(Step step) {
        double part = step.total() > 0 ? step.fraction() : 0;
        outer.report(new Step(
                task, done, total, "fits", fit + ": " + step.done() + " " + step.unit() + ", " + step.detail(), part));
    }

    @Override
    public boolean stopRequested() {
        return outer.stopRequested();
    }

    /** What holds for every fit alike is said at the first one only. */
    @Override
    public void warn(String message) {
        if (warnings.add(message)) {
            outer.warn(fit + ": " + message);
        }
    }
}
