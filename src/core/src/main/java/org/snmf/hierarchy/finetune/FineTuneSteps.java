package org.snmf.hierarchy.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.engine.NativeArrays;
import org.snmf.matrix.ActivationMatrix;

/**
 * The gradient steps of joint fine-tuning, without any d_a × n array: with W_i = Y_i ⋯ Y_1 (k_i × k_0, W_0 = I),
 * P = A Y_0ᵀ and Q = Y_0 Y_0ᵀ, the error of level i is ½(‖A‖² − 2⟨Z_i, P W_iᵀ⟩ + ⟨Z_iᵀ Z_i, W_i Q W_iᵀ⟩), and every
 * gradient but that of Y_0 is a product of these. Y_0 is updated block by block of tokens, and P and Q with it, so that an
 * iteration reads A once.
 *
 * <p>The objective is quadratic in each matrix alone, with a Hessian that is a Kronecker product of two small matrices;
 * {@link StepSizes} of each give step lengths under which no step increases it.
 */
final class FineTuneSteps {
    private final ActivationMatrix a;
    private final FineTuneOptions options;
    private final NDArray[] masks;
    private final double squaredNorm;

    /**
     * @param masks for each level 1 on the supports of Z_i and 0 elsewhere (d_a × k_i); not used when unconstrained
     * @param squaredNorm ‖A‖²
     */
    FineTuneSteps(ActivationMatrix a, FineTuneOptions options, NDArray[] masks, double squaredNorm) {
        this.a = a;
        this.options = options;
        this.masks = masks;
        this.squaredNorm = squaredNorm;
    }

    private boolean constrained() {
        return options.form() == FineTuneOptions.Form.CONSTRAINED;
    }

    /** Whether the error of level i is part of the objective. */
    private boolean counts(int i, int levels) {
        return options.objective() == FineTuneOptions.Objective.EVERY_LEVEL || i == levels - 1;
    }

    /** ½‖A − Z_i Y_i ⋯ Y_0‖² for each level, with sums in float64. */
    double[] losses(FineTuneState s) {
        double[] losses = new double[s.levels()];
        try (NDManager scratch = s.manager.newSubManager()) {
            scratch.tempAttachAll(s.arrays().toArray(new NDArray[0]));
            for (int i = 0; i < losses.length; i++) {
                Data data = data(i, s.y, s);
                NDArray gram = s.z[i].transpose().matMul(s.z[i]);
                losses[i] = 0.5 * (squaredNorm - 2 * inner(s.z[i], data.p()) + inner(gram, data.q()));
            }
        }
        return losses;
    }

    /** What stands for A when level i is updated: P W_iᵀ (d_a × k_i) and W_i Q W_iᵀ (k_i × k_i). */
    private record Data(NDArray p, NDArray q) {}

    private static Data data(int i, NDArray[] y, FineTuneState s) {
        NDArray p = s.p();
        NDArray q = s.q();
        for (int j = 1; j <= i; j++) {
            NDArray yt = y[j].transpose();
            p = p.matMul(yt);
            q = y[j].matMul(q).matMul(yt);
        }
        return new Data(p, q);
    }

    private static double inner(NDArray one, NDArray other) {
        return one.toType(DataType.FLOAT64, false)
                .mul(other.toType(DataType.FLOAT64, false))
                .sum()
                .getDouble();
    }

    /** The sum of those losses that the objective holds. */
    double objective(double[] losses) {
        double sum = 0;
        for (int i = 0; i < losses.length; i++) {
            sum += counts(i, losses.length) ? losses[i] : 0;
        }
        return sum;
    }

    /** P and Q of a state that has none yet. */
    void measure(FineTuneState s) {
        pass(s, s, null);
    }

    /** The state after one iteration; {@code s} stays as it is. The caller closes both. */
    FineTuneState next(FineTuneState s, NDManager parent) {
        FineTuneState next = new FineTuneState(parent.newSubManager(), s.levels());
        try (NDManager scratch = s.manager.newSubManager()) {
            scratch.tempAttachAll(s.arrays().toArray(new NDArray[0]));
            NDArray[] z = s.z.clone();
            NDArray[] y = s.y.clone();
            for (int sweep = 0; sweep < options.sweeps(); sweep++) {
                for (int i = 0; i < z.length; i++) {
                    z[i] = counts(i, z.length) ? stepFeatures(i, z, y, s) : z[i];
                }
                for (int j = 1; j < y.length; j++) {
                    y[j] = stepCoefficients(j, z, y, s);
                }
            }
            for (int i = 0; i < z.length; i++) {
                next.z[i] = next.keep(z[i] == s.z[i] ? z[i].duplicate() : z[i]);
                next.y[i] = i == 0 ? null : next.keep(y[i] == s.y[i] ? y[i].duplicate() : y[i]);
            }
        }
        try (NDManager scratch = next.manager.newSubManager()) {
            next.y[0] = next.keep(s.y[0].duplicate());
            pass(s, next, tokenStep(next, scratch));
        }
        return next;
    }

    /**
     * The objective as a quadratic in one matrix X: its gradient, and the factors of its Hessian, which takes a change D to
     * L D R.
     *
     * @param gradient as X
     * @param left L; absent for the identity
     * @param right R
     */
    record Quadratic(NDArray gradient, Optional<NDArray> left, NDArray right) {}

    /** In Z_i: gradient Z_i W_i Q W_iᵀ − P W_iᵀ. */
    Quadratic inFeatures(int i, NDArray[] z, NDArray[] y, FineTuneState s) {
        Data data = data(i, y, s);
        return new Quadratic(z[i].matMul(data.q()).sub(data.p()), Optional.empty(), data.q());
    }

    /** In Y_j, j ≥ 1: gradient H Y_j W_(j−1) Q W_(j−1)ᵀ − Uᵀ P W_(j−1)ᵀ, with U and H from the levels above. */
    Quadratic inCoefficients(int j, NDArray[] z, NDArray[] y, FineTuneState s) {
        Data data = data(j - 1, y, s);
        Above above = above(j, z, y);
        NDArray gradient = above.h()
                .matMul(y[j])
                .matMul(data.q())
                .sub(above.u().transpose().matMul(data.p()));
        return new Quadratic(gradient, Optional.of(above.h()), data.q());
    }

    /** In the rows of Y_0ᵀ that belong to a block of tokens: gradient Y_bᵀ H − A_bᵀ U, with A_bᵀ U given. */
    static NDArray inTokens(NDArray yb, NDArray target, NDArray h) {
        return yb.matMul(h).sub(target);
    }

    /** One step for Z_i, on its supports if constrained. */
    private NDArray stepFeatures(int i, NDArray[] z, NDArray[] y, FineTuneState s) {
        Quadratic quadratic = inFeatures(i, z, y, s);
        NDArray change = quadratic.gradient().mul(row(quadratic.right()));
        return z[i].sub(constrained() ? change.mul(masks[i]) : change);
    }

    /** One step for Y_j, j ≥ 1, onto nonnegative values if constrained. */
    private NDArray stepCoefficients(int j, NDArray[] z, NDArray[] y, FineTuneState s) {
        Quadratic quadratic = inCoefficients(j, z, y, s);
        NDArray left = row(quadratic.left().orElseThrow()).transpose();
        NDArray stepped = y[j].sub(quadratic.gradient().mul(left).mul(row(quadratic.right())));
        return constrained() ? stepped.maximum(0f) : stepped;
    }

    /** The step lengths under a Hessian, 1 × k. */
    private static NDArray row(NDArray hessian) {
        float[] steps = StepSizes.of(hessian);
        return NativeArrays.floats(hessian.getManager(), new Shape(1, steps.length), steps);
    }

    /**
     * What Y_j meets from above: U = Σ_i Z_i B_i (d_a × k_j) and H = Σ_i B_iᵀ Z_iᵀ Z_i B_i (k_j × k_j) with
     * B_i = Y_i ⋯ Y_(j+1), over the levels i ≥ j in the objective.
     */
    private record Above(NDArray u, NDArray h) {}

    private Above above(int j, NDArray[] z, NDArray[] y) {
        @Nullable NDArray u = null;
        @Nullable NDArray h = null;
        @Nullable NDArray b = null;
        for (int i = j; i < z.length; i++) {
            if (i > j) {
                b = b == null ? y[i] : y[i].matMul(b);
            }
            if (counts(i, z.length)) {
                NDArray zb = b == null ? z[i] : z[i].matMul(b);
                NDArray gram = zb.transpose().matMul(zb);
                u = u == null ? zb : u.add(zb);
                h = h == null ? gram : h.add(gram);
            }
        }
        if (u == null || h == null) {
            throw new IllegalArgumentException("no level " + j);
        }
        return new Above(u, h);
    }

    /** What the update of Y_0 needs: U (d_a × k_0), H (k_0 × k_0) and the step lengths (1 × k_0). */
    private record TokenStep(NDArray u, NDArray h, NDArray step) {}

    private TokenStep tokenStep(FineTuneState s, NDManager scratch) {
        for (int i = 0; i < s.levels(); i++) {
            s.z[i].tempAttach(scratch);
            s.y[i].tempAttach(scratch);
        }
        Above above = above(0, s.z, s.y);
        return new TokenStep(above.u(), above.h(), row(above.h()));
    }

    /** Reads A once: updates Y_0 of {@code next} from that of {@code from} if a step is given, and sums up P and Q. */
    private void pass(FineTuneState from, FineTuneState next, @Nullable TokenStep step) {
        int k = (int) from.y[0].getShape().get(1);
        NDArray p = next.manager.zeros(new Shape(a.neurons(), k));
        NDArray q = next.manager.zeros(new Shape(k, k));
        next.measured(p, q);
        int size = Math.max(1, FineTunePlan.BLOCK_BYTES / Float.BYTES / a.neurons());
        for (int t = 0; t < a.tokens(); t += size) {
            int count = Math.min(size, a.tokens() - t);
            try (NDManager scratch = next.manager.newSubManager()) {
                FloatBuffer block = a.block(t, count);
                NDArray ab = NativeArrays.floats(scratch, new Shape(count, a.neurons()), into -> into.put(block));
                NDIndex rows = new NDIndex(t + ":" + (t + count));
                NDArray yb = from.y[0].get(rows);
                yb.attach(scratch);
                if (step != null) {
                    yb = stepTokens(ab, yb, step);
                    next.y[0].set(rows, yb);
                }
                p.addi(ab.transpose().matMul(yb));
                q.addi(yb.transpose().matMul(yb));
            }
        }
    }

    /** Y_bᵀ ← Y_bᵀ − (Y_bᵀ H − A_bᵀ U) · s for a block of tokens. */
    private NDArray stepTokens(NDArray ab, NDArray yb, TokenStep step) {
        NDArray target = ab.matMul(step.u());
        NDArray stepped = yb;
        for (int sweep = 0; sweep < options.sweeps(); sweep++) {
            NDArray gradient = inTokens(stepped, target, step.h());
            stepped = stepped.sub(gradient.mul(step.step()));
            if (constrained()) {
                stepped = stepped.maximum(0f);
            }
        }
        return stepped;
    }
}
