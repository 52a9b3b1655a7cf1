package org.snmf.factorize.fit;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import org.snmf.engine.Block;
import org.snmf.engine.Engine;
import org.snmf.engine.RowKernels;
import org.snmf.factorize.CoefficientUpdate;
import org.snmf.factorize.Initialization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.panels.CoefficientPanels;
import org.snmf.factorize.panels.Panels;
import org.snmf.factorize.products.FeatureGram;
import org.snmf.factorize.steps.FeatureStep;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * The start {@link Initialization#INCREMENTAL}, in the manner of the incremental EM of Neal and Hinton (1998): the panels fall into
 * groups, and every group's Ỹ Aᵀ and Ỹ Ỹᵀ are kept. When a group's Y was improved its sums are replaced, and Z is found anew from
 * the sums of all groups, so that one pass over the tokens improves Z as often as there are groups. Neighbouring panels are in
 * different groups. The first pass that does not lower the error is the last: the sums of the other groups are too old by then.
 */
final class IncrementalStart implements AutoCloseable {
    /** The most passes over the tokens. */
    static final int PASSES = 15;

    private static final int GROUPS = 8;
    private static final float SHORTEST = 1e-20f;

    private final SnmfOptions options;
    private final Engine engine;
    private final Panels panels;
    private final CoefficientPanels y;
    private final CoefficientPass pass;
    private final FeatureStep features;
    private final int groups;
    private final int neurons;
    private final Block total;
    private final Block[] products;
    private final double[][][] grams;
    /** What the rows of a group's Y, and of its sums, are still to be divided by to be on the scale of Z. */
    private final float[][] pending;

    IncrementalStart(
            SnmfOptions options, Engine engine, Panels panels, CoefficientPanels y, CoefficientPass pass, int neurons) {
        this.options = options;
        this.engine = engine;
        this.panels = panels;
        this.y = y;
        this.pass = pass;
        this.neurons = neurons;
        this.features = new FeatureStep(options, engine, neurons);
        this.groups = groups(options, panels);
        this.total = engine.allocate(options.rank(), neurons);
        this.products = new Block[groups];
        this.grams = new double[groups][][];
        this.pending = new float[groups][options.rank()];
        for (int g = 0; g < groups; g++) {
            products[g] = engine.allocate(options.rank(), neurons);
            Arrays.fill(pending[g], 1);
        }
    }

    /** Into how many groups the panels of a fit fall, each with a panel for every lane; 0 if the fit does not begin like this. */
    static int groups(SnmfOptions options, Panels panels) {
        boolean begins = options.initialization() == Initialization.INCREMENTAL
                && options.coefficientUpdate() == CoefficientUpdate.HALS
                && panels.tokens() >= Initialization.INCREMENTAL_FROM_TOKENS;
        int groups = begins ? Math.min(GROUPS, panels.count() / options.threads()) : 0;
        return groups < 2 ? 0 : groups;
    }

    /**
     * Improves Y, which is positive; when a stop is requested it is left as far as it came.
     *
     * @param squaredNorm ‖σA‖²
     */
    void run(double squaredNorm, Progress progress) {
        for (int g = 0; g < groups; g++) {
            pass.accumulate(g, groups);
            keepSums(g);
        }
        Extrapolation extrapolation = new Extrapolation(options.extrapolation());
        double least = Double.POSITIVE_INFINITY;
        for (int done = 1; done <= PASSES; done++) {
            OptionalDouble loss = improve(extrapolation.next(), progress);
            if (loss.isEmpty()) {
                break;
            }
            double error = Math.sqrt(Math.max(0, squaredNorm + loss.getAsDouble()) / squaredNorm);
            extrapolation.after(error);
            progress.report(new Step(
                    "start",
                    done,
                    PASSES,
                    "passes",
                    String.format(
                            Locale.ROOT,
                            "%s, relative error %.4f",
                            options.initialization().key(),
                            error)));
            if (error >= least) {
                break;
            }
            least = error;
        }
        bringToScale();
    }

    /** One pass; gives ‖A − ZY‖² − ‖A‖², each group's by the Z that it met, unless a stop was requested before the last group. */
    private OptionalDouble improve(double ahead, Progress progress) {
        double loss = 0;
        for (int g = 0; g < groups; g++) {
            if (progress.stopRequested()) {
                return OptionalDouble.empty();
            }
            loss += improve(g, ahead);
        }
        return OptionalDouble.of(loss);
    }

    /** One group against the Z of all; gives ‖A − ZY‖² − ‖A‖² of the group. */
    private double improve(int g, double ahead) {
        FeatureStep.Result step = features.update(joinedProducts(), joinedGram());
        for (float[] lengths : pending) {
            for (int r = 0; r < lengths.length; r++) {
                lengths[r] = Math.max(SHORTEST, lengths[r] * step.lengths()[r]);
            }
        }
        FeatureGram gram = features.gram(step.z());
        TokenPasses.Sums sums = pass.update(step.z(), gram, pending[g], ahead, g, groups);
        keepSums(g);
        Arrays.fill(pending[g], 1);
        return gram.inner(sums.gram()) - 2 * sums.inner();
    }

    private void keepSums(int g) {
        products[g].values().put(0, pass.products().values(), 0, options.rank() * neurons);
        grams[g] = pass.gram();
    }

    private Block joinedProducts() {
        engine.forEach(options.rank(), (lane, r) -> {
            float[] sum = new float[neurons];
            float[] row = new float[neurons];
            for (int g = 0; g < groups; g++) {
                products[g].values().get(r * neurons, row);
                RowKernels.scale(row, neurons, 1 / pending[g][r]);
                RowKernels.add(row, sum, neurons);
            }
            total.values().put(r * neurons, sum);
        });
        return total;
    }

    private double[][] joinedGram() {
        double[][] sum = new double[options.rank()][options.rank()];
        engine.forEach(options.rank(), (lane, r) -> {
            for (int g = 0; g < groups; g++) {
                for (int s = 0; s < sum.length; s++) {
                    sum[r][s] += grams[g][r][s] / ((double) pending[g][r] * pending[g][s]);
                }
            }
        });
        return sum;
    }

    private void bringToScale() {
        y.beginUpdate();
        engine.forEach(panels.count(), (lane, b) -> {
            int width = panels.size(b);
            float[] row = new float[width];
            Block from = y.current(lane, b);
            Block to = y.target(lane, b);
            for (int r = 0; r < options.rank(); r++) {
                from.values().get(r * width, row);
                RowKernels.scale(row, width, 1 / pending[b % groups][r]);
                to.values().put(r * width, row);
            }
            y.written(lane, b);
        });
        y.endUpdate();
    }

    @Override
    public void close() {
        total.close();
        for (Block block : products) {
            block.close();
        }
    }
}
