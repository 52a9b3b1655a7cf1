package org.snmf.magics.report;

import java.util.Locale;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.IterationStatus;
import org.snmf.views.display.Display;

/** What a person wants to know of a factorization at first sight. */
public final class FactorizationFacts {
    private FactorizationFacts() {}

    /** What a notebook shows where a factorization is the value of a cell. */
    public static Display display(Factorization f) {
        return Display.of(of(f).display().html(), f.toString());
    }

    public static Facts of(Factorization f) {
        IterationStatus best = f.trace().get(f.bestIteration() - 1);
        return new Facts(
                        f.stopped()
                                ? "Factorization, stopped: kept the best of "
                                        + f.trace().size() + " iterations"
                                : "Factorization")
                .with(
                        "A ≈ ZY",
                        f.neurons() + " × " + f.tokens() + " ≈ (" + f.neurons() + " × " + f.rank() + ") (" + f.rank()
                                + " × " + f.tokens() + ")")
                .with("relative error", String.format(Locale.ROOT, "%.5f", f.relativeError()))
                .with(
                        "iterations",
                        f.trace().size() + ", best " + f.bestIteration() + ", ended: "
                                + f.stopReason().text())
                .measured("time", String.format(Locale.ROOT, "%.2f s", seconds(f)))
                .with("density of Y", String.format(Locale.ROOT, "%.1f %%", 100 * best.density()))
                .with("dead features", best.deadFeatures());
    }

    /** Seconds that the fit took. */
    public static double seconds(Factorization f) {
        return f.trace().get(f.trace().size() - 1).seconds();
    }
}
