package org.snmf.experiments.dictionary;

import java.util.OptionalDouble;

/**
 * How much of a target its reconstruction keeps: 1 − Σ‖t − y‖²/Σ‖t − mean t‖² over tokens, and the mean cosine of y with t.
 * Sums are float64.
 */
final class Fidelity {
    private final double[] sum;
    private double squares;
    private double error;
    private double cosines;
    private int tokens;

    Fidelity(int width) {
        this.sum = new double[width];
    }

    void add(float[] target, float[] y) {
        double tt = 0;
        double yy = 0;
        double ty = 0;
        for (int i = 0; i < sum.length; i++) {
            double difference = (double) target[i] - y[i];
            sum[i] += target[i];
            error += difference * difference;
            tt += (double) target[i] * target[i];
            yy += (double) y[i] * y[i];
            ty += (double) target[i] * y[i];
        }
        squares += tt;
        cosines += tt > 0 && yy > 0 ? ty / Math.sqrt(tt * yy) : 0;
        tokens++;
    }

    /** Empty where all targets are equal. */
    OptionalDouble explainedVariance() {
        double mean = 0;
        for (double s : sum) {
            mean += s * s / tokens;
        }
        double variance = squares - mean;
        return tokens > 1 && variance > 1e-12 * squares
                ? OptionalDouble.of(1 - error / variance)
                : OptionalDouble.empty();
    }

    OptionalDouble cosine() {
        return tokens > 0 ? OptionalDouble.of(cosines / tokens) : OptionalDouble.empty();
    }
}
