package org.snmf.factorize.start;

import java.nio.FloatBuffer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.snmf.engine.Block;
import org.snmf.engine.Cholesky;
import org.snmf.engine.LaneBlocks;
import org.snmf.engine.RowKernels;
import org.snmf.engine.Strips;
import org.snmf.matrix.NamedRandom;

/**
 * Y from the k strongest right singular vectors of A, each cut to its heavier sign and scaled by its singular value, in the
 * manner of the nonnegative double SVD (Boutsidis and Gallopoulos 2008) but on Y only, since Z may have any sign. Its zeros
 * become a hundredth of the row's mean, because the multiplicative update could never leave them.
 *
 * <p>The singular vectors come from a randomized subspace iteration (Halko, Martinsson and Tropp 2011, algorithm 4.4), which
 * multiplies by A a few times and never computes the rest of the spectrum. Ranks above {@value #LARGEST} get their further
 * rows at random.
 */
final class SvdStart extends Start {
    static final int LARGEST = 1024;
    private static final int POWER_STEPS = 3;
    private static final double SHIFT = 1e-6;

    private final Given given;

    SvdStart(Given given) {
        super(given);
        this.given = given;
    }

    @Override
    public void fill() {
        int vectors = Math.min(Math.min(options.rank(), LARGEST), Math.min(a.neurons(), a.tokens()));
        if (vectors < options.rank()) {
            new RandomStart(given).fillRows(vectors);
        }
        try (Block q = engine.allocate(vectors, a.neurons());
                LaneBlocks products = new LaneBlocks(engine, vectors)) {
            gaussian(q);
            orthonormalize(q);
            try (LaneSums sums = new LaneSums(engine, vectors, a.neurons())) {
                boolean goesOn = true;
                for (int i = 0; i < POWER_STEPS && goesOn; i++) {
                    project(q, products, (lane, b, panel, product) -> sums.add(lane, product, panel));
                    q.values().put(0, sums.join().values(), 0, vectors * a.neurons());
                    orthonormalize(q);
                    goesOn = goesOn(i + 1, POWER_STEPS);
                }
            }
            singularVectors(q, products, vectors);
        }
    }

    private void gaussian(Block q) {
        NamedRandom random = new NamedRandom(options.seed(), "subspace");
        FloatBuffer values = q.values();
        for (int i = 0; i < values.capacity(); i++) {
            double radius = Math.sqrt(-2 * Math.log(1 - (double) random.uniform(2L * i)));
            values.put(i, (float) (radius * Math.cos(2 * Math.PI * random.uniform(2L * i + 1))));
        }
    }

    /**
     * Q ← an orthonormal basis of its rows: rows to unit length, then three times Cholesky QR, the first ones shifted so that
     * nearly dependent rows do no harm (Fukaya et al. 2020).
     */
    private void orthonormalize(Block q) {
        for (int pass = 0; pass < 3; pass++) {
            double[][] gram = gram(q);
            float[] scales = new float[gram.length];
            for (int r = 0; r < gram.length; r++) {
                scales[r] = gram[r][r] > 0 ? (float) (1 / Math.sqrt(gram[r][r])) : 0;
            }
            for (int r = 0; r < gram.length; r++) {
                for (int s = 0; s < gram.length; s++) {
                    gram[r][s] *= (double) scales[r] * scales[s];
                }
            }
            Cholesky cholesky = Cholesky.ridged(gram, SHIFT, engine).factor();
            Strips.forEach(engine, q, (rows, length) -> {
                for (int r = 0; r < rows.length; r++) {
                    RowKernels.scale(rows[r], length, scales[r]);
                }
                cholesky.solveTransposedFactor(rows, length);
            });
        }
    }

    private double[][] gram(Block rows) {
        try (Block product = engine.allocate(rows.rows(), rows.rows())) {
            engine.multiplyTransposed(rows, rows, product, false);
            return toDouble(product);
        }
    }

    private static double[][] toDouble(Block square) {
        int k = square.rows();
        double[][] values = new double[k][k];
        for (int r = 0; r < k; r++) {
            for (int s = 0; s < k; s++) {
                values[r][s] = square.values().get(r * k + s);
            }
        }
        return values;
    }

    private void singularVectors(Block q, LaneBlocks products, int vectors) {
        double[][] gram;
        try (LaneSums sums = new LaneSums(engine, vectors, vectors)) {
            project(q, products, (lane, b, panel, product) -> sums.add(lane, product, product));
            gram = toDouble(sums.join());
        }
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(symmetric(gram), false));
        try (Block rotation = engine.allocate(vectors, vectors);
                LaneBlocks rotated = new LaneBlocks(engine, vectors)) {
            for (int r = 0; r < vectors; r++) {
                for (int s = 0; s < vectors; s++) {
                    rotation.values().put(r * vectors + s, (float) eigen.getV().getEntry(s, r));
                }
            }
            project(q, products, (lane, b, panel, product) -> {
                Block rows = rotated.get(lane, panels.size(b));
                engine.multiply(rotation, product, rows, false);
                y.current(lane, b).values().put(0, rows.values(), 0, vectors * panels.size(b));
                y.written(lane, b);
            });
        }
        y.changeRows(vectors, SvdStart::cutToHeavierSign);
    }

    private static double[][] symmetric(double[][] m) {
        for (int r = 0; r < m.length; r++) {
            for (int s = 0; s < r; s++) {
                m[r][s] = m[s][r];
            }
        }
        return m;
    }

    private static float[] cutToHeavierSign(float[] row) {
        double positive = 0;
        double negative = 0;
        for (double value : row) {
            positive += value > 0 ? value * value : 0;
            negative += value < 0 ? value * value : 0;
        }
        float sign = positive >= negative ? 1 : -1;
        double sum = 0;
        for (float value : row) {
            sum += Math.max(0, sign * value);
        }
        float floor = (float) Math.max(1e-6, sum / row.length / 100);
        for (int t = 0; t < row.length; t++) {
            row[t] = Math.max(floor, sign * row[t]);
        }
        return row;
    }
}
