package org.snmf.hierarchy.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.snmf.errors.InputException;
import org.snmf.hierarchy.FineTuneStatus;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * Fine-tunes all levels of a hierarchy together on the reconstruction of the activations (paper, Appendix F.1): gradient
 * steps on ½‖A − Z_L Y_L ⋯ Y_0‖², or on its sum over all levels. The constrained form keeps Y ≥ 0 and the supports of
 * Z exactly; the published form does not.
 *
 * <p>What differs from the published code: the matrices take their steps one after the other, each of a length at which
 * the objective cannot rise, so there is no learning rate to choose. There is no momentum and nothing is drawn at random:
 * a fine-tune of m iterations continued by one of n equals one of m + n.
 */
public final class JointFineTuning {
    private final FineTuneOptions options;

    /** A fine-tune with these options. */
    public JointFineTuning(FineTuneOptions options) {
        this.options = options;
    }

    /**
     * Fine-tunes a hierarchy, which is not modified.
     *
     * @param a the activations A (d_a × n) that the hierarchy was made from; only read, once an iteration
     * @param progress told of every iteration; when it requests a stop, what was reached is returned
     * @return the hierarchy with the lowest objective, with a status for every iteration added to {@link
     *     Hierarchy#fineTuning()}; give it to this method again to go on
     * @throws InputException if the hierarchy does not have the shape of A, or memory does not hold its matrices
     */
    public Hierarchy run(ActivationMatrix a, Hierarchy hierarchy, Progress progress) {
        if (a.neurons() != hierarchy.neurons() || a.tokens() != hierarchy.tokens()) {
            throw new InputException(
                    "fine-tune",
                    "activations of " + hierarchy.neurons() + " × " + hierarchy.tokens() + " as the hierarchy has",
                    a.neurons() + " × " + a.tokens(),
                    "Give the activations that the hierarchy was made from.");
        }
        FineTunePlan.of(a.neurons(), a.tokens(), ranks(hierarchy)).requireRoom();
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            return new Run(a, hierarchy, progress, manager).run();
        }
    }

    private static List<Integer> ranks(Hierarchy hierarchy) {
        List<Integer> ranks = new ArrayList<>();
        for (int i = 0; i < hierarchy.depth(); i++) {
            ranks.add(hierarchy.level(i).features().columns());
        }
        return ranks;
    }

    /** One fine-tune on its way. */
    private final class Run {
        private final Hierarchy origin;
        private final Progress progress;
        private final NDManager manager;
        private final FineTuneSteps steps;
        private final double squaredNorm;
        private final List<FineTuneStatus> trace;
        private final long began = System.nanoTime();
        private final double secondsBefore;

        Run(ActivationMatrix a, Hierarchy origin, Progress progress, NDManager manager) {
            this.origin = origin;
            this.progress = progress;
            this.manager = manager;
            this.squaredNorm = Matrices.squaredNorm(a);
            this.steps = new FineTuneSteps(a, options, masks(), squaredNorm);
            this.trace = new ArrayList<>(origin.fineTuning());
            this.secondsBefore =
                    trace.isEmpty() ? 0 : trace.get(trace.size() - 1).seconds();
        }

        private NDArray[] masks() {
            NDArray[] masks = new NDArray[origin.depth()];
            try (FineTuneState supports = FineTuneState.of(origin, manager)) {
                for (int i = 0; i < masks.length; i++) {
                    masks[i] = supports.z[i].neq(0f).toType(supports.z[i].getDataType(), false);
                    masks[i].attach(manager);
                }
            }
            return masks;
        }

        Hierarchy run() {
            FineTuneState best = FineTuneState.of(origin, manager);
            steps.measure(best);
            double[] losses = steps.losses(best);
            if (trace.isEmpty()) {
                record(0, losses);
            }
            int first = trace.get(trace.size() - 1).iteration() + 1;
            for (int i = first; i < first + options.iterations() && !progress.stopRequested(); i++) {
                FineTuneState next = steps.next(best, manager);
                double[] reached = steps.losses(next);
                double gain = steps.objective(losses) - steps.objective(reached);
                if (!(gain > 0)) {
                    // No step can gain: what is left is below the rounding of float32.
                    next.close();
                    break;
                }
                best.close();
                best = next;
                boolean enough = gain >= options.tolerance() * steps.objective(losses);
                losses = reached;
                record(i, losses);
                report(i - first + 1);
                if (!enough) {
                    break;
                }
            }
            return new Hierarchy(best.levels(origin), trace, origin.provenance());
        }

        private void record(int iteration, double[] losses) {
            List<Double> errors = new ArrayList<>();
            for (double loss : losses) {
                errors.add(Math.sqrt(Math.max(0, 2 * loss) / squaredNorm));
            }
            double seconds = secondsBefore + (System.nanoTime() - began) * 1e-9;
            trace.add(new FineTuneStatus(iteration, seconds, errors, steps.objective(losses)));
        }

        private void report(int done) {
            FineTuneStatus last = trace.get(trace.size() - 1);
            StringBuilder detail = new StringBuilder("relative error by level");
            for (double error : last.relativeErrors()) {
                detail.append(String.format(Locale.ROOT, " %.4f", error));
            }
            progress.report(new Step("fine-tune", done, options.iterations(), "iterations", detail.toString()));
        }
    }
}
