package org.snmf.factorize.panels;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.snmf.engine.Block;
import org.snmf.engine.Engine;
import org.snmf.engine.LaneBlocks;
import org.snmf.engine.RowKernels;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * The panels of A, neuron-major (d_a × panel), held in memory or read again whenever they are asked for. They are of σA, where the
 * power of two σ brings the root mean square of A close to 1: so a fit does the same to A as to any multiple of it, no constant
 * of it is too large or too small, and no square leaves float32.
 */
public final class ActivationPanels implements AutoCloseable {
    private final ActivationMatrix a;
    private final Panels panels;
    private final Engine engine;
    private final LaneBlocks streamed;
    private final Block[] held;
    private final boolean[] active;
    private final int first;
    private int silentTokens;
    private float scale = 1;

    /**
     * @param resident whether A is held in memory; otherwise it is read whenever it is asked for
     * @param first the number of the first token, which messages count from
     */
    public ActivationPanels(ActivationMatrix a, Panels panels, Engine engine, boolean resident, int first) {
        this.a = a;
        this.panels = panels;
        this.engine = engine;
        this.first = first;
        this.streamed = new LaneBlocks(engine, a.neurons());
        this.active = new boolean[a.neurons()];
        this.held = resident ? new Block[panels.count()] : new Block[0];
    }

    /**
     * ‖A‖², of A as it was given, after all panels were read and checked.
     *
     * @throws InputException if A has values that are not finite or beyond 10³⁰, or if a stop is requested before it was read once
     */
    public double read(Progress progress) {
        double[] squares = new double[panels.count()];
        List<String> faults = new ArrayList<>();
        long[] bad = new long[panels.count()];
        int[] silent = new int[panels.count()];
        for (int b = 0; b < held.length; b++) {
            held[b] = engine.allocate(a.neurons(), panels.size(b));
        }
        int round = engine.threads() * Math.max(1, TOKENS_A_ROUND / panels.width());
        for (int first = 0; first < panels.count(); first += round) {
            int from = first;
            engine.forEach(Math.min(round, panels.count() - from), (lane, task) -> {
                int b = from + task;
                Block panel = held.length > 0 ? held[b] : streamed.get(lane, panels.size(b));
                a.transposed(panels.from(b), panels.size(b), panel.values());
                squares[b] = inspect(panel.values(), b, bad, silent, faults);
            });
            if (from + round < panels.count()) {
                tell(progress, panels.from(from + round));
            }
        }
        silentTokens = Arrays.stream(silent).sum();
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
                    "finite values of magnitude below 1e30",
                    badInAll + " others, the first at " + faults.get(0).substring(SORT_KEY),
                    "Leave these tokens out or capture in float32.");
        }
        return sum;
    }

    /** From now on the panels are of σA; to be called once. */
    public void scaleBy(float sigma) {
        scale = sigma;
        engine.forEach(held.length, (lane, b) -> scale(held[b]));
    }

    /**
     * σ of a matrix with this norm.
     *
     * @throws InputException if the norm is 0
     */
    public static float scaleOf(double squaredNorm, int neurons, int tokens) {
        if (squaredNorm == 0) {
            throw new InputException(
                    "activations",
                    "a matrix with values other than zero",
                    "all " + neurons + " x " + tokens + " values zero",
                    "Check the layer, the site and the layout of the matrix.");
        }
        return scale(squaredNorm / neurons / tokens);
    }

    /** Tokens that a lane reads between two looks at whether to stop. */
    private static final int TOKENS_A_ROUND = 1 << 15;

    private void tell(Progress progress, int tokens) {
        progress.report(new Step("read activations", tokens, panels.tokens(), "tokens", ""));
        if (progress.stopRequested()) {
            throw new InputException(
                    "factorize",
                    "one reading of the activations before a stop",
                    tokens + " tokens read",
                    "Run it again.");
        }
    }

    /** The features of larger values would leave float32. */
    private static final float LARGEST = 1e30f;

    /** The power of two nearest to 1/√{@code meanSquare} that float32 has as a normal number. */
    private static float scale(double meanSquare) {
        long exponent = Math.round(-0.5 * Math.log(meanSquare) / Math.log(2));
        return Math.scalb(1f, (int) Math.max(Float.MIN_EXPONENT, Math.min(Float.MAX_EXPONENT - 1, exponent)));
    }

    /** σ: what A is multiplied by. */
    public float scale() {
        return scale;
    }

    private void scale(Block panel) {
        if (scale == 1) {
            return;
        }
        float[] row = new float[panel.columns()];
        for (int j = 0; j < panel.rows(); j++) {
            panel.values().get(j * row.length, row);
            RowKernels.scale(row, row.length, scale);
            panel.values().put(j * row.length, row);
        }
    }

    /** The activations of one token, times σ. */
    public float[] token(int t) {
        float[] token = new float[a.neurons()];
        a.block(t, 1).get(0, token);
        RowKernels.scale(token, token.length, scale);
        return token;
    }

    private static final int SORT_KEY = 11;

    private double inspect(FloatBuffer values, int b, long[] bad, int[] silent, List<String> faults) {
        int width = panels.size(b);
        float[] row = new float[width];
        int[] zero = IntStream.range(0, width).toArray();
        int zeros = width;
        double sum = 0;
        for (int j = 0; j < a.neurons(); j++) {
            values.get(j * width, row);
            double squares = RowKernels.dot(row, row, width);
            if (!(squares < (double) LARGEST * LARGEST)) {
                for (int t = 0; t < width; t++) {
                    if (!(Math.abs(row[t]) < LARGEST)) {
                        bad[b]++;
                        note(j, first + panels.from(b) + t, row[t], bad[b] == 1, faults);
                    }
                }
            }
            if (squares != 0) {
                active[j] = true;
                zeros = stillZero(row, zero, zeros);
            }
            sum += squares;
        }
        silent[b] = zeros;
        return sum;
    }

    /** Keeps of the tokens in {@code zero} those that are zero in this row too; soon there are none or few. */
    private static int stillZero(float[] row, int[] zero, int count) {
        int left = 0;
        for (int i = 0; i < count; i++) {
            if (row[zero[i]] == 0) {
                zero[left++] = zero[i];
            }
        }
        return left;
    }

    /** After {@link #read}: which neurons have a value other than zero. */
    public boolean[] active() {
        return active.clone();
    }

    /** After {@link #read}: how many tokens have only zeros. */
    public int silentTokens() {
        return silentTokens;
    }

    /** How many neurons and tokens have only zeros, said for a person; empty if none has. */
    public static Optional<String> silence(boolean[] active, int silentTokens, int tokens) {
        int neurons = 0;
        for (boolean one : active) {
            neurons += one ? 0 : 1;
        }
        if (neurons + silentTokens == 0) {
            return Optional.empty();
        }
        String which = Stream.of(count(neurons, active.length, "neurons"), count(silentTokens, tokens, "tokens"))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" and "));
        return Optional.of(which + " have only zeros; they stay in their places, and no feature describes them."
                + " If that is more than you expect, check the layer and the site, or leave them out.");
    }

    private static String count(int silent, int all, String what) {
        return silent == 0 ? "" : String.format(Locale.ROOT, "%,d of %,d %s", silent, all, what);
    }

    private static void note(int neuron, int token, float value, boolean first, List<String> faults) {
        if (first) {
            String place = "neuron " + neuron + ", token " + token + " (" + value + ")";
            synchronized (faults) {
                faults.add(String.format(Locale.ROOT, "%010d ", token) + place);
            }
        }
    }

    /** Panel b; valid until the lane asks for another. */
    public Block panel(int lane, int b) {
        if (held.length > 0) {
            return held[b];
        }
        Block block = streamed.get(lane, panels.size(b));
        a.transposed(panels.from(b), panels.size(b), block.values());
        scale(block);
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
