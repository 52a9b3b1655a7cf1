package org.snmf.factorize.steps;

import java.util.Arrays;
import org.snmf.engine.Block;
import org.snmf.engine.Cholesky;
import org.snmf.engine.Engine;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.products.FeatureGram;
import org.snmf.factorize.products.SparseFeatures;

/**
 * Z from Y: (YYᵀ + λI) Zᵀ = Y Aᵀ by Cholesky, winner-take-all on each column of Z, and the scaling that gives the rows of Y
 * unit length (paper, Appendix A).
 */
public final class FeatureStep {
    private static final float SHORTEST = 1e-8f;

    private final SnmfOptions options;
    private final Engine engine;
    private final int neurons;

    /**
     * @param z the features, scaled by the lengths of the rows of Y
     * @param lengths Euclidean length of each row of Y, at least 10⁻⁸: divide the rows by these
     * @param ridge the λ that was needed, above the option's when rounding made YYᵀ indefinite
     */
    public record Result(SparseFeatures z, float[] lengths, double ridge) {}

    public FeatureStep(SnmfOptions options, Engine engine, int neurons) {
        this.options = options;
        this.engine = engine;
        this.neurons = neurons;
    }

    /**
     * @param products Y Aᵀ (k × d_a); overwritten
     * @param gram Y Yᵀ (k × k); not changed
     */
    public Result update(Block products, double[][] gram) {
        int k = gram.length;
        float[] lengths = new float[k];
        for (int r = 0; r < k; r++) {
            lengths[r] = Math.max(SHORTEST, (float) Math.sqrt(gram[r][r]));
        }
        Cholesky.Ridged ridged = Cholesky.ridged(gram, options.ridge(), engine);
        ridged.factor().solve(products, engine);
        float[][] values = new float[k][];
        int[][] support = new int[k][];
        winners(products, values, support);
        return new Result(join(values, support, lengths), lengths, ridged.ridge());
    }

    /** ZᵀZ. */
    public FeatureGram gram(SparseFeatures z) {
        return new FeatureGram(z.gram(engine));
    }

    private void winners(Block z, float[][] values, int[][] support) {
        int kept = WinnerTakeAll.kept(options.sparsity(), neurons);
        float[][] rows = new float[engine.threads()][neurons];
        WinnerTakeAll[] winners = new WinnerTakeAll[engine.threads()];
        for (int lane = 0; lane < winners.length; lane++) {
            winners[lane] = new WinnerTakeAll(neurons);
        }
        engine.forEach(z.rows(), (lane, r) -> {
            float[] row = rows[lane];
            z.values().get(r * neurons, row);
            float floor = winners[lane].threshold(row, kept);
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
