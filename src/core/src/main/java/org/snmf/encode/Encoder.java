package org.snmf.encode;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.snmf.engine.Engine;
import org.snmf.engine.NonnegativeLeastSquares;
import org.snmf.engine.RowKernels;
import org.snmf.errors.InputException;
import org.snmf.factorize.products.SparseFeatures;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.SparseColumns;
import org.snmf.progress.MachineMemory;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * The coefficients of new text for frozen features: Y = argmin ‖A − ZY‖ over Y ≥ 0, token by token, on the scale of the Z
 * that is given, exactly: see {@link NonnegativeLeastSquares}.
 */
public final class Encoder {
    /** A duality gap that counts as none: float64 leaves about a thousandth of it. */
    public static final double CLOSED = 1e-12;

    private static final int TOKENS = 128;

    private final SparseColumns z;
    private final double[][] gram;
    private final int threads;

    /**
     * @param features Z (d_a × k)
     * @param threads worker threads, at least 1
     */
    public Encoder(SparseColumns features, int threads) {
        this.z = features;
        this.gram = SparseFeatures.of(features).gram();
        this.threads = threads;
    }

    private static float[][] zeros(int k, int tokens) {
        try {
            return new float[k][tokens];
        } catch (OutOfMemoryError e) {
            throw MachineMemory.exceeded(
                    "encode", Float.BYTES * (long) k * tokens, "Encode fewer tokens at a time.", e);
        }
    }

    /**
     * The coefficients of {@code a} (d_a × m): k × m, nonnegative, with the least ‖A − ZY‖ but for a duality gap below
     * {@link #CLOSED} of each token's squared length; a warning says where it is larger. A feature with an empty support, and
     * one that others span, gets zeros. When a stop is requested the tokens not reached keep zeros, and a warning says how many.
     *
     * @throws InputException if {@code a} has another number of neurons than the features
     */
    public Coefficients encode(ActivationMatrix a, Progress progress) {
        if (a.neurons() != z.rows()) {
            throw new InputException(
                    "activations",
                    z.rows() + " neurons, as the features have",
                    a.neurons() + " neurons",
                    "Capture the layer and site that the features were found in.");
        }
        float[][] rows = zeros(gram.length, a.tokens());
        double[] gaps = new double[a.tokens()];
        int groups = (a.tokens() + TOKENS - 1) / TOKENS;
        try (Engine engine = Engine.open("torch", threads)) {
            Lane[] lanes = new Lane[threads];
            Arrays.setAll(lanes, lane -> new Lane());
            int round = 8 * threads;
            for (int done = 0; done < groups; done += round) {
                if (progress.stopRequested()) {
                    progress.warn(a.tokens() - done * TOKENS + " of " + a.tokens() + " tokens were not encoded.");
                    break;
                }
                int first = done;
                engine.forEach(
                        Math.min(round, groups - done),
                        (lane, task) -> lanes[lane].encode(a, (first + task) * TOKENS, rows, gaps));
                progress.report(new Step(
                        "encode", Math.min(a.tokens(), (long) (done + round) * TOKENS), a.tokens(), "tokens", ""));
            }
        }
        warnOfGaps(gaps, progress);
        return new DenseCoefficients(rows);
    }

    private static void warnOfGaps(double[] gaps, Progress progress) {
        long open = Arrays.stream(gaps).filter(gap -> !(gap <= CLOSED)).count();
        if (open > 0) {
            progress.warn(String.format(
                    Locale.ROOT,
                    "The coefficients of %,d of %,d tokens are not the optimum: their error may be above it by up to %.1e of the"
                            + " token's squared length.",
                    open,
                    gaps.length,
                    Arrays.stream(gaps).max().orElse(0)));
        }
    }

    /** ‖A − ZY‖_F / ‖A‖_F of {@code a} (d_a × m) with coefficients {@code y} (k × m); 0 for a matrix of zeros. */
    public double relativeError(ActivationMatrix a, Coefficients y) {
        double squares = 0;
        double loss = 0;
        double[] rest = new double[a.neurons()];
        for (int t = 0; t < a.tokens(); t++) {
            FloatBuffer values = a.block(t, 1);
            for (int j = 0; j < rest.length; j++) {
                rest[j] = values.get(j);
                squares += rest[j] * rest[j];
            }
            float[] uses = y.token(t);
            for (int r = 0; r < uses.length; r++) {
                for (int i = z.offset(r); uses[r] > 0 && i < z.offset(r + 1); i++) {
                    rest[z.index(i)] -= (double) uses[r] * z.value(i);
                }
            }
            for (double value : rest) {
                loss += value * value;
            }
        }
        return squares == 0 ? 0 : Math.sqrt(loss / squares);
    }

    /** What one lane keeps for its tokens. */
    private final class Lane {
        private final NonnegativeLeastSquares problem = new NonnegativeLeastSquares(gram);
        private final float[] token = new float[z.rows()];
        private final double[] products = new double[z.columns()];
        private final double[] y = new double[z.columns()];

        void encode(ActivationMatrix a, int from, float[][] rows, double[] gaps) {
            int length = Math.min(TOKENS, a.tokens() - from);
            FloatBuffer block = a.block(from, length);
            for (int t = 0; t < length; t++) {
                block.get(t * token.length, token);
                multiply();
                gaps[from + t] = problem.solve(products, RowKernels.dot(token, token, token.length), y);
                for (int r = 0; r < y.length; r++) {
                    rows[r][from + t] = (float) y[r];
                }
            }
        }

        /** Zᵀa. */
        private void multiply() {
            for (int r = 0; r < products.length; r++) {
                double sum = 0;
                for (int i = z.offset(r); i < z.offset(r + 1); i++) {
                    sum += (double) z.value(i) * token[z.index(i)];
                }
                products[r] = sum;
            }
        }
    }
}
