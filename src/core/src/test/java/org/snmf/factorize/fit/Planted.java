package org.snmf.factorize.fit;

import java.util.SplittableRandom;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.matrix.SparseColumns;

/** A small matrix that is a sparse semi-NMF plus noise, with the features that were planted in it. */
public record Planted(ActivationMatrix activations, float[][] features) {
    public static Planted of(int neurons, int tokens, int rank, long seed) {
        return of(neurons, tokens, rank, seed, 0.05);
    }

    /** Without noise: its factors are an exact factorization but for the rounding of float32. */
    public static Planted exact(int neurons, int tokens, int rank, long seed) {
        return of(neurons, tokens, rank, seed, 0);
    }

    private static Planted of(int neurons, int tokens, int rank, long seed, double noise) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] features = new float[rank][neurons];
        for (float[] feature : features) {
            for (int i = 0; i < Math.max(2, neurons / 25); i++) {
                double sign = random.nextDouble() < 0.7 ? 1 : -1;
                feature[random.nextInt(neurons)] = (float) (sign * (0.5 + random.nextDouble()));
            }
        }
        float[] tokenMajor = new float[neurons * tokens];
        for (int t = 0; t < tokens; t++) {
            for (int use = 0; use < 3; use++) {
                int r = random.nextInt(rank);
                double weight = 0.3 + random.nextDouble();
                for (int j = 0; j < neurons; j++) {
                    tokenMajor[t * neurons + j] += (float) (weight * features[r][j]);
                }
            }
            for (int j = 0; j < neurons; j++) {
                tokenMajor[t * neurons + j] += (float) (noise * (random.nextDouble() - 0.5));
            }
        }
        return new Planted(Matrices.dense(neurons, tokens, tokenMajor), features);
    }

    /** Mean over the planted features of the best cosine with a found one. */
    public double recovery(SparseColumns found) {
        double sum = 0;
        for (float[] planted : features) {
            double best = 0;
            for (int r = 0; r < found.columns(); r++) {
                best = Math.max(best, cosine(planted, found.column(r)));
            }
            sum += best;
        }
        return sum / features.length;
    }

    private static double cosine(float[] x, float[] y) {
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (double) x[i] * y[i];
            xx += (double) x[i] * x[i];
            yy += (double) y[i] * y[i];
        }
        return yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
    }
}
