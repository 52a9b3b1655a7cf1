package org.snmf.factorize.fit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.snmf.engine.Block;
import org.snmf.engine.Engine;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.panels.ActivationPanels;
import org.snmf.factorize.panels.CoefficientPanels;
import org.snmf.factorize.panels.Panels;
import org.snmf.factorize.panels.Slice;
import org.snmf.factorize.products.FeatureGram;
import org.snmf.factorize.products.FeatureSums;
import org.snmf.factorize.products.SparseFeatures;
import org.snmf.factorize.start.Start;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.NamedRandom;
import org.snmf.progress.Progress;

/** The passes over tokens that this machine holds: all of a fit's, or the slice that one partition of a cluster has. */
public final class LocalPasses implements TokenPasses {
    private final SnmfOptions options;
    private final ActivationMatrix a;
    private final Slice slice;
    private final Engine engine;
    private final Panels panels;
    private final ActivationPanels activations;
    private final CoefficientPanels y;
    private final CoefficientPass pass;
    private double squaredNorm;

    private LocalPasses(
            SnmfOptions options,
            ActivationMatrix a,
            Slice slice,
            Engine engine,
            Panels panels,
            ActivationPanels activations,
            CoefficientPanels y) {
        this.options = options;
        this.a = a;
        this.slice = slice;
        this.engine = engine;
        this.panels = panels;
        this.activations = activations;
        this.y = y;
        this.pass = new CoefficientPass(options, engine, panels, activations, y, a.neurons());
    }

    /**
     * @param a the tokens of {@code slice}
     * @param engine stays open longer than this
     * @param scratch where Y may lie if memory does not hold it
     * @throws org.snmf.errors.InputException if the memory budget does not hold the smallest work space, or there is no room
     *     for Y in scratch files
     */
    public static LocalPasses open(
            ActivationMatrix a, Slice slice, SnmfOptions options, Engine engine, Supplier<Path> scratch) {
        SnmfPlan plan = SnmfPlan.ofSlice(options, a.neurons(), a.tokens());
        Panels panels = new Panels(a.tokens(), options.threads(), plan.panelTokens());
        ActivationPanels activations = new ActivationPanels(a, panels, engine, plan.resident(), slice.first());
        try {
            CoefficientPanels y = new CoefficientPanels(
                    engine,
                    panels,
                    plan.rank(),
                    plan.coefficientsResident() ? Optional.empty() : Optional.of(scratch.get()));
            return new LocalPasses(options, a, slice, engine, panels, activations, y);
        } catch (RuntimeException | Error e) {
            activations.close();
            throw e;
        }
    }

    @Override
    public double load(Progress progress) {
        squaredNorm = activations.read(progress);
        activations.scaleBy(ActivationPanels.scaleOf(squaredNorm, a.neurons(), a.tokens()));
        return squaredNorm;
    }

    /** A itself, where only a part of it is here: its share of ‖A‖², which may be 0, and its zeros; the scale comes from all parts. */
    public ActivationPanels activations() {
        return activations;
    }

    @Override
    public float scale() {
        return activations.scale();
    }

    @Override
    public Optional<String> silence() {
        return a.expectsZeros()
                ? Optional.empty()
                : ActivationPanels.silence(activations.active(), activations.silentTokens(), a.tokens());
    }

    @Override
    public void start(Progress progress) {
        Start.of(new Start.Given(options, a, slice, engine, panels, activations, y, progress))
                .fill();
        if (slice.all() == a.tokens() && IncrementalStart.groups(options, panels) > 0) {
            try (IncrementalStart start = new IncrementalStart(options, engine, panels, y, pass, a.neurons())) {
                start.run(squaredNorm * scale() * scale(), progress);
            }
        }
    }

    @Override
    public void start(Coefficients coefficients) {
        y.fillCurrent(coefficients);
    }

    @Override
    public void restore(Coefficients current, Coefficients best) {
        y.restore(current, best);
    }

    @Override
    public void accumulate() {
        pass.accumulate();
    }

    @Override
    public Sums update(SparseFeatures z, FeatureGram gram, float[] lengths, double ahead) {
        return pass.update(z, gram, lengths, ahead);
    }

    @Override
    public Block products() {
        return pass.products();
    }

    @Override
    public double[][] gram() {
        return pass.gram();
    }

    @Override
    public FeatureSums sums() {
        return pass.sums();
    }

    @Override
    public void restoreSums(FeatureSums sums) {
        pass.restore(sums);
    }

    @Override
    public double squaredResidual(SparseFeatures z) {
        return pass.squaredResidual(z);
    }

    @Override
    public void keepAsBest() {
        y.keepAsBest();
    }

    @Override
    public boolean bestIsCurrent() {
        return y.bestIsCurrent();
    }

    @Override
    public void revive(List<Integer> rows, String name) {
        NamedRandom random = new NamedRandom(options.seed(), name);
        double scale = Math.sqrt(3.0 / slice.all());
        for (int r : rows) {
            float[] row = new float[a.tokens()];
            long from = (long) r * slice.all() + slice.first();
            for (int t = 0; t < row.length; t++) {
                row[t] = (float) (scale * random.uniform(from + t));
            }
            y.replaceRow(r, row);
        }
    }

    @Override
    public Coefficients viewCurrent() {
        return y.viewCurrent();
    }

    @Override
    public Coefficients viewBest() {
        return y.viewBest();
    }

    @Override
    public Coefficients releaseBest() {
        return y.releaseBest();
    }

    @Override
    public void close() {
        pass.close();
        y.close();
        activations.close();
    }
}
