package org.snmf.experiments.dictionary.training;

import java.util.Arrays;

/** The loss of an autoencoder in loops over double, and its slopes by central differences: the oracle of the fast path. */
final class SlowAutoencoder {
    private static final double STEP = 1e-6;

    private final double[][] weights;
    private final Sparsity sparsity;
    private final double variance;
    private final boolean[] dead;
    private final float[] tokens;
    private final int d;
    private final int m;
    /** What the auxiliary loss holds constant: the errors at the start. */
    private final double[][] errors;

    SlowAutoencoder(AutoencoderWeights start, Sparsity sparsity, double variance, boolean[] dead, float[] tokens) {
        this.weights = new double[][] {
            wide(start.encoder()), wide(start.encoderBias()), wide(start.decoder()), wide(start.decoderBias())
        };
        this.sparsity = sparsity;
        this.variance = variance;
        this.dead = dead;
        this.tokens = tokens;
        this.d = start.width();
        this.m = start.latents();
        this.errors = new double[tokens.length / d][];
        for (int t = 0; t < errors.length; t++) {
            errors[t] = error(t, latents(t));
        }
    }

    private static double[] wide(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    double slope(int weight, int entry) {
        double kept = weights[weight][entry];
        weights[weight][entry] = kept + STEP;
        double above = loss();
        weights[weight][entry] = kept - STEP;
        double below = loss();
        weights[weight][entry] = kept;
        return (above - below) / (2 * STEP);
    }

    double loss() {
        double sum = 0;
        for (int t = 0; t < errors.length; t++) {
            double[] h = latents(t);
            double[] f = h.clone();
            double squares = squares(error(t, h));
            if (sparsity instanceof Sparsity.L1 l1) {
                sum += squares + l1.penalty() * Arrays.stream(positive(f)).sum();
            } else {
                sum += squares / variance + auxiliary(t, h);
            }
        }
        return sum / errors.length;
    }

    private double auxiliary(int t, double[] h) {
        int count = 0;
        double[] ofDead = new double[m];
        for (int j = 0; j < m; j++) {
            ofDead[j] = dead[j] ? h[j] : Double.NEGATIVE_INFINITY;
            count += dead[j] ? 1 : 0;
        }
        if (count == 0) {
            return 0;
        }
        double[] made = decoded(positive(largest(ofDead, Math.min(count, m / 2))));
        double[] rest = new double[d];
        Arrays.setAll(rest, i -> errors[t][i] - made[i]);
        return squares(rest) / variance / 32;
    }

    private double[] latents(int t) {
        double[] h = new double[m];
        for (int j = 0; j < m; j++) {
            h[j] = weights[1][j];
            for (int i = 0; i < d; i++) {
                h[j] += weights[0][j * d + i] * (tokens[t * d + i] - weights[3][i]);
            }
        }
        return h;
    }

    private double[] error(int t, double[] h) {
        double[] f = positive(sparsity instanceof Sparsity.TopK topK ? largest(h, topK.active()) : h);
        double[] made = decoded(f);
        double[] error = new double[d];
        Arrays.setAll(error, i -> tokens[t * d + i] - made[i] - weights[3][i]);
        return error;
    }

    private double[] decoded(double[] f) {
        double[] made = new double[d];
        for (int j = 0; j < m; j++) {
            for (int i = 0; i < d; i++) {
                made[i] += f[j] * weights[2][j * d + i];
            }
        }
        return made;
    }

    private static double[] largest(double[] h, int count) {
        double[] sorted = h.clone();
        Arrays.sort(sorted);
        double least = sorted[sorted.length - count];
        return Arrays.stream(h).map(value -> value >= least ? value : 0).toArray();
    }

    private static double[] positive(double[] h) {
        return Arrays.stream(h).map(value -> Math.max(0, value)).toArray();
    }

    private static double squares(double[] values) {
        return Arrays.stream(values).map(value -> value * value).sum();
    }
}
