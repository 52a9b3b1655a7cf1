package org.snmf.encode;

import java.nio.FloatBuffer;
import org.snmf.engine.Engine;
import org.snmf.errors.InputException;
import org.snmf.factorize.products.FeatureGram;
import org.snmf.factorize.products.SparseFeatures;
import org.snmf.factorize.steps.CoefficientStep;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.SparseColumns;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * The coefficients of new text for frozen features: Y = argmin ‖A − ZY‖ over Y ≥ 0, token by token, on the scale of the Z
 * that is given. Solved by sweeps of HALS, which converge to the optimum since the problem is convex in Y.
 */
public final class Encoder {
    private static final int SWEEPS = 200;
    private static final int SWEEPS_BETWEEN_CHECKS = 10;
    private static final float CLOSE = 1e-5f;
    private static final int WIDTH = 128;

    private final SparseFeatures z;
    private final FeatureGram gram;
    private final int threads;

    /**
     * @param features Z (d_a × k)
     * @param threads worker threads, at least 1
     */
    public Encoder(SparseColumns features, int threads) {
        this.z = SparseFeatures.of(features);
        this.gram = new FeatureGram(z.gram());
        this.threads = threads;
    }

    /**
     * The coefficients of {@code a} (d_a × m): k × m, nonnegative. A feature with an empty support gets zeros. When a stop is
     * requested the tokens not reached keep zeros, and a warning says how many.
     *
     * @throws InputException if {@code a} has another number of neurons than the features
     */
    public Coefficients encode(ActivationMatrix a, Progress progress) {
        if (a.neurons() != z.columns().rows()) {
            throw new InputException(
                    "activations",
                    z.columns().rows() + " neurons, as the features have",
                    a.neurons() + " neurons",
                    "Capture the layer and site that the features were found in.");
        }
        float[][] rows = new float[gram.size()][a.tokens()];
        int groups = (a.tokens() + WIDTH - 1) / WIDTH;
        try (Engine engine = Engine.open("torch", threads)) {
            int round = 8 * threads;
            for (int done = 0; done < groups; done += round) {
                if (progress.stopRequested()) {
                    progress.warn(a.tokens() - done * WIDTH + " of " + a.tokens() + " tokens were not encoded.");
                    break;
                }
                int first = done;
                engine.forEach(Math.min(round, groups - done), (lane, task) -> encode(a, (first + task) * WIDTH, rows));
                progress.report(new Step(
                        "encode", Math.min(a.tokens(), (long) (done + round) * WIDTH), a.tokens(), "tokens", ""));
            }
        }
        return new DenseCoefficients(rows);
    }

    /** ‖A − ZY‖_F / ‖A‖_F of {@code a} (d_a × m) with coefficients {@code y} (k × m); 0 for a matrix of zeros. */
    public double relativeError(ActivationMatrix a, Coefficients y) {
        SparseColumns columns = z.columns();
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
                for (int i = columns.offset(r); uses[r] > 0 && i < columns.offset(r + 1); i++) {
                    rest[columns.index(i)] -= (double) uses[r] * columns.value(i);
                }
            }
            for (double value : rest) {
                loss += value * value;
            }
        }
        return squares == 0 ? 0 : Math.sqrt(loss / squares);
    }

    private void encode(ActivationMatrix a, int from, float[][] rows) {
        int length = Math.min(WIDTH, a.tokens() - from);
        FloatBuffer panel = FloatBuffer.allocate(a.neurons() * length);
        a.transposed(from, length, panel);
        int k = gram.size();
        float[][] c = z.products(panel, length);
        float[][] y = new float[k][length];
        solve(y, c, length);
        for (int r = 0; r < k; r++) {
            System.arraycopy(y[r], 0, rows[r], from, length);
        }
    }

    private void solve(float[][] y, float[][] c, int length) {
        CoefficientStep step = CoefficientStep.hals(length);
        float[][] before = new float[y.length][];
        for (int sweep = 0; sweep < SWEEPS; sweep += SWEEPS_BETWEEN_CHECKS) {
            for (int r = 0; r < y.length; r++) {
                before[r] = y[r].clone();
            }
            for (int i = 0; i < SWEEPS_BETWEEN_CHECKS; i++) {
                step.update(y, c, length, gram);
            }
            if (sweep > 0 && isClose(y, before)) {
                return;
            }
        }
    }

    private static boolean isClose(float[][] y, float[][] before) {
        float change = 0;
        float largest = 0;
        for (int r = 0; r < y.length; r++) {
            for (int t = 0; t < y[r].length; t++) {
                change = Math.max(change, Math.abs(y[r][t] - before[r][t]));
                largest = Math.max(largest, y[r][t]);
            }
        }
        return change <= CLOSE * largest;
    }
}
