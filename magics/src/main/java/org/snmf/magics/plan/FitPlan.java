package org.snmf.magics.plan;

import java.util.Locale;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.fit.SnmfPlan;
import org.snmf.magics.report.Memory;
import org.snmf.magics.run.Outcome;

/**
 * What a verb's dry run says of one fit: the library's own plan of it, and the time at the rate that a short fit of random
 * numbers reaches on this machine.
 */
public final class FitPlan {
    private final SnmfOptions options;
    private final SnmfPlan plan;

    /**
     * @param options of the fit
     * @param neurons d_a
     * @param tokens n
     */
    public FitPlan(SnmfOptions options, long neurons, long tokens) {
        this.options = options;
        this.plan = SnmfPlan.of(options, Math.toIntExact(neurons), Math.toIntExact(tokens));
    }

    /** Bytes that the fit holds at once. */
    public long bytes() {
        return plan.bytes();
    }

    /** Seconds of so many iterations, roughly. */
    public double seconds(int iterations) {
        return SnmfPlan.rehearsal(options).seconds(plan.flops(iterations));
    }

    /** The plan of {@code fits} such fits, one after the other, of at most {@code iterations} iterations each. */
    public Outcome outcome(String what, int iterations, int fits) {
        long d = plan.neurons();
        long n = plan.tokens();
        long k = plan.rank();
        long kept = Math.min(d, Math.max(1, (long) Math.ceil(options.sparsity() * d)));
        double rate = SnmfPlan.rehearsal(options).rate();
        double each = plan.flopsPerIteration() / rate;
        long matrix = Float.BYTES * d * n;
        String held = plan.resident()
                ? "held in memory"
                : "streamed: read anew each iteration, " + Memory.text(plan.activationBytes()) + " of it at a time";
        Plan shown = new Plan(what)
                .with("A", d + " × " + n + ", " + Memory.text(matrix) + ", " + held)
                .with("Z", d + " × " + k + ", " + kept + " neurons a feature")
                .with("Y", k + " × " + n + ", now and at its best: " + placeOfY())
                .with("work space", Memory.text(plan.workBytes()))
                .with("of that in Java's heap", Memory.text(plan.heapBytes()))
                .with("tokens that a thread takes at a time", "panel_tokens", plan.panelTokens())
                .with("operations", text(plan.flopsPerIteration(), "flop") + " an iteration")
                .measured("rate of a short fit here", text(rate, "flop/s"))
                .measured("one iteration, roughly", String.format(Locale.ROOT, "%.3g s", each))
                .with("at most", (fits > 1 ? fits + " fits of " : "") + iterations + " iterations");
        if (plan.startPasses() > 0) {
            shown.with("incremental passes before the first iteration, at most", "start_passes", plan.startPasses());
        }
        shown.value("neurons", d)
                .value("tokens", n)
                .value("rank", k)
                .value("neurons_per_feature", kept)
                .value("streamed", !plan.resident())
                .value("bytes_of_a", matrix)
                .value("bytes_of_a_held", plan.activationBytes())
                .value("bytes_of_y", plan.coefficientBytes())
                .value("bytes_of_y_in_files", plan.scratchBytes())
                .value("bytes_of_work", plan.workBytes())
                .value("bytes_of_heap", plan.heapBytes())
                .value("flops_per_iteration", plan.flopsPerIteration())
                .value("flops_per_second", rate)
                .value("seconds_per_iteration_estimate", each)
                .value("iterations", iterations)
                .value("fits", fits);
        long besides = fits > 1 && plan.coefficientsResident() ? plan.coefficientBytes() / 2 : 0;
        return shown.outcome(plan.bytes() + besides, seconds(fits * iterations));
    }

    private String placeOfY() {
        return plan.coefficientsResident()
                ? Memory.text(plan.coefficientBytes())
                : Memory.text(plan.scratchBytes()) + " in scratch files, " + Memory.text(plan.coefficientBytes())
                        + " of them in memory";
    }

    private static String text(double value, String unit) {
        return value < 1e9
                ? String.format(Locale.ROOT, "%.1f M%s", value / 1e6, unit)
                : String.format(Locale.ROOT, "%,.1f G%s", value / 1e9, unit);
    }
}
