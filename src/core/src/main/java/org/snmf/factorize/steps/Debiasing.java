package org.snmf.factorize.steps;

import java.util.Arrays;
import org.snmf.engine.Engine;

/**
 * Least squares on fixed supports: for every neuron j, the features that hold it are solved again with the others at zero,
 * (YYᵀ + λI)[S, S] z = (YAᵀ)[S, j] with S = {r : j in the support of r}. Removes the bias that cutting a ridge solution
 * leaves.
 */
final class Debiasing {
    private final Engine engine;
    private final int neurons;
    private final double ridge;

    Debiasing(Engine engine, int neurons, double ridge) {
        this.engine = engine;
        this.neurons = neurons;
        this.ridge = ridge;
    }

    /**
     * @param right Y Aᵀ, k rows of d_a
     * @param gram Y Yᵀ
     * @param support ascending neurons of each feature
     * @param values their values; overwritten
     */
    void solve(float[] right, double[][] gram, int[][] support, float[][] values) {
        int[] counts = new int[neurons + 1];
        for (int[] indices : support) {
            for (int j : indices) {
                counts[j + 1]++;
            }
        }
        for (int j = 0; j < neurons; j++) {
            counts[j + 1] += counts[j];
        }
        int[] feature = new int[counts[neurons]];
        int[] place = new int[counts[neurons]];
        int[] next = counts.clone();
        for (int r = 0; r < support.length; r++) {
            for (int i = 0; i < support[r].length; i++) {
                int slot = next[support[r][i]]++;
                feature[slot] = r;
                place[slot] = i;
            }
        }
        engine.forEach(neurons, (lane, j) -> {
            int[] features = Arrays.copyOfRange(feature, counts[j], counts[j + 1]);
            double[] solution = solve(features, gram, right, j);
            for (int i = 0; i < features.length; i++) {
                values[features[i]][place[counts[j] + i]] = (float) solution[i];
            }
        });
    }

    private double[] solve(int[] features, double[][] gram, float[] right, int neuron) {
        int m = features.length;
        double[][] lower = new double[m][m];
        double[] x = new double[m];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = gram[features[i]][features[j]] + (i == j ? ridge : 0);
                for (int t = 0; t < j; t++) {
                    sum -= lower[i][t] * lower[j][t];
                }
                lower[i][j] = i == j ? Math.sqrt(Math.max(sum, ridge)) : sum / lower[j][j];
            }
            double sum = right[features[i] * neurons + neuron];
            for (int t = 0; t < i; t++) {
                sum -= lower[i][t] * x[t];
            }
            x[i] = sum / lower[i][i];
        }
        for (int i = m - 1; i >= 0; i--) {
            for (int t = i + 1; t < m; t++) {
                x[i] -= lower[t][i] * x[t];
            }
            x[i] /= lower[i][i];
        }
        return x;
    }
}
