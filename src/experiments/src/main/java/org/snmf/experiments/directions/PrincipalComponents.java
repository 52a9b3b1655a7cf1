package org.snmf.experiments.directions;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.snmf.engine.Block;
import org.snmf.engine.Engine;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * The principal components of the MLP activations, strongest first: dense orthogonal directions, a floor for dictionaries
 * that claim sparse parts. They come from subspace iteration on the centred activations (Halko, Martinsson and Tropp 2011,
 * algorithm 4.4), which reads A a few times and holds no d_a × d_a matrix. A component has no sign of its own: it points to
 * where its projections have the greater sum of squares.
 */
public final class PrincipalComponents {
    /** The method's name. */
    public static final String METHOD = "principal components";

    private static final int PASSES = 12;
    private static final int SPARE = 10;
    private static final int WIDTH = 512;

    private final ActivationMatrix a;
    private final float[] mean;
    private final Engine engine;

    private PrincipalComponents(ActivationMatrix a, Engine engine) {
        this.a = a;
        this.engine = engine;
        this.mean = mean(a);
    }

    /**
     * The {@code count} strongest components of {@code a} (d_a × n).
     *
     * @param threads worker threads, at least 1
     * @param progress when it requests a stop, the components are those of the passes so far
     * @throws InputException if {@code count} is not in [1, min(d_a, n)]
     */
    public static ConceptDirections of(
            LanguageModel model, int layer, ActivationMatrix a, int count, int threads, Progress progress) {
        int most = Math.min(a.neurons(), a.tokens());
        if (count < 1 || count > most) {
            throw new InputException("principal components", "1 to " + most + " of them", "" + count, "");
        }
        double[][] vectors;
        try (Engine engine = Engine.open("torch", threads)) {
            vectors = new PrincipalComponents(a, engine).find(Math.min(most, count + SPARE), progress);
        }
        List<float[]> kept = Arrays.stream(vectors)
                .limit(count)
                .map(PrincipalComponents::floats)
                .toList();
        return new MlpDirections(
                METHOD, "component", model, layer, IntStream.range(0, count).toArray(), kept);
    }

    private double[][] find(int vectors, Progress progress) {
        SplittableRandom random = new SplittableRandom(0);
        double[][] q = new double[vectors][a.neurons()];
        for (double[] row : q) {
            Arrays.setAll(row, j -> random.nextGaussian());
        }
        orthonormalize(q);
        for (int pass = 0; pass < PASSES && !progress.stopRequested(); pass++) {
            q = pass(q).covered();
            orthonormalize(q);
            progress.report(new Step("principal components", pass + 1, PASSES, "passes", ""));
        }
        return rotated(q, pass(q));
    }

    /**
     * What one reading of A gives for orthonormal rows Q (m × d_a).
     *
     * @param covered Q Ã Ãᵀ for centred Ã, m × d_a
     * @param gram Q Ã Ãᵀ Qᵀ, m × m
     */
    private record Pass(double[][] covered, double[][] gram) {}

    private Pass pass(double[][] q) {
        int m = q.length;
        try (Block basis = engine.allocate(m, a.neurons());
                Block sum = engine.allocate(m, a.neurons());
                Block squares = engine.allocate(m, m)) {
            fill(basis, q);
            forBlocks(basis, (panel, product) -> {
                engine.multiplyTransposed(product, panel, sum, true);
                engine.multiplyTransposed(product, product, squares, true);
            });
            return new Pass(doubles(sum), doubles(squares));
        }
    }

    private interface BlockUser {
        void use(Block panel, Block product);
    }

    /** Hands over every block of centred activations (d_a × width) with its product by the basis (m × width). */
    private void forBlocks(Block basis, BlockUser user) {
        for (int from = 0; from < a.tokens(); from += WIDTH) {
            int length = Math.min(WIDTH, a.tokens() - from);
            try (Block panel = engine.allocate(a.neurons(), length);
                    Block product = engine.allocate(basis.rows(), length)) {
                FloatBuffer values = panel.values();
                a.transposed(from, length, values);
                for (int i = 0; i < a.neurons() * length; i++) {
                    values.put(i, values.get(i) - mean[i / length]);
                }
                engine.multiply(basis, panel, product, false);
                user.use(panel, product);
            }
        }
    }

    /** The eigenvectors within the subspace, strongest first, each pointing to its heavier side. */
    private double[][] rotated(double[][] q, Pass last) {
        int m = q.length;
        double[][] gram = last.gram();
        for (int r = 0; r < m; r++) {
            for (int s = 0; s < r; s++) {
                gram[r][s] = gram[s][r];
            }
        }
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(gram, false));
        int[] order = IntStream.range(0, m)
                .boxed()
                .sorted(Comparator.comparingDouble(r -> -eigen.getRealEigenvalue(r)))
                .mapToInt(Integer::intValue)
                .toArray();
        double[][] vectors = new double[m][a.neurons()];
        for (int r = 0; r < m; r++) {
            for (int s = 0; s < m; s++) {
                double weight = eigen.getV().getEntry(s, order[r]);
                for (int j = 0; j < a.neurons(); j++) {
                    vectors[r][j] += weight * q[s][j];
                }
            }
        }
        turnToHeavierSide(vectors);
        return vectors;
    }

    private void turnToHeavierSide(double[][] vectors) {
        double[] balance = new double[vectors.length];
        try (Block basis = engine.allocate(vectors.length, a.neurons())) {
            fill(basis, vectors);
            forBlocks(basis, (panel, product) -> {
                int length = product.columns();
                for (int i = 0; i < balance.length * length; i++) {
                    double value = product.values().get(i);
                    balance[i / length] += value * Math.abs(value);
                }
            });
        }
        for (int r = 0; r < vectors.length; r++) {
            if (balance[r] < 0) {
                double[] row = vectors[r];
                Arrays.setAll(row, j -> -row[j]);
            }
        }
    }

    /** Gram–Schmidt, twice, since once is not enough for rows that are nearly dependent; a row that vanishes stays zero. */
    private static void orthonormalize(double[][] rows) {
        for (int r = 0; r < rows.length; r++) {
            for (int twice = 0; twice < 2; twice++) {
                double before = Math.sqrt(dot(rows[r], rows[r]));
                for (int s = 0; s < r; s++) {
                    add(rows[r], -dot(rows[r], rows[s]), rows[s]);
                }
                double length = Math.sqrt(dot(rows[r], rows[r]));
                double factor = length > 1e-10 * before ? 1 / length : 0;
                for (int j = 0; j < rows[r].length; j++) {
                    rows[r][j] *= factor;
                }
            }
        }
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += x[j] * y[j];
        }
        return sum;
    }

    private static void add(double[] x, double factor, double[] y) {
        for (int j = 0; j < x.length; j++) {
            x[j] += factor * y[j];
        }
    }

    private static void fill(Block block, double[][] rows) {
        int width = rows[0].length;
        for (int i = 0; i < rows.length * width; i++) {
            block.values().put(i, (float) rows[i / width][i % width]);
        }
    }

    private static double[][] doubles(Block block) {
        double[][] rows = new double[block.rows()][block.columns()];
        for (int i = 0; i < block.rows() * block.columns(); i++) {
            rows[i / block.columns()][i % block.columns()] = block.values().get(i);
        }
        return rows;
    }

    private static float[] mean(ActivationMatrix a) {
        double[] sums = new double[a.neurons()];
        for (int t = 0; t < a.tokens(); t++) {
            FloatBuffer token = a.block(t, 1);
            for (int j = 0; j < sums.length; j++) {
                sums[j] += token.get(j) / a.tokens();
            }
        }
        return floats(sums);
    }

    private static float[] floats(double[] values) {
        float[] narrow = new float[values.length];
        for (int j = 0; j < narrow.length; j++) {
            narrow[j] = (float) values[j];
        }
        return narrow;
    }
}
