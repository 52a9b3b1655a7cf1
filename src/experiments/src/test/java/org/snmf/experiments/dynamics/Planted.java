package org.snmf.experiments.dynamics;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;

/** Activations in which groups of ten neurons rise and fall together at known times, in noise. */
final class Planted {
    static final int NEURONS = 40;
    static final int TOKENS = 60;
    /** acts[g][t]: how much group g, neurons 10 g to 10 g + 9, moves together at time t. The last ten neurons are noise. */
    static final double[][] ACTS = {
        {3, 3, 0, 0, 0, 0}, {0, 0, 3, 3, 0, 0}, {0, 3, 0, 0, 3, 3},
    };

    private Planted() {}

    static int[] group(int g) {
        return IntStream.range(10 * g, 10 * g + 10).toArray();
    }

    static Stretches stretches() {
        return Stretches.following(ACTS[0].length * TOKENS, TOKENS);
    }

    static ActivationMatrix activations(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = ACTS[0].length * TOKENS;
        float[] values = new float[n * NEURONS];
        for (int token = 0; token < n; token++) {
            double[] drives = new double[ACTS.length];
            for (int g = 0; g < drives.length; g++) {
                drives[g] = ACTS[g][token / TOKENS] * random.nextGaussian();
            }
            for (int i = 0; i < NEURONS; i++) {
                double drive = i / 10 < drives.length ? drives[i / 10] : 0;
                values[token * NEURONS + i] = (float) (5 + drive + random.nextGaussian());
            }
        }
        return Matrices.dense(NEURONS, n, values);
    }

    /** Affinities without any structure. */
    static Affinities random(int d, int times, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] values = new float[times][d * d];
        List<String> names = new ArrayList<>();
        for (int t = 0; t < times; t++) {
            names.add("time " + t);
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < i; j++) {
                    values[t][i * d + j] = (float) random.nextDouble();
                    values[t][j * d + i] = values[t][i * d + j];
                }
            }
        }
        return new Affinities(names, IntStream.range(0, d).toArray(), values);
    }
}
