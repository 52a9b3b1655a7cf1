package org.snmf.factorize;

import java.util.Arrays;
import org.snmf.matrix.Block;
import org.snmf.matrix.Cholesky;
import org.snmf.matrix.Engine;

/**
 * Z from Y: (YYᵀ + λI) Zᵀ = Y Aᵀ by Cholesky, winner-take-all on each column of Z, and the scaling that gives the rows of Y
 * unit length (paper, Appendix A).
 */
final class FeatureStep {
    private static final float SHORTEST = 1e-8f;
    private static final int STRIP = 512;

    private final SnmfOptions options;
    private final Engine engine;
    private final int neurons;

    /**
     * @param z the features, scaled by the lengths of the rows of Y
     * @param lengths Euclidean length of each row of Y, at least 10⁻⁸: divide the rows by these
     */
    record Result(SparseFeatures z, float[] lengths) {}

    FeatureStep(SnmfOptions options, Engine engine, int neurons) {
        this.options = options;
        this.engine = engine;
        this.neurons = neurons;
    }

    /**
     * @param products Y Aᵀ (k × d_a); overwritten
     * @param gram Y Yᵀ (k × k); not changed
     */
    Result update(Block products, double[][] gram) {
        int k = gram.length;
        float[] lengths = new float[k];
        double[][] ridged = new double[k][];
        for (int r = 0; r < k; r++) {
            lengths[r] = Math.max(SHORTEST, (float) Math.sqrt(gram[r][r]));
            ridged[r] = gram[r].clone();
            ridged[r][r] += options.ridge();
        }
        boolean debiased = options.featureUpdate() == FeatureUpdate.DEBIASED;
        float[] right = debiased ? copy(products) : new float[0];
        solve(products, ridged);
        float[][] values = new float[k][];
        int[][] support = new int[k][];
        winners(products, values, support);
        if (debiased) {
            new Debiasing(engine, neurons, options.ridge()).solve(right, gram, support, values);
        }
        return new Result(join(values, support, lengths), lengths);
    }

    private static float[] copy(Block block) {
        float[] copy = new float[Math.multiplyExact(block.rows(), block.columns())];
        block.values().get(0, copy);
        return copy;
    }

    /** B ← S⁻¹ B, a strip of columns at a time, strips divided among the lanes. */
    private void solve(Block b, double[][] s) {
        Cholesky cholesky = new Cholesky(s);
        int strip = Math.max(16, Math.min(STRIP, (neurons + engine.threads() - 1) / engine.threads()));
        float[][][] scratch = new float[engine.threads()][b.rows()][strip];
        engine.forEach((neurons + strip - 1) / strip, (lane, task) -> {
            int from = task * strip;
            int length = Math.min(strip, neurons - from);
            float[][] rows = scratch[lane];
            for (int r = 0; r < rows.length; r++) {
                b.values().get(r * neurons + from, rows[r], 0, length);
            }
            cholesky.solve(rows, length);
            for (int r = 0; r < rows.length; r++) {
                b.values().put(r * neurons + from, rows[r], 0, length);
            }
        });
    }

    private void winners(Block z, float[][] values, int[][] support) {
        int kept = WinnerTakeAll.kept(options.sparsity(), neurons);
        float[][] rows = new float[engine.threads()][neurons];
        float[][] scratch = new float[engine.threads()][neurons];
        engine.forEach(z.rows(), (lane, r) -> {
            float[] row = rows[lane];
            z.values().get(r * neurons, row);
            float floor = WinnerTakeAll.threshold(row, neurons, kept, scratch[lane]);
            int[] indices = new int[kept + 8];
            int count = 0;
            for (int j = 0; j < neurons; j++) {
                if (Math.abs(row[j]) >= floor && row[j] != 0) {
                    if (count == indices.length) {
                        indices = Arrays.copyOf(indices, 2 * count);
                    }
                    indices[count++] = j;
                }
            }
            support[r] = Arrays.copyOf(indices, count);
            values[r] = new float[count];
            for (int i = 0; i < count; i++) {
                values[r][i] = row[indices[i]];
            }
        });
    }

    private SparseFeatures join(float[][] values, int[][] support, float[] lengths) {
        int[] offsets = new int[values.length + 1];
        for (int r = 0; r < values.length; r++) {
            offsets[r + 1] = offsets[r] + values[r].length;
        }
        int[] indices = new int[offsets[values.length]];
        float[] joined = new float[indices.length];
        for (int r = 0; r < values.length; r++) {
            System.arraycopy(support[r], 0, indices, offsets[r], support[r].length);
            for (int i = 0; i < values[r].length; i++) {
                joined[offsets[r] + i] = values[r][i] * lengths[r];
            }
        }
        return new SparseFeatures(neurons, offsets, indices, joined);
    }
}
