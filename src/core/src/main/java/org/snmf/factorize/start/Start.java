package org.snmf.factorize.start;

import org.snmf.engine.Block;
import org.snmf.engine.Engine;
import org.snmf.engine.LaneBlocks;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.panels.ActivationPanels;
import org.snmf.factorize.panels.CoefficientPanels;
import org.snmf.factorize.panels.Panels;
import org.snmf.factorize.panels.Slice;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** Fills the coefficients Y before the first iteration. */
public abstract class Start {
    final SnmfOptions options;
    final ActivationMatrix a;
    final Slice slice;
    final Engine engine;
    final Panels panels;
    final ActivationPanels activations;
    final CoefficientPanels y;
    private final Progress progress;

    /** What a start works with; Y is what it fills. */
    public record Given(
            SnmfOptions options,
            ActivationMatrix a,
            Slice slice,
            Engine engine,
            Panels panels,
            ActivationPanels activations,
            CoefficientPanels y,
            Progress progress) {}

    Start(Given given) {
        this.options = given.options();
        this.a = given.a();
        this.slice = given.slice();
        this.engine = given.engine();
        this.panels = given.panels();
        this.activations = given.activations();
        this.y = given.y();
        this.progress = given.progress();
    }

    /** Writes the current coefficients; when a stop is requested, from what was found by then. */
    public abstract void fill();

    /** Tells of a pass over A that is done; whether to go on. */
    final boolean goesOn(int done, int total) {
        if (progress.stopRequested()) {
            return false;
        }
        progress.report(new Step(
                "start", done, total, "passes", options.initialization().key()));
        return !progress.stopRequested();
    }

    public static Start of(Given given) {
        return switch (given.options().initialization()) {
            case RANDOM, INCREMENTAL -> new RandomStart(given);
            case SVD -> new SvdStart(given);
            case KMEANS -> new KMeansStart(given);
        };
    }

    /** C_b ← Q A_b for every panel b, written into the first rows of the current coefficients. */
    final void project(Block q, LaneBlocks products, PanelWork work) {
        engine.forEach(panels.count(), (lane, b) -> {
            Block panel = activations.panel(lane, b);
            Block product = products.get(lane, panels.size(b));
            engine.multiply(q, panel, product, false);
            work.run(lane, b, panel, product);
        });
    }

    /** What is done with the product of one panel. */
    @FunctionalInterface
    interface PanelWork {
        void run(int lane, int b, Block panel, Block product);
    }

    /** Sums that each lane adds up apart; {@link #join} adds them in the order of the lanes. */
    public static final class LaneSums implements AutoCloseable {
        private final Engine engine;
        private final Block[] sums;
        private final boolean[] started;

        public LaneSums(Engine engine, int rows, int columns) {
            this.engine = engine;
            this.sums = new Block[engine.threads()];
            this.started = new boolean[engine.threads()];
            for (int lane = 0; lane < sums.length; lane++) {
                sums[lane] = engine.allocate(rows, columns);
            }
        }

        /** Adds X Yᵀ to the lane's sum. */
        public void add(int lane, Block x, Block other) {
            engine.multiplyTransposed(x, other, sums[lane], started[lane]);
            started[lane] = true;
        }

        /** The sum over all lanes since the last call; valid until the next {@link #add}. */
        public Block join() {
            for (int lane = 1; lane < sums.length; lane++) {
                if (started[lane]) {
                    engine.add(sums[lane], sums[0]);
                }
                started[lane] = false;
            }
            started[0] = false;
            return sums[0];
        }

        @Override
        public void close() {
            for (Block sum : sums) {
                sum.close();
            }
        }
    }
}
