package org.snmf.factorize.fit;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.snmf.engine.Block;
import org.snmf.engine.Engine;
import org.snmf.engine.LaneBlocks;
import org.snmf.engine.RowKernels;
import org.snmf.engine.Strips;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.panels.Panels;
import org.snmf.factorize.products.FeatureGram;
import org.snmf.factorize.products.SparseFeatures;
import org.snmf.factorize.start.Start;
import org.snmf.factorize.steps.CoefficientStep;
import org.snmf.factorize.steps.FeatureStep;
import org.snmf.files.FileCoefficients;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * A first good factorization in one or two passes over the tokens: online dictionary learning (Mairal, Bach, Ponce and Sapiro
 * 2010, algorithms 1 and 2 with mini-batches) with the constraints of semi-NMF. A batch of tokens gets its coefficients
 * for the current Z by HALS; Y Aᵀ and Y Yᵀ are added up while older batches are forgotten; Z follows by the feature step of
 * the batch method. At the end one ordinary iteration fits Z to all coefficients and gives the error.
 *
 * <p>Holds one batch of A and of Y and never all of them, whatever the memory budget says; Y lies in a scratch file meanwhile.
 */
public final class OnlineSnmf {
    private static final int SWEEPS = 8;
    private static final int FIRST_ITERATIONS = 10;

    private final SnmfOptions options;
    private final int batch;
    private final int passes;
    private final double forgetting;

    /**
     * @param options as for {@link Snmf}; start, stopping rule and checkpoints play no part
     * @param batch tokens in a batch, at least the rank
     * @param passes passes over the tokens, at least 1
     * @param forgetting β ≥ 0: before batch s the sums so far are multiplied by (1 − 1/s)^β, so that 0 forgets nothing
     */
    public OnlineSnmf(SnmfOptions options, int batch, int passes, double forgetting) {
        if (batch < options.rank()) {
            throw new InputException("batch", "at least the rank, " + options.rank(), String.valueOf(batch), "");
        }
        if (passes < 1 || !(forgetting >= 0)) {
            throw new InputException(
                    "passes and forgetting", "at least 1 and at least 0", passes + " and " + forgetting, "");
        }
        this.options = options;
        this.batch = batch;
        this.passes = passes;
        this.forgetting = forgetting;
    }

    /**
     * Factorizes {@code a}. When a stop is requested during the passes, the tokens not reached get zero coefficients; the
     * result is marked as the {@link Progress} that stopped it says.
     *
     * @throws InputException as {@link Snmf#fit}
     */
    public Factorization fit(ActivationMatrix a, Progress progress) {
        SnmfPlan.of(options.withMemoryBudget(0), a.neurons(), a.tokens());
        Path folder = FileCoefficients.temporaryFolder();
        try (FileCoefficients y = FileCoefficients.scratch(folder, options.rank(), a.tokens(), a.tokens())) {
            pass(a, y, progress);
            SnmfOptions once = options.withStopping(Stopping.after(1));
            return new Snmf(once).fitFrom(a, y, progress);
        }
    }

    private void pass(ActivationMatrix a, FileCoefficients y, Progress progress) {
        try (Engine engine = Engine.open(options.engine(), options.threads());
                Sums sums = new Sums(engine, a.neurons())) {
            SparseFeatures z = first(a, progress);
            int batches = (a.tokens() + batch - 1) / batch;
            for (int i = 0; i < passes * batches && !progress.stopRequested(); i++) {
                int from = i % batches * batch;
                int count = Math.min(batch, a.tokens() - from);
                double[][] gram = sums.add(a, from, count, z, y, Math.pow(1 - 1.0 / (i + 1), forgetting));
                z = features(engine, sums, gram, a.neurons());
                progress.report(new Step("online", i + 1L, (long) passes * batches, "batches", ""));
            }
        }
    }

    /** Features of the first batch alone. */
    private SparseFeatures first(ActivationMatrix a, Progress progress) {
        int count = Math.min(batch, a.tokens());
        SnmfOptions few = options.withStopping(Stopping.after(FIRST_ITERATIONS));
        return SparseFeatures.of(Snmf.fit(new Prefix(a, count), few, progress).features());
    }

    private SparseFeatures features(Engine engine, Sums sums, double[][] gram, int neurons) {
        try (Block products = engine.allocate(options.rank(), neurons)) {
            products.values().put(0, sums.products.values(), 0, options.rank() * neurons);
            FeatureStep.Result step = new FeatureStep(options, engine, neurons).update(products, gram);
            return step.unscaled();
        }
    }

    /** The first tokens of a matrix. */
    private record Prefix(ActivationMatrix whole, int tokens) implements ActivationMatrix {
        @Override
        public int neurons() {
            return whole.neurons();
        }

        @Override
        public FloatBuffer block(int from, int count) {
            return whole.block(from, count);
        }

        /** A neuron that is silent in the first tokens may not be so later. */
        @Override
        public boolean expectsZeros() {
            return true;
        }

        @Override
        public void transposed(int from, int count, FloatBuffer into) {
            whole.transposed(from, count, into);
        }
    }

    /** Y Aᵀ and Y Yᵀ over the batches, older ones weighted down. */
    private final class Sums implements AutoCloseable {
        private final Engine engine;
        private final Block products;
        private final Start.LaneSums productSums;
        private final Start.LaneSums gramSums;
        private final LaneBlocks panels;
        private final LaneBlocks coefficients;
        private final double[][] gram = new double[options.rank()][options.rank()];

        Sums(Engine engine, int neurons) {
            this.engine = engine;
            this.products = engine.allocate(options.rank(), neurons);
            this.productSums = new Start.LaneSums(engine, options.rank(), neurons);
            this.gramSums = new Start.LaneSums(engine, options.rank(), options.rank());
            this.panels = new LaneBlocks(engine, neurons);
            this.coefficients = new LaneBlocks(engine, options.rank());
        }

        double[][] add(ActivationMatrix a, int from, int count, SparseFeatures z, FileCoefficients y, double keep) {
            Panels division = new Panels(count, engine.threads(), 512);
            FeatureGram features = new FeatureGram(z.gram());
            engine.forEach(division.count(), (lane, b) -> {
                Block panel = panels.get(lane, division.size(b));
                Block code = coefficients.get(lane, division.size(b));
                a.transposed(from + division.from(b), division.size(b), panel.values());
                encode(panel.values(), code.values(), division.size(b), z, features);
                for (int r = 0; r < options.rank(); r++) {
                    y.write(r, from + division.from(b), code.values().slice(r * division.size(b), division.size(b)));
                }
                productSums.add(lane, code, panel);
                gramSums.add(lane, code, code);
            });
            Strips.forEach(engine, products, (rows, length) -> {
                for (float[] row : rows) {
                    RowKernels.scale(row, length, (float) keep);
                }
            });
            engine.add(productSums.join(), products);
            FloatBuffer fresh = gramSums.join().values();
            for (int r = 0; r < gram.length; r++) {
                for (int s = 0; s < gram.length; s++) {
                    gram[r][s] = keep * gram[r][s] + fresh.get(r * gram.length + s);
                }
            }
            return gram;
        }

        private void encode(FloatBuffer panel, FloatBuffer code, int width, SparseFeatures z, FeatureGram features) {
            float[][] c = z.products(panel, width);
            float[][] y = new float[c.length][width];
            CoefficientStep step = CoefficientStep.hals(width);
            for (int sweep = 0; sweep < SWEEPS; sweep++) {
                step.update(y, c, width, features);
            }
            for (int r = 0; r < y.length; r++) {
                code.put(r * width, y[r]);
            }
        }

        @Override
        public void close() {
            products.close();
            productSums.close();
            gramSums.close();
            panels.close();
            coefficients.close();
        }
    }
}
