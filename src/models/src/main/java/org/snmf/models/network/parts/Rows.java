package org.snmf.models.network.parts;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;
import java.nio.FloatBuffer;
import org.snmf.engine.NativeArrays;

/** Rows of native matrices. */
public final class Rows {
    private Rows() {}

    /** Copies rows of {@code x}, [M, width], to a new array [rows.length, width]. */
    public static NDArray select(NDArray x, int[] rows) {
        NDArray index = NativeArrays.ints(x.getManager(), rows);
        return x.getNDArrayInternal().embedding(index, x, SparseFormat.DENSE).singletonOrThrow();
    }

    /** A contiguous matrix as an array of rows. */
    public static float[][] toArrays(NDArray x) {
        FloatBuffer values = NativeArrays.view(x);
        float[][] rows = new float[(int) x.getShape().get(0)][(int) x.getShape().get(1)];
        for (float[] row : rows) {
            values.get(row);
        }
        return rows;
    }
}
