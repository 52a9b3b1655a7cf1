package org.snmf.matrix;

/** Coefficients Y in memory, one array per feature. */
public final class DenseCoefficients implements Coefficients {
    private final float[][] rows;

    /** @param rows k rows of n values each; not copied, and must not be changed afterwards */
    public DenseCoefficients(float[][] rows) {
        for (float[] row : rows) {
            if (row.length != rows[0].length) {
                throw new IllegalArgumentException(
                        "expected rows of " + rows[0].length + " tokens, found one of " + row.length);
            }
        }
        this.rows = rows;
    }

    @Override
    public int features() {
        return rows.length;
    }

    @Override
    public int tokens() {
        return rows.length == 0 ? 0 : rows[0].length;
    }

    @Override
    public float get(int r, int t) {
        return rows[r][t];
    }

    @Override
    public float[] feature(int r) {
        return rows[r].clone();
    }

    @Override
    public float[] token(int t) {
        float[] column = new float[rows.length];
        for (int r = 0; r < rows.length; r++) {
            column[r] = rows[r][t];
        }
        return column;
    }
}
