package org.snmf.hierarchy.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.snmf.engine.NativeArrays;

/**
 * Safe step lengths for a quadratic with Hessian H (k × k, symmetric, positive semidefinite): one length for each
 * coordinate, s_r = 1 / (λ H_rr) with λ an upper bound of the largest eigenvalue of H scaled to a unit diagonal. Then
 * diag(1/s) − H is positive semidefinite, so that a step of these lengths against the gradient, with or without projection
 * onto a box, never increases the quadratic (majorize and minimize). Scaling by the diagonal makes the steps independent of
 * how long each feature is.
 */
final class StepSizes {
    /** λ^(2^SQUARINGS) is compared; the bound is at most k^(1/2^(SQUARINGS+1)) times λ. */
    private static final int SQUARINGS = 4;

    /** For what rounding in float32 may take from the bound. */
    private static final double MARGIN = 1.001;

    private StepSizes() {}

    /** s, length k; 0 where H has a zero on its diagonal and the coordinate has no effect. */
    static float[] of(NDArray hessian) {
        float[] h = hessian.toFloatArray();
        int k = (int) hessian.getShape().get(0);
        double[] root = new double[k];
        double largest = 0;
        for (int r = 0; r < k; r++) {
            largest = Math.max(largest, h[r * k + r]);
        }
        for (int r = 0; r < k; r++) {
            // Below this the diagonal is rounding, and its inverse would be noise.
            root[r] = h[r * k + r] > 1e-12 * largest ? Math.sqrt(h[r * k + r]) : 0;
        }
        double bound = MARGIN * largestEigenvalue(hessian, root);
        float[] steps = new float[k];
        for (int r = 0; r < k; r++) {
            steps[r] = root[r] == 0 ? 0 : (float) (1 / (bound * root[r] * root[r]));
        }
        return steps;
    }

    /**
     * An upper bound of the largest eigenvalue of S⁻¹ H S⁻¹ with S = diag(root): (Σ λ_i^m)^(1/m) for m = 32, by squaring
     * the matrix four times and taking its Frobenius norm.
     */
    private static double largestEigenvalue(NDArray hessian, double[] root) {
        float[] inverse = new float[root.length];
        for (int r = 0; r < root.length; r++) {
            inverse[r] = root[r] == 0 ? 0 : (float) (1 / root[r]);
        }
        try (var manager = hessian.getManager().newSubManager()) {
            NDArray row = NativeArrays.floats(manager, new Shape(1, root.length), inverse);
            NDArray scaled = row.transpose().mul(hessian).mul(row);
            double norm = frobenius(scaled);
            double logarithm = Math.log(norm);
            for (int s = 1; s <= SQUARINGS && norm > 0; s++) {
                scaled = scaled.div((float) norm);
                scaled = scaled.matMul(scaled);
                norm = frobenius(scaled);
                logarithm += Math.log(norm) / (1 << s);
            }
            return norm > 0 ? Math.exp(logarithm) : 1;
        }
    }

    private static double frobenius(NDArray matrix) {
        double squares = 0;
        for (float value : matrix.toFloatArray()) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }
}
