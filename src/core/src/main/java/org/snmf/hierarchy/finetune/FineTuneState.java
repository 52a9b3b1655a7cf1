package org.snmf.hierarchy.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snmf.engine.NativeArrays;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.Level;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.SparseColumns;

/**
 * The matrices of one iteration as native arrays, with the two products that stand for A in everything but the update of
 * Y_0: P = A Y_0ᵀ (d_a × k_0) and Q = Y_0 Y_0ᵀ (k_0 × k_0). Owns its arrays until closed.
 */
final class FineTuneState implements AutoCloseable {
    final NDManager manager;

    /** Z_i, d_a × k_i. */
    final NDArray[] z;

    /** Y_i, k_i × k_(i−1), for i ≥ 1; at 0 the transpose of Y_0, n × k_0, so that blocks of tokens are rows. */
    final NDArray[] y;

    private @Nullable NDArray p;
    private @Nullable NDArray q;

    FineTuneState(NDManager manager, int levels) {
        this.manager = manager;
        this.z = new NDArray[levels];
        this.y = new NDArray[levels];
    }

    /** The matrices of a hierarchy; P and Q are left to the first pass over A. */
    static FineTuneState of(Hierarchy hierarchy, NDManager parent) {
        FineTuneState state = new FineTuneState(parent.newSubManager(), hierarchy.depth());
        for (int i = 0; i < hierarchy.depth(); i++) {
            state.z[i] = dense(state.manager, hierarchy.level(i).features());
            Coefficients y = hierarchy.level(i).coefficients();
            state.y[i] = i == 0 ? TokenRows.of(y, state.manager) : dense(state.manager, y);
        }
        return state;
    }

    private static NDArray dense(NDManager manager, SparseColumns z) {
        float[] rows = new float[Math.multiplyExact(z.rows(), z.columns())];
        for (int r = 0; r < z.columns(); r++) {
            for (int e = z.offset(r); e < z.offset(r + 1); e++) {
                rows[z.index(e) * z.columns() + r] = z.value(e);
            }
        }
        return NativeArrays.floats(manager, new Shape(z.rows(), z.columns()), rows);
    }

    private static NDArray dense(NDManager manager, Coefficients y) {
        float[] rows = new float[Math.multiplyExact(y.features(), y.tokens())];
        for (int r = 0; r < y.features(); r++) {
            System.arraycopy(y.feature(r), 0, rows, r * y.tokens(), y.tokens());
        }
        return NativeArrays.floats(manager, new Shape(y.features(), y.tokens()), rows);
    }

    /** Makes the array one that this state closes. */
    NDArray keep(NDArray array) {
        array.attach(manager);
        return array;
    }

    /** Takes P and Q as the pass over A has found them. */
    void measured(NDArray p, NDArray q) {
        this.p = p;
        this.q = q;
    }

    NDArray p() {
        return Objects.requireNonNull(p, "P: no pass over A yet");
    }

    NDArray q() {
        return Objects.requireNonNull(q, "Q: no pass over A yet");
    }

    /** Every array of this state. */
    List<NDArray> arrays() {
        List<NDArray> all = new ArrayList<>(List.of(z));
        all.addAll(List.of(y));
        all.add(p());
        all.add(q());
        return all;
    }

    int levels() {
        return z.length;
    }

    /** The matrices as levels; zeros of Z are not stored. */
    List<Level> levels(Hierarchy origin) {
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i < z.length; i++) {
            Coefficients coefficients = i == 0 ? TokenRows.read(y[0]) : new DenseCoefficients(rows(y[i]));
            levels.add(origin.level(i).with(sparse(rows(z[i])), coefficients));
        }
        return levels;
    }

    private static float[][] rows(NDArray matrix) {
        int columns = (int) matrix.getShape().get(1);
        float[] values = matrix.toFloatArray();
        float[][] rows = new float[(int) matrix.getShape().get(0)][columns];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(values, r * columns, rows[r], 0, columns);
        }
        return rows;
    }

    private static SparseColumns sparse(float[][] rows) {
        int columns = rows[0].length;
        int[] offsets = new int[columns + 1];
        for (float[] row : rows) {
            for (int r = 0; r < columns; r++) {
                offsets[r + 1] += row[r] == 0 ? 0 : 1;
            }
        }
        for (int r = 0; r < columns; r++) {
            offsets[r + 1] += offsets[r];
        }
        int[] indices = new int[offsets[columns]];
        float[] values = new float[offsets[columns]];
        int[] next = offsets.clone();
        for (int j = 0; j < rows.length; j++) {
            for (int r = 0; r < columns; r++) {
                if (rows[j][r] != 0) {
                    indices[next[r]] = j;
                    values[next[r]++] = rows[j][r];
                }
            }
        }
        return new SparseColumns(rows.length, offsets, indices, values);
    }

    @Override
    public void close() {
        manager.close();
    }
}
