package org.snmf.factorize;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.Engine;
import org.snmf.matrix.SparseColumns;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.store.Provenance;

/** One run of {@link Snmf}: the iterations, what they report, and what they leave. */
final class SnmfFit {
    private final SnmfOptions options;
    private final ActivationMatrix a;
    private final Progress progress;
    private final Map<String, String> inputs;
    private final List<IterationStatus> trace = new ArrayList<>();
    private Coefficients start;
    private SparseColumns bestFeatures;
    private int bestIteration;
    private double bestError = Double.POSITIVE_INFINITY;
    private long began;

    SnmfFit(SnmfOptions options, ActivationMatrix a, Progress progress, Map<String, String> inputs) {
        this.options = options;
        this.a = a;
        this.progress = progress;
        this.inputs = inputs;
    }

    SnmfFit from(Coefficients coefficients) {
        this.start = coefficients;
        return this;
    }

    Factorization run() {
        SnmfPlan plan = SnmfPlan.of(options, a.neurons(), a.tokens());
        Panels panels = new Panels(a.tokens(), options.threads(), plan.panelTokens());
        try (Engine engine = Engine.open(options.engine(), options.threads());
                PanelSource activations = new PanelSource(a, panels, engine, plan.resident());
                CoefficientPanels y = new CoefficientPanels(engine, panels, options.rank());
                TokenPass pass = new TokenPass(options, engine, panels, activations, y, a.neurons())) {
            double squaredNorm = activations.load();
            began = System.nanoTime();
            y.fillCurrent(start == null ? randomStart() : start);
            pass.accumulate();
            StopReason reason = iterate(new FeatureStep(options, engine, a.neurons()), pass, y, squaredNorm);
            return new Factorization(
                    bestFeatures,
                    y.copyBest(),
                    options,
                    trace,
                    bestIteration,
                    reason,
                    Provenance.of(inputs, options.toProperties()));
        }
    }

    private Coefficients randomStart() {
        NamedRandom random = new NamedRandom(options.seed(), "coefficients");
        float[][] rows = new float[options.rank()][a.tokens()];
        for (int r = 0; r < rows.length; r++) {
            for (int t = 0; t < rows[r].length; t++) {
                rows[r][t] = Math.max(1e-6f, random.uniform((long) r * rows[r].length + t));
            }
        }
        return new DenseCoefficients(rows);
    }

    private StopReason iterate(FeatureStep features, TokenPass pass, CoefficientPanels y, double squaredNorm) {
        Convergence convergence = new Convergence(options.stopping(), squaredNorm);
        double[][] coefficientGram = pass.gram();
        while (true) {
            FeatureStep.Result step = features.update(pass.products(), coefficientGram);
            Gram gram = new Gram(step.z().gram());
            TokenPass.Sums sums = pass.update(step.z(), gram, step.lengths());
            coefficientGram = pass.gram();
            double loss = squaredNorm - 2 * sums.inner() + gram.inner(coefficientGram);
            double error = Math.sqrt(Math.max(0, loss) / squaredNorm);
            report(error, sums.nonzero(), dead(gram, coefficientGram));
            if (error < bestError) {
                bestError = error;
                bestIteration = trace.size();
                bestFeatures = step.z().columns();
                y.keepAsBest();
            }
            Optional<StopReason> reason = convergence.next(error, seconds());
            if (reason.isPresent()) {
                return reason.get();
            }
            if (progress.stopRequested()) {
                return StopReason.REQUESTED;
            }
        }
    }

    private double seconds() {
        return (System.nanoTime() - began) * 1e-9;
    }

    private static int dead(Gram gram, double[][] coefficientGram) {
        int dead = 0;
        for (int r = 0; r < coefficientGram.length; r++) {
            dead += gram.diagonal(r) == 0 || coefficientGram[r][r] == 0 ? 1 : 0;
        }
        return dead;
    }

    private void report(double error, long nonzero, int dead) {
        int iteration = trace.size() + 1;
        double before =
                trace.isEmpty() ? Double.NaN : trace.get(trace.size() - 1).relativeError();
        double now = seconds();
        double left = now / iteration * (options.stopping().iterations() - iteration);
        IterationStatus status = new IterationStatus(
                iteration,
                now,
                error,
                1 - error / before,
                (double) nonzero / ((double) options.rank() * a.tokens()),
                dead,
                left);
        trace.add(status);
        progress.report(new Step(
                "factorize",
                iteration,
                options.stopping().iterations(),
                "iterations",
                String.format(Locale.ROOT, "relative error %.4f%s", error, dead == 0 ? "" : ", " + dead + " dead")));
    }
}
