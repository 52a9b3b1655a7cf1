package org.snmf.models.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Rows of native matrices. */
final class Rows {
    private Rows() {}

    /** Copies rows of {@code x}, [M, width], to a new array [rows.length, width]. */
    static NDArray select(NDArray x, int[] rows) {
        NDArray index = x.getManager().create(IntBuffer.wrap(rows), new Shape(rows.length), DataType.INT32);
        return x.getNDArrayInternal().embedding(index, x, SparseFormat.DENSE).singletonOrThrow();
    }

    /** The values of a contiguous array; on the processor a view that is valid as long as the array is. */
    static FloatBuffer view(NDArray x) {
        boolean direct = !x.getDevice().isGpu();
        return x.toByteBuffer(direct).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    /** A contiguous matrix as an array of rows. */
    static float[][] toArrays(NDArray x) {
        FloatBuffer values = view(x);
        float[][] rows = new float[(int) x.getShape().get(0)][(int) x.getShape().get(1)];
        for (float[] row : rows) {
            values.get(row);
        }
        return rows;
    }
}
