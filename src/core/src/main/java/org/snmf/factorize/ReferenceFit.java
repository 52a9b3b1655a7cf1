package org.snmf.factorize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.SparseColumns;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.store.Provenance;

/** The slow, obvious fit in float64. */
final class ReferenceFit {
    private final SnmfOptions options;
    private final ActivationMatrix a;
    private final Progress progress;

    ReferenceFit(SnmfOptions options, ActivationMatrix a, Progress progress) {
        this.options = options;
        this.a = a;
        this.progress = progress;
    }

    Factorization run() {
        int d = a.neurons();
        int n = a.tokens();
        int k = options.rank();
        RealMatrix data = new Array2DRowRealMatrix(d, n);
        for (int t = 0; t < n; t++) {
            var column = a.block(t, 1);
            for (int j = 0; j < d; j++) {
                data.setEntry(j, t, column.get(j));
            }
        }
        SplittableRandom random = new SplittableRandom(options.seed());
        RealMatrix y = new Array2DRowRealMatrix(k, n);
        for (int r = 0; r < k; r++) {
            for (int t = 0; t < n; t++) {
                y.setEntry(r, t, Math.max(1e-6, random.nextDouble()));
            }
        }
        double norm = data.getFrobeniusNorm();
        List<IterationStatus> trace = new ArrayList<>();
        RealMatrix bestZ = null;
        RealMatrix bestY = null;
        int best = 0;
        double bestError = Double.POSITIVE_INFINITY;
        StopReason reason = StopReason.ITERATIONS;
        long began = System.nanoTime();
        for (int it = 1; it <= options.stopping().iterations(); it++) {
            RealMatrix gram = y.multiply(y.transpose())
                    .add(MatrixUtils.createRealIdentityMatrix(k).scalarMultiply(options.ridge()));
            RealMatrix z = new CholeskyDecomposition(gram, 1e-9, 1e-30)
                    .getSolver()
                    .solve(y.multiply(data.transpose()))
                    .transpose();
            for (int r = 0; r < k; r++) {
                double[] column = z.getColumn(r);
                double[] sizes = Arrays.stream(column).map(Math::abs).sorted().toArray();
                double floor = sizes[d - (int) Math.max(1, Math.ceil(options.sparsity() * d))];
                double length = Math.max(1e-8, y.getRowVector(r).getNorm());
                for (int j = 0; j < d; j++) {
                    z.setEntry(j, r, Math.abs(column[j]) < floor ? 0 : column[j] * length);
                }
                y.setRowVector(r, y.getRowVector(r).mapDivide(length));
            }
            RealMatrix c = z.transpose().multiply(data);
            RealMatrix g = z.transpose().multiply(z);
            for (int r = 0; r < k; r++) {
                for (int t = 0; t < n; t++) {
                    double sum = c.getEntry(r, t);
                    for (int s = 0; s < k; s++) {
                        sum -= g.getEntry(r, s) * y.getEntry(s, t);
                    }
                    if (g.getEntry(r, r) > 0) {
                        y.setEntry(r, t, Math.max(0, y.getEntry(r, t) + sum / g.getEntry(r, r)));
                    }
                }
            }
            double error = data.subtract(z.multiply(y)).getFrobeniusNorm() / norm;
            double seconds = (System.nanoTime() - began) * 1e-9;
            trace.add(new IterationStatus(it, seconds, error, it == 1 ? Double.NaN : 0, 1, 0, 0));
            progress.report(new Step(
                    "factorize",
                    it,
                    options.stopping().iterations(),
                    "iterations",
                    String.format("relative error %.4f", error)));
            if (error < bestError) {
                bestError = error;
                best = it;
                bestZ = z;
                bestY = y.copy();
            }
            if (progress.stopRequested()) {
                reason = StopReason.REQUESTED;
                break;
            }
        }
        int[] offsets = new int[k + 1];
        List<Integer> rows = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        float[][] coefficients = new float[k][n];
        for (int r = 0; r < k; r++) {
            for (int j = 0; j < d; j++) {
                if (bestZ.getEntry(j, r) != 0) {
                    rows.add(j);
                    values.add((float) bestZ.getEntry(j, r));
                }
            }
            offsets[r + 1] = rows.size();
            for (int t = 0; t < n; t++) {
                coefficients[r][t] = (float) bestY.getEntry(r, t);
            }
        }
        float[] stored = new float[values.size()];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = values.get(i);
        }
        return new Factorization(
                new SparseColumns(d, offsets, rows.stream().mapToInt(i -> i).toArray(), stored),
                new DenseCoefficients(coefficients),
                options,
                trace,
                best,
                reason,
                Provenance.of(Map.of(), options.toProperties()));
    }
}
