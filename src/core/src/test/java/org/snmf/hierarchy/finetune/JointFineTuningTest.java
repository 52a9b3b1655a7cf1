package org.snmf.hierarchy.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snmf.errors.InputException;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.hierarchy.FineTuneStatus;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.Level;
import org.snmf.hierarchy.Planted;
import org.snmf.hierarchy.RecursiveOptions;
import org.snmf.hierarchy.RecursiveSnmf;
import org.snmf.hierarchy.finetune.FineTuneOptions.Form;
import org.snmf.hierarchy.finetune.FineTuneOptions.Objective;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.Matrices;
import org.snmf.matrix.SparseColumns;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

class JointFineTuningTest {
    private static final SnmfOptions FIT = SnmfOptions.rank(1)
            .withSparsity(0.1)
            .withStopping(Stopping.after(20))
            .withSeed(3);

    private static Hierarchy fitted(ActivationMatrix a, int... ranks) {
        return new RecursiveSnmf(RecursiveOptions.of(FIT, ranks)).fit(a, Progress.NONE);
    }

    private static Hierarchy tuned(ActivationMatrix a, Hierarchy hierarchy, FineTuneOptions options) {
        return new JointFineTuning(options).run(a, hierarchy, Progress.NONE);
    }

    private static FineTuneOptions options(Form form, Objective objective, int iterations) {
        return new FineTuneOptions(form, objective, iterations, 0, 2);
    }

    /** ‖A − Z_i Y_i ⋯ Y_0‖_F / ‖A‖_F, entry by entry in float64. */
    private static double slowError(ActivationMatrix a, Hierarchy h, int i) {
        SparseColumns z = h.level(i).features();
        Coefficients y = h.coefficientsToTokens(i);
        double squares = 0;
        double all = 0;
        for (int t = 0; t < a.tokens(); t++) {
            double[] rest = new double[a.neurons()];
            var column = a.block(t, 1);
            for (int j = 0; j < rest.length; j++) {
                rest[j] = column.get(j);
                all += rest[j] * rest[j];
            }
            for (int r = 0; r < z.columns(); r++) {
                for (int e = z.offset(r); e < z.offset(r + 1); e++) {
                    rest[z.index(e)] -= (double) z.value(e) * y.get(r, t);
                }
            }
            for (double value : rest) {
                squares += value * value;
            }
        }
        return Math.sqrt(squares / all);
    }

    @ParameterizedTest
    @EnumSource(Objective.class)
    void theConstrainedFormKeepsSignsAndSupportsAndLowersTheError(Objective objective) {
        ActivationMatrix a = Planted.of(3, 3, 8, 0.1, 1).a();
        Hierarchy before = fitted(a, 12, 6, 3);
        Hierarchy after = tuned(a, before, options(Form.CONSTRAINED, objective, 40));
        for (int i = 0; i < 3; i++) {
            assertThat(after.negativeShare(i)).isZero();
            assertThat(after.outsideSupport(i, before)).isZero();
            assertThat(after.level(i).fit()).isEqualTo(before.level(i).fit());
        }
        assertThat(slowError(a, after, 2)).isLessThan(0.995 * slowError(a, before, 2));
    }

    @Test
    void theUnconstrainedFormReachesALowerErrorAndBreaksBothPromises() {
        ActivationMatrix a = Planted.of(3, 3, 8, 0.1, 1).a();
        Hierarchy before = fitted(a, 12, 6, 3);
        Hierarchy kept = tuned(a, before, options(Form.CONSTRAINED, Objective.COARSEST, 60));
        Hierarchy free = tuned(a, before, options(Form.UNCONSTRAINED, Objective.COARSEST, 60));
        assertThat(slowError(a, free, 2)).isLessThan(slowError(a, kept, 2));
        assertThat(free.negativeShare(0)).isPositive();
        assertThat(free.outsideSupport(2, before)).isPositive();
        assertThat(kept.signsAndSupports(before).lines())
                .hasSize(3)
                .allMatch(line -> line.endsWith("0.0 % of Y negative, 0.0 % of Z outside its supports"));
        assertThat(free.signsAndSupports(before)).startsWith("level 0: ").isNotEqualTo(kept.signsAndSupports(before));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theObjectiveNeverRisesAndTheTraceTellsTheErrorOfEveryLevel(Form form) {
        ActivationMatrix a = Planted.of(2, 3, 10, 0.2, 5).a();
        Hierarchy before = fitted(a, 9, 4);
        Hierarchy after = tuned(a, before, options(form, Objective.EVERY_LEVEL, 25));
        List<FineTuneStatus> trace = after.fineTuning();
        assertThat(trace.get(0).iteration()).isZero();
        for (int i = 1; i < trace.size(); i++) {
            assertThat(trace.get(i).objective()).isLessThan(trace.get(i - 1).objective());
        }
        FineTuneStatus last = trace.get(trace.size() - 1);
        for (int i = 0; i < 2; i++) {
            assertThat(trace.get(0).relativeErrors().get(i)).isCloseTo(slowError(a, before, i), within(1e-5));
            assertThat(last.relativeErrors().get(i)).isCloseTo(slowError(a, after, i), within(1e-5));
        }
        assertThat(last.relativeError()).isEqualTo(last.relativeErrors().get(1));
    }

    @Test
    void thePublishedObjectiveLeavesTheFinerFeaturesAsTheyAre() {
        ActivationMatrix a = Planted.of(2, 2, 10, 0.1, 2).a();
        Hierarchy before = fitted(a, 6, 3);
        Hierarchy after = tuned(a, before, options(Form.CONSTRAINED, Objective.COARSEST, 5));
        for (int r = 0; r < 6; r++) {
            assertThat(after.level(0).features().column(r))
                    .containsExactly(before.level(0).features().column(r));
        }
        assertThat(after.level(1).features().column(0))
                .isNotEqualTo(before.level(1).features().column(0));
    }

    @Test
    void aContinuedFineTuneEqualsALongOne() {
        ActivationMatrix a = Planted.of(2, 3, 10, 0.2, 7).a();
        Hierarchy before = fitted(a, 8, 4);
        Hierarchy atOnce = tuned(a, before, options(Form.CONSTRAINED, Objective.EVERY_LEVEL, 8));
        Hierarchy part = tuned(a, before, options(Form.CONSTRAINED, Objective.EVERY_LEVEL, 3));
        Hierarchy whole = tuned(a, part, options(Form.CONSTRAINED, Objective.EVERY_LEVEL, 5));
        assertThat(whole.fineTuning()).hasSize(9);
        for (int i = 0; i < 2; i++) {
            for (int r = 0; r < atOnce.rank(i); r++) {
                assertThat(whole.level(i).features().column(r))
                        .containsExactly(atOnce.level(i).features().column(r));
                assertThat(whole.level(i).coefficients().feature(r))
                        .containsExactly(atOnce.level(i).coefficients().feature(r));
            }
        }
    }

    @Test
    void aStopReturnsWhatWasReached() {
        ActivationMatrix a = Planted.of(2, 2, 10, 0.1, 2).a();
        List<Step> steps = new ArrayList<>();
        Progress stopping = new Progress() {
            @Override
            public void report(Step step) {
                steps.add(step);
            }

            @Override
            public boolean stopRequested() {
                return steps.size() >= 2;
            }

            @Override
            public void warn(String message) {}
        };
        Hierarchy after = new JointFineTuning(options(Form.CONSTRAINED, Objective.EVERY_LEVEL, 50))
                .run(a, fitted(a, 6, 3), stopping);
        assertThat(after.fineTuning()).hasSize(3);
        assertThat(steps.get(1).detail()).startsWith("relative error by level 0.");
    }

    @Test
    void gradientsAgreeWithDifferencesOfTheLoss() {
        SplittableRandom random = new SplittableRandom(4);
        ActivationMatrix a = Matrices.dense(7, 9, floats(63, random));
        Hierarchy h = new Hierarchy(List.of(level(7, 5, 9, random), level(7, 4, 5, random), level(7, 2, 4, random)));
        FineTuneOptions options = options(Form.UNCONSTRAINED, Objective.EVERY_LEVEL, 1);
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                FineTuneState s = FineTuneState.of(h, manager)) {
            FineTuneSteps steps = new FineTuneSteps(a, options, new NDArray[3], 1);
            steps.measure(s);
            for (int i = 0; i < 3; i++) {
                int level = i;
                float[] gradient = steps.inFeatures(i, s.z, s.y, s).gradient().toFloatArray();
                checkGradient(gradient, s.z[i].toFloatArray(), values -> {
                    return slowObjective(a, replaced(h, level, values, null));
                });
            }
            for (int j = 1; j < 3; j++) {
                int level = j;
                float[] gradient =
                        steps.inCoefficients(j, s.z, s.y, s).gradient().toFloatArray();
                checkGradient(gradient, s.y[j].toFloatArray(), values -> {
                    return slowObjective(a, replaced(h, level, null, values));
                });
            }
        }
    }

    @Test
    void theGradientInTheTokensAgreesWithDifferencesOfTheLoss() {
        SplittableRandom random = new SplittableRandom(8);
        ActivationMatrix a = Matrices.dense(6, 5, floats(30, random));
        Hierarchy h = new Hierarchy(List.of(level(6, 3, 5, random)));
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                FineTuneState s = FineTuneState.of(h, manager)) {
            NDArray ab = manager.create(a.block(0, 5), new Shape(5, 6));
            NDArray gram = s.z[0].transpose().matMul(s.z[0]);
            float[] gradient = FineTuneSteps.inTokens(s.y[0], ab.matMul(s.z[0]), gram)
                    .transpose()
                    .toFloatArray();
            checkGradient(gradient, s.y[0].transpose().toFloatArray(), values -> {
                return slowObjective(a, replaced(h, 0, null, values));
            });
        }
    }

    private interface Loss {
        double at(float[] values);
    }

    /** The loss is quadratic, so central differences are exact but for rounding. */
    private static void checkGradient(float[] gradient, float[] values, Loss loss) {
        for (int e = 0; e < values.length; e++) {
            float[] up = values.clone();
            float[] down = values.clone();
            up[e] += 0.25f;
            down[e] -= 0.25f;
            double expected = (loss.at(up) - loss.at(down)) / ((double) up[e] - down[e]);
            assertThat((double) gradient[e]).isCloseTo(expected, within(2e-4 * Math.max(1, Math.abs(expected))));
        }
    }

    private static double slowObjective(ActivationMatrix a, Hierarchy h) {
        double norm = 0;
        for (int t = 0; t < a.tokens(); t++) {
            for (int j = 0; j < a.neurons(); j++) {
                norm += a.block(t, 1).get(j) * (double) a.block(t, 1).get(j);
            }
        }
        double sum = 0;
        for (int i = 0; i < h.depth(); i++) {
            sum += 0.5 * norm * Math.pow(slowError(a, h, i), 2);
        }
        return sum;
    }

    private static Hierarchy replaced(Hierarchy h, int level, float[] z, float[] y) {
        List<Level> levels = new ArrayList<>(h.levels());
        Level old = levels.get(level);
        SparseColumns features = z == null ? old.features() : denseColumns(z, h.neurons(), old.rank());
        Coefficients coefficients = y == null ? old.coefficients() : rows(y, old.rank());
        levels.set(level, new Level(features, coefficients));
        return new Hierarchy(levels);
    }

    private static Level level(int neurons, int rank, int tokens, SplittableRandom random) {
        return new Level(
                denseColumns(floats(neurons * rank, random), neurons, rank), rows(floats(rank * tokens, random), rank));
    }

    /** @param values row-major, neurons × rank */
    private static SparseColumns denseColumns(float[] values, int neurons, int rank) {
        int[] offsets = new int[rank + 1];
        int[] indices = new int[values.length];
        float[] stored = new float[values.length];
        for (int r = 0; r < rank; r++) {
            offsets[r + 1] = (r + 1) * neurons;
            for (int j = 0; j < neurons; j++) {
                indices[r * neurons + j] = j;
                stored[r * neurons + j] = values[j * rank + r];
            }
        }
        return new SparseColumns(neurons, offsets, indices, stored);
    }

    private static Coefficients rows(float[] values, int rank) {
        int tokens = values.length / rank;
        float[][] rows = new float[rank][tokens];
        for (int r = 0; r < rank; r++) {
            System.arraycopy(values, r * tokens, rows[r], 0, tokens);
        }
        return new DenseCoefficients(rows);
    }

    private static float[] floats(int count, SplittableRandom random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void stepLengthsMajorizeTheHessian() {
        SplittableRandom random = new SplittableRandom(6);
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            for (int k : new int[] {1, 2, 7, 30}) {
                NDArray z = manager.create(floats(12 * k, random), new Shape(12, k));
                NDArray scale =
                        manager.create(floats(k, random), new Shape(1, k)).mul(50f);
                NDArray hessian = z.mul(scale).transpose().matMul(z.mul(scale));
                float[] steps = StepSizes.of(hessian);
                double[][] rest = new double[k][k];
                float[] h = hessian.toFloatArray();
                for (int r = 0; r < k; r++) {
                    for (int c = 0; c < k; c++) {
                        rest[r][c] = -h[r * k + c] * Math.sqrt(steps[r] * (double) steps[c]) + (r == c ? 1 : 0);
                    }
                }
                var spectrum = new EigenDecomposition(MatrixUtils.createRealMatrix(rest));
                for (double eigenvalue : spectrum.getRealEigenvalues()) {
                    assertThat(eigenvalue).isBetween(-1e-6, 1.0 + 1e-6);
                }
                // The bound is not idle: some direction keeps less than what the worst case leaves.
                double least =
                        Arrays.stream(spectrum.getRealEigenvalues()).min().orElseThrow();
                assertThat(least).isLessThan(1 - 1 / (1.01 * Math.pow(k, 1 / 32.0)) + 1e-6);
            }
            NDArray dead = manager.create(new float[] {2, 0, 0, 0}, new Shape(2, 2));
            assertThat(StepSizes.of(dead)[0]).isCloseTo(0.5f, within(1e-2f));
            assertThat(StepSizes.of(dead)[1]).isZero();
            assertThat(StepSizes.of(manager.zeros(new Shape(2, 2)))).containsExactly(0, 0);
        }
    }

    @Test
    void anotherMatrixAndBadOptionsAreRefused() {
        ActivationMatrix a = Planted.of(2, 2, 10, 0.1, 2).a();
        ActivationMatrix other = Planted.of(2, 2, 9, 0.1, 2).a();
        assertThatThrownBy(() -> tuned(other, fitted(a, 6, 3), FineTuneOptions.defaults()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("56 × 40");
        assertThatThrownBy(() -> FineTuneOptions.defaults().withIterations(0)).isInstanceOf(InputException.class);
    }
}
