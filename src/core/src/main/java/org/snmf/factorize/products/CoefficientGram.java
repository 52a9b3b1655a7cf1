package org.snmf.factorize.products;

import org.snmf.engine.Block;
import org.snmf.engine.Engine;

/**
 * Y Yᵀ (k × k) added up over panels by one lane. From a certain rank on it goes in groups of rows, each from its part of the
 * diagonal on: the other half follows from the symmetry.
 */
public final class CoefficientGram implements AutoCloseable {
    private static final int FROM_RANK = 512;
    private static final int GROUPS = 8;

    private final Engine engine;
    private final int rank;
    private final int rows;
    private final Block[] parts;

    public CoefficientGram(Engine engine, int rank) {
        this.engine = engine;
        this.rank = rank;
        this.rows = rank < FROM_RANK ? rank : (rank + GROUPS - 1) / GROUPS;
        this.parts = new Block[(rank + rows - 1) / rows];
        for (int p = 0; p < parts.length; p++) {
            parts[p] = engine.allocate(Math.min(rows, rank - p * rows), rank - p * rows);
        }
    }

    /** Share of the k × k entries that are computed at rank k. */
    public static double share(int rank) {
        return rank < FROM_RANK ? 1 : (GROUPS + 1) / (2.0 * GROUPS);
    }

    /** Takes Y Yᵀ of a panel, or adds it. */
    public void add(Block y, boolean adding) {
        if (parts.length == 1) {
            engine.multiplyTransposed(y, y, parts[0], adding);
            return;
        }
        for (int p = 0; p < parts.length; p++) {
            try (Block group = y.rows(p * rows, parts[p].rows());
                    Block rest = y.rows(p * rows, rank - p * rows)) {
                engine.multiplyTransposed(group, rest, parts[p], adding);
            }
        }
    }

    /** Adds what another lane has added up. */
    public void add(CoefficientGram other) {
        for (int p = 0; p < parts.length; p++) {
            engine.add(other.parts[p], parts[p]);
        }
    }

    /** Y Yᵀ as float64. */
    public double[][] read() {
        double[][] values = new double[rank][rank];
        if (parts.length == 1) {
            for (int r = 0; r < rank; r++) {
                read(r, values[r]);
            }
            return values;
        }
        engine.forEach(rank, (lane, r) -> read(r, values[r]));
        engine.forEach(rank, (lane, r) -> {
            for (int s = 0; s < r / rows * rows; s++) {
                values[r][s] = values[s][r];
            }
        });
        return values;
    }

    private void read(int r, double[] into) {
        float[] row = row(r);
        for (int s = 0; s < row.length; s++) {
            into[rank - row.length + s] = row[s];
        }
    }

    /** The entries of row r from the first column of its group on. */
    private float[] row(int r) {
        Block part = parts[r / rows];
        float[] row = new float[part.columns()];
        part.values().get(r % rows * row.length, row);
        return row;
    }

    /** All entries, row by row; those that the symmetry gives are zero. */
    float[] copy() {
        float[] values = new float[Math.multiplyExact(rank, rank)];
        for (int r = 0; r < rank; r++) {
            float[] row = row(r);
            System.arraycopy(row, 0, values, (r + 1) * rank - row.length, row.length);
        }
        return values;
    }

    /** Puts back what {@link #copy} gave. */
    void fill(float[] values) {
        for (int r = 0; r < rank; r++) {
            Block part = parts[r / rows];
            part.values().put(r % rows * part.columns(), values, (r + 1) * rank - part.columns(), part.columns());
        }
    }

    @Override
    public void close() {
        for (Block part : parts) {
            part.close();
        }
    }
}
