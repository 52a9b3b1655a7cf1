package org.snmf.factorize.fit;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.snmf.engine.Block;
import org.snmf.engine.Engine;
import org.snmf.engine.LaneBlocks;
import org.snmf.engine.RowKernels;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.panels.ActivationPanels;
import org.snmf.factorize.panels.CoefficientPanels;
import org.snmf.factorize.panels.Panels;
import org.snmf.factorize.products.ActivationProductSum;
import org.snmf.factorize.products.BlockedGram;
import org.snmf.factorize.products.CoefficientGram;
import org.snmf.factorize.products.FeatureGram;
import org.snmf.factorize.products.FeatureSums;
import org.snmf.factorize.products.SparseFeatures;
import org.snmf.factorize.steps.BlockedStep;
import org.snmf.factorize.steps.CoefficientStep;
import org.snmf.factorize.steps.WinnerTakeAll;

/**
 * One pass over the tokens: every panel of A is fetched once, its ZᵀA formed, its Y improved, and its share of Ỹ Aᵀ and
 * Ỹ Ỹᵀ added up for the next feature step, where Ỹ is Y itself or, extrapolated, somewhat beyond it. Lanes work on different
 * panels and add up apart; the sums are joined in the order of the lanes.
 */
final class CoefficientPass implements AutoCloseable {
    /**
     * What stays as it is during a pass: Z, ZᵀZ, whether its products with Y are dense ones, what the rows of the old Y are
     * divided by, and β.
     */
    private record Fixed(SparseFeatures z, FeatureGram gram, boolean blocked, float[] lengths, float ahead) {}

    private final SnmfOptions options;
    private final Engine engine;
    private final Panels panels;
    private final ActivationPanels activations;
    private final CoefficientPanels coefficients;
    private final int neurons;
    private final int sub;
    private final ActivationProductSum[] products;
    private final CoefficientGram[] grams;
    private final CoefficientGram[] plainGrams;
    private final LaneBlocks beyond;
    private final Lane[] lanes;
    private final LaneBlocks denseProducts;
    private final @Nullable Block denseFeatures;
    private final @Nullable BlockedGram gramProducts;

    /** What one lane keeps for its loops. */
    private final class Lane {
        private final float[][] rows = new float[SnmfPlan.rowsAtATime(options, neurons)][sub];
        private final float[][] a = new float[neurons][];
        private final int[] next = new int[options.rank()];
        private final float[][] c = new float[options.rank()][sub];
        private final float[][] y = new float[options.rank()][sub];
        private final float[] old = new float[sub];
        private final CoefficientStep step = CoefficientStep.of(options, sub);
        private final CoefficientStep blocked;
        private double inner;
        private long nonzero;
        private boolean adding;

        Lane(int number) {
            this.blocked = gramProducts == null ? step : BlockedStep.of(options, gramProducts, number, sub);
        }
    }

    CoefficientPass(
            SnmfOptions options,
            Engine engine,
            Panels panels,
            ActivationPanels activations,
            CoefficientPanels coefficients,
            int neurons) {
        this.options = options;
        this.engine = engine;
        this.panels = panels;
        this.activations = activations;
        this.coefficients = coefficients;
        this.neurons = neurons;
        this.sub = SnmfPlan.subBlock(options, panels.width());
        this.gramProducts = BlockedGram.mayPay(options) ? new BlockedGram(options, engine) : null;
        int used = Math.min(engine.threads(), panels.count());
        this.products = new ActivationProductSum[used];
        this.grams = new CoefficientGram[used];
        this.plainGrams = new CoefficientGram[options.extrapolation() > 0 ? used : 0];
        this.beyond = new LaneBlocks(engine, options.rank());
        this.lanes = new Lane[used];
        for (int lane = 0; lane < used; lane++) {
            products[lane] = new ActivationProductSum(engine, options.rank(), neurons);
            grams[lane] = new CoefficientGram(engine, options.rank());
            if (plainGrams.length > 0) {
                plainGrams[lane] = new CoefficientGram(engine, options.rank());
            }
            lanes[lane] = new Lane(lane);
        }
        boolean dense = WinnerTakeAll.kept(options.sparsity(), neurons) > SnmfPlan.DENSE_FROM * neurons;
        this.denseProducts = new LaneBlocks(engine, options.rank());
        this.denseFeatures = dense ? engine.allocate(options.rank(), neurons) : null;
    }

    /** Ỹ Aᵀ (k × d_a) of the last pass; may be overwritten by its reader. */
    Block products() {
        return products[0].sum();
    }

    /** Ỹ Ỹᵀ (k × k) of the last pass, as float64. */
    double[][] gram() {
        return grams[0].read();
    }

    /** The sums as the last pass left them, for {@link #restore}; products not yet overwritten. */
    FeatureSums sums() {
        return FeatureSums.copy(products(), grams[0]);
    }

    /** Puts back what {@link #sums} gave. */
    void restore(FeatureSums sums) {
        sums.fill(products(), grams[0]);
    }

    /** Adds up Y Aᵀ and Y Yᵀ of the current Y without changing it. */
    void accumulate() {
        accumulate(0, 1);
    }

    /** As {@link #accumulate()}, over every {@code step}th panel from {@code first} on, at least one for each lane. */
    void accumulate(int first, int step) {
        begin();
        engine.forEach(count(first, step), (lane, task) -> {
            int b = first + task * step;
            add(lane, activations.panel(lane, b), coefficients.current(lane, b));
        });
        joinProducts();
        join(grams);
    }

    /**
     * Improves Y against {@code z}.
     *
     * @param z the features
     * @param gram ZᵀZ
     * @param lengths what the rows of the old Y are divided by first
     * @param ahead β: the sums are of Ỹ = [Y + β(Y − old Y)]₊; above 0 only if the options have an extrapolation
     */
    TokenPasses.Sums update(SparseFeatures z, FeatureGram gram, float[] lengths, double ahead) {
        return update(z, gram, lengths, ahead, 0, 1);
    }

    /** As {@link #update(SparseFeatures, FeatureGram, float[], double)}, of the panels of {@link #accumulate(int, int)} alone. */
    TokenPasses.Sums update(SparseFeatures z, FeatureGram gram, float[] lengths, double ahead, int first, int step) {
        if (denseFeatures != null) {
            fill(denseFeatures, z);
        }
        begin();
        boolean blocked = gramProducts != null && gramProducts.pays(gram);
        if (gramProducts != null && blocked) {
            gramProducts.fill(gram);
        }
        Fixed fixed = new Fixed(z, gram, blocked, lengths, (float) ahead);
        coefficients.beginUpdate();
        engine.forEach(count(first, step), (lane, task) -> {
            int b = first + task * step;
            Block panel = activations.panel(lane, b);
            @Nullable Block extrapolated = ahead > 0 ? beyond.get(lane, panels.size(b)) : null;
            Block improved = improve(lane, b, panel, fixed, extrapolated);
            coefficients.written(lane, b);
            if (ahead > 0) {
                plainGrams[lane].add(improved, lanes[lane].adding);
            }
            add(lane, panel, extrapolated != null ? extrapolated : improved);
        });
        coefficients.endUpdate();
        joinProducts();
        join(grams);
        if (ahead > 0) {
            join(plainGrams);
        }
        double inner = 0;
        long nonzero = 0;
        for (Lane lane : lanes) {
            inner += lane.inner;
            nonzero += lane.nonzero;
        }
        return new TokenPasses.Sums(inner, nonzero, (ahead > 0 ? plainGrams[0] : grams[0]).read());
    }

    /** ‖A − ZY‖² of the current Y, each difference and the sum in float64. */
    double squaredResidual(SparseFeatures z) {
        double[] squares = new double[panels.count()];
        SparseFeatures.ByNeuron features = z.byNeuron();
        engine.forEach(panels.count(), (lane, b) -> {
            FloatBuffer a = activations.panel(lane, b).values();
            FloatBuffer y = coefficients.current(lane, b).values();
            int width = panels.size(b);
            for (int first = 0; first < width; first += sub) {
                int length = Math.min(sub, width - first);
                readRows(y, width, first, length, lanes[lane].y);
                for (int j = 0; j < neurons; j++) {
                    a.get(j * width + first, lanes[lane].old, 0, length);
                    squares[b] += features.squaredResidual(j, lanes[lane].old, lanes[lane].y, length);
                }
            }
        });
        return Arrays.stream(squares).sum();
    }

    private int count(int first, int step) {
        return (panels.count() - first + step - 1) / step;
    }

    private void begin() {
        for (Lane lane : lanes) {
            lane.inner = 0;
            lane.nonzero = 0;
            lane.adding = false;
        }
    }

    private void joinProducts() {
        for (int lane = 1; lane < lanes.length; lane++) {
            products[0].add(products[lane]);
        }
    }

    private void join(CoefficientGram[] perLane) {
        for (int lane = 1; lane < lanes.length; lane++) {
            perLane[0].add(perLane[lane]);
        }
    }

    private void add(int lane, Block panel, Block y) {
        products[lane].add(y, panel, lanes[lane].adding);
        grams[lane].add(y, lanes[lane].adding);
        lanes[lane].adding = true;
    }

    /** Improves panel b of Y and gives it; writes Ỹ to {@code extrapolated} unless that is null. */
    private Block improve(int laneNumber, int b, Block panel, Fixed fixed, @Nullable Block extrapolated) {
        Lane lane = lanes[laneNumber];
        int width = panels.size(b);
        FloatBuffer from = coefficients.current(laneNumber, b).values();
        Block improved = coefficients.target(laneNumber, b);
        FloatBuffer to = improved.values();
        float[] lengths = fixed.lengths();
        CoefficientStep step = fixed.blocked() ? lane.blocked : lane.step;
        @Nullable Block dense = null;
        if (denseFeatures != null) {
            dense = denseProducts.get(laneNumber, width);
            engine.multiply(denseFeatures, panel, dense, false);
        }
        for (int first = 0; first < width; first += sub) {
            int length = Math.min(sub, width - first);
            if (dense != null) {
                readRows(dense.values(), width, first, length, lane.c);
            } else {
                sparseProduct(panel.values(), width, first, length, fixed.z(), lane);
            }
            readRows(from, width, first, length, lane.y);
            for (int r = 0; r < lengths.length; r++) {
                RowKernels.scale(lane.y[r], length, 1 / lengths[r]);
            }
            for (int sweep = 0; sweep < options.sweeps(); sweep++) {
                step.update(lane.y, lane.c, length, fixed.gram());
            }
            for (int r = 0; r < lengths.length; r++) {
                lane.inner += RowKernels.dot(lane.c[r], lane.y[r], length);
                lane.nonzero += RowKernels.countNonzero(lane.y[r], length);
                if (extrapolated != null) {
                    from.get(r * width + first, lane.old, 0, length);
                    extrapolate(lane.old, 1 / lengths[r], lane.y[r], fixed.ahead(), length);
                    extrapolated.values().put(r * width + first, lane.old, 0, length);
                }
                to.put(r * width + first, lane.y[r], 0, length);
            }
        }
        return improved;
    }

    /** old ← [now + β(now − scale · old)]₊. */
    private static void extrapolate(float[] old, float scale, float[] now, float ahead, int length) {
        for (int t = 0; t < length; t++) {
            old[t] = Math.max(0f, now[t] + ahead * (now[t] - scale * old[t]));
        }
    }

    /**
     * C ← ZᵀA on a sub-block: each feature gathers the rows of A that it holds. A passes through a few rows at a time, so that
     * they are still in the second cache when the features come for them.
     */
    private void sparseProduct(FloatBuffer panel, int width, int first, int length, SparseFeatures z, Lane lane) {
        for (int r = 0; r < lane.c.length; r++) {
            Arrays.fill(lane.c[r], 0, length, 0);
            lane.next[r] = z.offset(r);
        }
        for (int from = 0; from < neurons; from += lane.rows.length) {
            int to = Math.min(neurons, from + lane.rows.length);
            for (int j = from; j < to; j++) {
                if (z.uses(j)) {
                    lane.a[j] = lane.rows[j - from];
                    panel.get(j * width + first, lane.a[j], 0, length);
                }
            }
            for (int r = 0; r < lane.c.length; r++) {
                int begin = lane.next[r];
                int end = begin;
                while (end < z.offset(r + 1) && z.indices()[end] < to) {
                    end++;
                }
                RowKernels.addCombination(lane.c[r], length, lane.a, z.indices(), z.values(), begin, end);
                lane.next[r] = end;
            }
        }
    }

    private static void readRows(FloatBuffer from, int width, int first, int length, float[][] rows) {
        for (int r = 0; r < rows.length; r++) {
            from.get(r * width + first, rows[r], 0, length);
        }
    }

    private void fill(Block dense, SparseFeatures z) {
        engine.forEach(options.rank(), (lane, r) -> dense.values()
                .put(r * neurons, z.columns().column(r)));
    }

    @Override
    public void close() {
        for (int lane = 0; lane < lanes.length; lane++) {
            products[lane].close();
            grams[lane].close();
            if (plainGrams.length > 0) {
                plainGrams[lane].close();
            }
        }
        if (gramProducts != null) {
            gramProducts.close();
        }
        denseProducts.close();
        beyond.close();
        if (denseFeatures != null) {
            denseFeatures.close();
        }
    }
}
