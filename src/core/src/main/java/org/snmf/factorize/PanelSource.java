package org.snmf.factorize;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Block;
import org.snmf.matrix.Engine;
import org.snmf.matrix.RowKernels;

/** The panels of A, neuron-major (d_a × panel), held in memory or read again whenever they are asked for. */
final class PanelSource implements AutoCloseable {
    private final ActivationMatrix a;
    private final Panels panels;
    private final Engine engine;
    private final LaneBlocks streamed;
    private final Block[] held;

    /**
     * Reads A once, checks it, and holds it if {@code resident}.
     *
     * @throws InputException if A has values that are not finite or not usable in float32, or is all zero
     */
    PanelSource(ActivationMatrix a, Panels panels, Engine engine, boolean resident) {
        this.a = a;
        this.panels = panels;
        this.engine = engine;
        this.streamed = new LaneBlocks(engine, a.neurons());
        this.held = resident ? new Block[panels.count()] : new Block[0];
    }

    /** Σ A², after all panels were read and checked. */
    double load() {
        double[] squares = new double[panels.count()];
        List<String> faults = new ArrayList<>();
        long[] bad = new long[panels.count()];
        for (int b = 0; b < held.length; b++) {
            held[b] = engine.allocate(a.neurons(), panels.size(b));
        }
        engine.forEach(panels.count(), (lane, b) -> {
            Block panel = held.length > 0 ? held[b] : streamed.get(lane, panels.size(b));
            a.transposed(panels.from(b), panels.size(b), panel.values());
            squares[b] = inspect(panel.values(), b, bad, faults);
        });
        double sum = 0;
        long badInAll = 0;
        for (int b = 0; b < squares.length; b++) {
            sum += squares[b];
            badInAll += bad[b];
        }
        if (badInAll > 0) {
            faults.sort(null);
            throw new InputException(
                    "activations",
                    "finite values of magnitude below 1e15",
                    badInAll + " others, the first at " + faults.get(0).substring(SORT_KEY),
                    "Leave these tokens out or capture in float32.");
        }
        if (sum == 0) {
            throw new InputException(
                    "activations",
                    "a matrix with values other than zero",
                    "all " + a.neurons() + " x " + a.tokens() + " values zero",
                    "Check the layer, the site and the layout of the matrix.");
        }
        return sum;
    }

    /** Squares of larger values, summed over the tokens, would leave float32. */
    private static final float LARGEST = 1e15f;

    private static final int SORT_KEY = 11;

    private double inspect(FloatBuffer values, int b, long[] bad, List<String> faults) {
        int width = panels.size(b);
        float[] row = new float[width];
        double sum = 0;
        for (int j = 0; j < a.neurons(); j++) {
            values.get(j * width, row);
            double squares = RowKernels.dot(row, row, width);
            if (!(squares < (double) LARGEST * LARGEST)) {
                for (int t = 0; t < width; t++) {
                    if (!(Math.abs(row[t]) < LARGEST)) {
                        bad[b]++;
                        note(j, panels.from(b) + t, row[t], bad[b] == 1, faults);
                    }
                }
            }
            sum += squares;
        }
        return sum;
    }

    private static void note(int neuron, int token, float value, boolean first, List<String> faults) {
        if (first) {
            String place = "neuron " + neuron + ", token " + token + " (" + value + ")";
            synchronized (faults) {
                faults.add(String.format("%010d ", token) + place);
            }
        }
    }

    /** Panel b; valid until the lane asks for another. */
    Block panel(int lane, int b) {
        if (held.length > 0) {
            return held[b];
        }
        Block block = streamed.get(lane, panels.size(b));
        a.transposed(panels.from(b), panels.size(b), block.values());
        return block;
    }

    @Override
    public void close() {
        streamed.close();
        for (Block block : held) {
            if (block != null) {
                block.close();
            }
        }
    }
}
