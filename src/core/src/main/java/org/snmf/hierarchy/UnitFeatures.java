package org.snmf.hierarchy;

import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.SparseColumns;

/** Moves the length of each feature into its row of Y: z_r ← z_r / ‖z_r‖, y_r ← ‖z_r‖ y_r. The product stays. */
final class UnitFeatures {
    private UnitFeatures() {}

    /** The level with features of length 1; a feature of length 0 stays as it is. */
    static Level of(Level level) {
        SparseColumns z = level.features();
        Coefficients y = level.coefficients();
        int[] offsets = new int[z.columns() + 1];
        int[] indices = new int[z.stored()];
        float[] values = new float[z.stored()];
        float[][] rows = new float[z.columns()][];
        for (int r = 0; r < z.columns(); r++) {
            double length = length(z.values(r));
            offsets[r + 1] = z.offset(r + 1);
            for (int i = z.offset(r); i < z.offset(r + 1); i++) {
                indices[i] = z.index(i);
                values[i] = length == 0 ? z.value(i) : (float) (z.value(i) / length);
            }
            rows[r] = y.feature(r);
            for (int t = 0; t < rows[r].length && length > 0; t++) {
                rows[r][t] = (float) (rows[r][t] * length);
            }
        }
        return level.with(new SparseColumns(z.rows(), offsets, indices, values), new DenseCoefficients(rows));
    }

    private static double length(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }
}
