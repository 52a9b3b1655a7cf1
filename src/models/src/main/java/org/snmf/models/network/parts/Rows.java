package org.snmf.models.network.parts;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.function.Consumer;

/** Rows of native matrices. */
public final class Rows {
    private Rows() {}

    /**
     * A new array whose values {@code fill} writes, from the buffer's position to its limit. On the processor they are
     * written where they stay: a Java buffer in between would hold native memory until a garbage collection.
     */
    public static NDArray floats(NDManager manager, Shape shape, Consumer<FloatBuffer> fill) {
        if (manager.getDevice().isGpu()) {
            FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(shape.size()));
            fill.accept(values);
            return manager.create(values.flip(), shape);
        }
        NDArray array = manager.create(shape, DataType.FLOAT32);
        fill.accept(view(array));
        return array;
    }

    /** A new array with these values. */
    public static NDArray floats(NDManager manager, Shape shape, float[] values) {
        return floats(manager, shape, into -> into.put(values));
    }

    private static NDArray ints(NDManager manager, int[] values) {
        Shape shape = new Shape(values.length);
        if (manager.getDevice().isGpu()) {
            return manager.create(IntBuffer.wrap(values), shape, DataType.INT32);
        }
        NDArray array = manager.create(shape, DataType.INT32);
        array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asIntBuffer().put(values);
        return array;
    }

    /** Copies rows of {@code x}, [M, width], to a new array [rows.length, width]. */
    public static NDArray select(NDArray x, int[] rows) {
        NDArray index = ints(x.getManager(), rows);
        return x.getNDArrayInternal().embedding(index, x, SparseFormat.DENSE).singletonOrThrow();
    }

    /** The values of a contiguous array; on the processor a view that is valid as long as the array is. */
    public static FloatBuffer view(NDArray x) {
        boolean direct = !x.getDevice().isGpu();
        return x.toByteBuffer(direct).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    /** A contiguous matrix as an array of rows. */
    public static float[][] toArrays(NDArray x) {
        FloatBuffer values = view(x);
        float[][] rows = new float[(int) x.getShape().get(0)][(int) x.getShape().get(1)];
        for (float[] row : rows) {
            values.get(row);
        }
        return rows;
    }
}
