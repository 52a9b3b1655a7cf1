package org.snmf.matrix;

import java.util.Arrays;
import java.util.List;

/**
 * A matrix with sparse columns, such as the features Z (d_a × k) of which winner-take-all keeps a few neurons each.
 * Column r has its support (row indices, ascending) and its values in [{@code offset(r)}, {@code offset(r + 1)}).
 * Immutable; the arrays given to the constructor must not be changed afterwards.
 */
public final class SparseColumns {
    private final int rows;
    private final int[] offsets;
    private final int[] indices;
    private final float[] values;

    /**
     * @param rows number of rows, d_a
     * @param offsets k + 1 ascending offsets, the first 0, the last {@code indices.length}
     * @param indices row of each stored entry, strictly ascending within a column
     * @param values value of each stored entry
     * @throws IllegalArgumentException if the three arrays do not describe such a matrix
     */
    public SparseColumns(int rows, int[] offsets, int[] indices, float[] values) {
        this.rows = rows;
        this.offsets = offsets;
        this.indices = indices;
        this.values = values;
        check();
    }

    /**
     * Columns of which the entries that are not zero are stored.
     *
     * @param rows number of rows
     * @param columns as many values each
     */
    public static SparseColumns ofDense(int rows, List<float[]> columns) {
        int[] offsets = new int[columns.size() + 1];
        for (int r = 0; r < columns.size(); r++) {
            int stored = 0;
            for (float value : columns.get(r)) {
                stored += value == 0 ? 0 : 1;
            }
            offsets[r + 1] = offsets[r] + stored;
        }
        int[] indices = new int[offsets[columns.size()]];
        float[] values = new float[indices.length];
        int at = 0;
        for (float[] column : columns) {
            for (int j = 0; j < column.length; j++) {
                if (column[j] != 0) {
                    indices[at] = j;
                    values[at++] = column[j];
                }
            }
        }
        return new SparseColumns(rows, offsets, indices, values);
    }

    private void check() {
        if (offsets.length == 0 || offsets[0] != 0 || offsets[offsets.length - 1] != indices.length) {
            throw new IllegalArgumentException("offsets: expected from 0 to " + indices.length + ", found "
                    + (offsets.length == 0 ? "none" : offsets[0] + " to " + offsets[offsets.length - 1]));
        }
        if (values.length != indices.length) {
            throw new IllegalArgumentException(
                    "values: expected " + indices.length + " as there are indices, found " + values.length);
        }
        for (int r = 0; r < columns(); r++) {
            if (offsets[r + 1] < offsets[r] || offsets[r + 1] > indices.length) {
                throw new IllegalArgumentException("column " + r + ": offsets from " + offsets[r] + " to "
                        + offsets[r + 1] + " with " + indices.length + " entries");
            }
            int previous = -1;
            for (int i = offsets[r]; i < offsets[r + 1]; i++) {
                if (indices[i] <= previous || indices[i] >= rows) {
                    throw new IllegalArgumentException("column " + r + ": expected ascending rows in [0, " + rows
                            + "), found " + indices[i] + " after " + previous);
                }
                previous = indices[i];
            }
        }
    }

    /** Number of rows, d_a. */
    public int rows() {
        return rows;
    }

    /** Number of columns, k. */
    public int columns() {
        return offsets.length - 1;
    }

    /** Number of stored entries in all columns. */
    public int stored() {
        return indices.length;
    }

    /** Index of the first stored entry of column r; r may be k. */
    public int offset(int r) {
        return offsets[r];
    }

    /** Row of stored entry i. */
    public int index(int i) {
        return indices[i];
    }

    /** Value of stored entry i. */
    public float value(int i) {
        return values[i];
    }

    /** The support of column r: the neurons that winner-take-all kept, ascending. A fresh array. */
    public int[] support(int r) {
        return Arrays.copyOfRange(indices, offsets[r], offsets[r + 1]);
    }

    /** The values on the support of column r, in the order of {@link #support}. A fresh array. */
    public float[] values(int r) {
        return Arrays.copyOfRange(values, offsets[r], offsets[r + 1]);
    }

    /** Column r as a dense vector of length d_a. A fresh array. */
    public float[] column(int r) {
        float[] dense = new float[rows];
        for (int i = offsets[r]; i < offsets[r + 1]; i++) {
            dense[indices[i]] = values[i];
        }
        return dense;
    }

    /** The same columns, every value times {@code factor}. */
    public SparseColumns times(float factor) {
        float[] scaled = values.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return new SparseColumns(rows, offsets, indices, scaled);
    }

    /** The matrix in full, rows × columns. A fresh array. */
    public double[][] toArray() {
        double[][] dense = new double[rows()][columns()];
        for (int r = 0; r < columns(); r++) {
            for (int i = offset(r); i < offset(r + 1); i++) {
                dense[index(i)][r] = value(i);
            }
        }
        return dense;
    }

    /** The cosines of all pairs of columns, columns × columns; 0 where a column is zero. A fresh array. */
    public double[][] cosines() {
        double[][] cosines = new double[columns()][columns()];
        double[] lengths = new double[columns()];
        for (int r = 0; r < columns(); r++) {
            float[] column = column(r);
            for (int q = 0; q <= r; q++) {
                double product = 0;
                for (int i = offset(q); i < offset(q + 1); i++) {
                    product += (double) value(i) * column[index(i)];
                }
                lengths[r] = q == r ? Math.sqrt(product) : 0;
                cosines[r][q] = product;
            }
        }
        for (int r = 0; r < columns(); r++) {
            for (int q = 0; q <= r; q++) {
                double size = lengths[r] * lengths[q];
                cosines[r][q] = size == 0 ? 0 : cosines[r][q] / size;
                cosines[q][r] = cosines[r][q];
            }
        }
        return cosines;
    }
}
