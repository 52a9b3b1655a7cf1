package org.snmf.experiments.dictionary;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A dense float32 matrix in memory whose rows are what it is about: one row a latent, or one an output.
 *
 * @param values entry {@code i * columns + j} is [i, j]; not copied
 * @param rows number of rows
 * @param columns their length
 */
public record RowMatrix(float[] values, int rows, int columns) {
    private static final int TILE = 64;

    public RowMatrix {
        if (rows < 1 || columns < 1 || values.length != (long) rows * columns) {
            throw new IllegalArgumentException(
                    "expected " + rows + " x " + columns + " values with both at least 1, found " + values.length);
        }
    }

    /** Entry [i, j]. */
    public float get(int i, int j) {
        return values[i * columns + j];
    }

    /** Row i: a fresh array. */
    public float[] row(int i) {
        Objects.checkIndex(i, rows);
        return Arrays.copyOfRange(values, i * columns, (i + 1) * columns);
    }

    /** Writes rows [{@code from}, {@code from + count}) to the beginning of {@code into}. */
    void copyRows(int from, int count, FloatBuffer into) {
        into.put(0, values, from * columns, count * columns);
    }

    /** Euclidean length of row i, summed in float64. */
    public double norm(int i) {
        double sum = 0;
        for (int j = i * columns; j < (i + 1) * columns; j++) {
            sum += (double) values[j] * values[j];
        }
        return Math.sqrt(sum);
    }

    /** The transpose: another matrix. */
    public RowMatrix transposed() {
        float[] turned = new float[values.length];
        for (int i0 = 0; i0 < rows; i0 += TILE) {
            for (int j0 = 0; j0 < columns; j0 += TILE) {
                for (int i = i0; i < Math.min(rows, i0 + TILE); i++) {
                    for (int j = j0; j < Math.min(columns, j0 + TILE); j++) {
                        turned[j * rows + i] = values[i * columns + j];
                    }
                }
            }
        }
        return new RowMatrix(turned, columns, rows);
    }

    /** The same with row i multiplied by {@code factors[i]}: another matrix. */
    public RowMatrix scaledRows(float[] factors) {
        float[] scaled = values.clone();
        for (int i = 0; i < rows; i++) {
            for (int j = i * columns; j < (i + 1) * columns; j++) {
                scaled[j] *= factors[i];
            }
        }
        return new RowMatrix(scaled, rows, columns);
    }

    /** The same multiplied by a factor: another matrix. */
    public RowMatrix scaled(double factor) {
        float[] factors = new float[rows];
        Arrays.fill(factors, (float) factor);
        return scaledRows(factors);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowMatrix that
                && rows == that.rows
                && columns == that.columns
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "RowMatrix[" + rows + " x " + columns + "]";
    }
}
