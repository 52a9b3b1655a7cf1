package org.snmf.factorize.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.snmf.factorize.SnmfOptions;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Coefficients;

/** The paper's iteration written down line by line in float64: slow and obvious. */
final class Oracle {
    private final SnmfOptions options;
    private final RealMatrix a;
    private RealMatrix z;
    private RealMatrix y;
    private RealMatrix beyond;
    private double ahead;

    Oracle(SnmfOptions options, ActivationMatrix activations, Coefficients start) {
        this.options = options;
        this.a = new Array2DRowRealMatrix(activations.neurons(), activations.tokens());
        for (int t = 0; t < activations.tokens(); t++) {
            var column = activations.block(t, 1);
            for (int j = 0; j < activations.neurons(); j++) {
                a.setEntry(j, t, column.get(j));
            }
        }
        this.y = new Array2DRowRealMatrix(start.features(), start.tokens());
        for (int r = 0; r < start.features(); r++) {
            for (int t = 0; t < start.tokens(); t++) {
                y.setEntry(r, t, start.get(r, t));
            }
        }
    }

    /** The relative errors of the first iterations. */
    List<Double> errors(int iterations) {
        List<Double> errors = new ArrayList<>();
        beyond = y;
        ahead = options.extrapolation();
        for (int i = 0; i < iterations; i++) {
            ridge();
            winners();
            normalize();
            RealMatrix before = y.copy();
            for (int sweep = 0; sweep < options.sweeps(); sweep++) {
                coefficients();
            }
            double error = a.subtract(z.multiply(y)).getFrobeniusNorm() / a.getFrobeniusNorm();
            lookBeyond(before, i == 0 ? 0 : ahead);
            if (i > 0) {
                boolean rose = error > errors.get(i - 1);
                ahead = rose ? ahead / 2 : Math.min(options.extrapolation(), 1.1 * ahead);
            }
            errors.add(error);
        }
        return errors;
    }

    private void lookBeyond(RealMatrix before, double ahead) {
        beyond = y.add(y.subtract(before).scalarMultiply(ahead));
        for (int r = 0; r < y.getRowDimension(); r++) {
            beyond.setRow(
                    r, Arrays.stream(beyond.getRow(r)).map(v -> Math.max(0, v)).toArray());
        }
    }

    private void ridge() {
        RealMatrix gram = beyond.multiply(beyond.transpose())
                .add(MatrixUtils.createRealIdentityMatrix(options.rank()).scalarMultiply(options.ridge()));
        z = a.multiply(beyond.transpose())
                .multiply(new LUDecomposition(gram).getSolver().getInverse());
    }

    private void winners() {
        int d = z.getRowDimension();
        for (int r = 0; r < z.getColumnDimension(); r++) {
            double[] column = z.getColumn(r);
            double[] sizes = Arrays.stream(column).map(Math::abs).sorted().toArray();
            double floor = sizes[d - (int) Math.ceil(options.sparsity() * d)];
            z.setColumn(
                    r,
                    Arrays.stream(column).map(v -> Math.abs(v) < floor ? 0 : v).toArray());
        }
    }

    private void normalize() {
        for (int r = 0; r < y.getRowDimension(); r++) {
            double length = beyond.getRowVector(r).getNorm();
            y.setRowVector(r, y.getRowVector(r).mapDivide(length));
            z.setColumnVector(r, z.getColumnVector(r).mapMultiply(length));
        }
    }

    private void coefficients() {
        RealMatrix c = z.transpose().multiply(a);
        RealMatrix g = z.transpose().multiply(z);
        switch (options.coefficientUpdate()) {
            case MULTIPLICATIVE -> multiplicative(c, g);
            case HALS -> hals(c, g);
        }
    }

    private void multiplicative(RealMatrix c, RealMatrix g) {
        RealMatrix next = y.copy();
        for (int r = 0; r < y.getRowDimension(); r++) {
            for (int t = 0; t < y.getColumnDimension(); t++) {
                double up = Math.max(0, c.getEntry(r, t));
                double down = Math.max(0, -c.getEntry(r, t)) + options.epsilon();
                for (int s = 0; s < y.getRowDimension(); s++) {
                    up += Math.max(0, -g.getEntry(r, s)) * y.getEntry(s, t);
                    down += Math.max(0, g.getEntry(r, s)) * y.getEntry(s, t);
                }
                next.setEntry(r, t, y.getEntry(r, t) * Math.sqrt(up / down));
            }
        }
        y = next;
    }

    private void hals(RealMatrix c, RealMatrix g) {
        for (int r = 0; r < y.getRowDimension(); r++) {
            for (int t = 0; t < y.getColumnDimension(); t++) {
                double residual = c.getEntry(r, t);
                for (int s = 0; s < y.getRowDimension(); s++) {
                    residual -= g.getEntry(r, s) * y.getEntry(s, t);
                }
                y.setEntry(r, t, Math.max(0, y.getEntry(r, t) + residual / g.getEntry(r, r)));
            }
        }
    }
}
