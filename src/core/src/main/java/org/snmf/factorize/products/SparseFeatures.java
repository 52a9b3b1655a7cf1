package org.snmf.factorize.products;

import java.nio.FloatBuffer;
import org.snmf.engine.Engine;
import org.snmf.engine.RowKernels;
import org.snmf.matrix.SparseColumns;

/**
 * The features Z of one iteration as the passes over the tokens need them: by feature, for Zᵀ·A by gathered rows; and
 * ZᵀZ, which the overlap of the supports makes cheap.
 */
public final class SparseFeatures {
    /** Below this rank, to wake the lanes takes longer than the sums do. */
    private static final int LANES_FROM_RANK = 256;

    private final SparseColumns columns;
    private final int[] offsets;
    private final int[] indices;
    private final float[] values;
    private final boolean[] used;

    public SparseFeatures(int neurons, int[] offsets, int[] indices, float[] values) {
        this.columns = new SparseColumns(neurons, offsets, indices, values);
        this.offsets = offsets;
        this.indices = indices;
        this.values = values;
        this.used = new boolean[neurons];
        for (int index : indices) {
            used[index] = true;
        }
    }

    /** The same features, from their public form. */
    public static SparseFeatures of(SparseColumns z) {
        int[] offsets = new int[z.columns() + 1];
        int[] indices = new int[z.stored()];
        float[] values = new float[z.stored()];
        for (int r = 0; r < offsets.length; r++) {
            offsets[r] = z.offset(r);
        }
        for (int i = 0; i < indices.length; i++) {
            indices[i] = z.index(i);
            values[i] = z.value(i);
        }
        return new SparseFeatures(z.rows(), offsets, indices, values);
    }

    /**
     * ZᵀA of one panel: k rows of {@code width}.
     *
     * @param panel A of the panel, neuron-major (d_a × {@code width})
     */
    public float[][] products(FloatBuffer panel, int width) {
        float[][] rows = new float[columns.rows()][];
        for (int j = 0; j < rows.length; j++) {
            if (used[j]) {
                rows[j] = new float[width];
                panel.get(j * width, rows[j]);
            }
        }
        float[][] c = new float[columns.columns()][width];
        for (int r = 0; r < c.length; r++) {
            RowKernels.addCombination(c[r], width, rows, indices, values, offsets[r], offsets[r + 1]);
        }
        return c;
    }

    /** Z itself. */
    public SparseColumns columns() {
        return columns;
    }

    public int offset(int r) {
        return offsets[r];
    }

    public int[] indices() {
        return indices;
    }

    public float[] values() {
        return values;
    }

    /** Whether any feature has neuron j in its support. */
    public boolean uses(int j) {
        return used[j];
    }

    /** ZᵀZ (k × k) in float64. */
    public double[][] gram() {
        double[][] gram = new double[columns.columns()][columns.columns()];
        ByNeuron features = byNeuron();
        for (int r = 0; r < gram.length; r++) {
            addRow(r, features, gram[r]);
        }
        mirror(gram);
        return gram;
    }

    /** The same, by the lanes of an engine if it is much. */
    public double[][] gram(Engine engine) {
        if (columns.columns() < LANES_FROM_RANK) {
            return gram();
        }
        double[][] gram = new double[columns.columns()][columns.columns()];
        ByNeuron features = byNeuron();
        engine.forEach(gram.length, (lane, r) -> addRow(r, features, gram[r]));
        mirror(gram);
        return gram;
    }

    /** The features that hold neuron j, in [{@code starts[j]}, {@code starts[j + 1]}), and their weights of it. */
    public record ByNeuron(int[] starts, int[] features, float[] weights) {
        /** Σ_t (a_jt − Σ_r z_jr y_rt)² of neuron j in float64: {@code a} its activations, {@code y} the k rows of Y. */
        public double squaredResidual(int j, float[] a, float[][] y, int length) {
            double[] rest = new double[length];
            for (int t = 0; t < length; t++) {
                rest[t] = a[t];
            }
            for (int i = starts[j]; i < starts[j + 1]; i++) {
                subtract(rest, y[features[i]], weights[i], length);
            }
            double sum = 0;
            for (double value : rest) {
                sum += value * value;
            }
            return sum;
        }

        private static void subtract(double[] rest, float[] row, double weight, int length) {
            for (int t = 0; t < length; t++) {
                rest[t] -= weight * row[t];
            }
        }
    }

    public ByNeuron byNeuron() {
        int[] starts = new int[columns.rows() + 1];
        for (int index : indices) {
            starts[index + 1]++;
        }
        for (int j = 0; j < columns.rows(); j++) {
            starts[j + 1] += starts[j];
        }
        int[] features = new int[indices.length];
        float[] weights = new float[indices.length];
        int[] next = starts.clone();
        for (int r = 0; r < columns.columns(); r++) {
            for (int i = offsets[r]; i < offsets[r + 1]; i++) {
                int place = next[indices[i]]++;
                features[place] = r;
                weights[place] = values[i];
            }
        }
        return new ByNeuron(starts, features, weights);
    }

    /** Row r from the diagonal on: every neuron of feature r adds the products with the features that hold it too. */
    private void addRow(int r, ByNeuron by, double[] row) {
        for (int i = offsets[r]; i < offsets[r + 1]; i++) {
            double weight = values[i];
            for (int b = by.starts[indices[i] + 1] - 1; b >= by.starts[indices[i]] && by.features[b] >= r; b--) {
                row[by.features[b]] += weight * by.weights[b];
            }
        }
    }

    private static void mirror(double[][] gram) {
        for (int r = 0; r < gram.length; r++) {
            for (int s = 0; s < r; s++) {
                gram[r][s] = gram[s][r];
            }
        }
    }
}
