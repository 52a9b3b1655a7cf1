package org.snmf.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.function.Consumer;

/**
 * Native arrays with values from Java, in memory that the engine allocated itself. {@code NDManager.create} with values
 * lets the engine read memory of Java instead, which has two faults. It lies at addresses that are multiples of 16 bytes
 * and differ from run to run, where the engine's own are multiples of 64: products then take other paths, and their last
 * digits differ between equal runs. And it is given back only after a garbage collection.
 */
public final class NativeArrays {
    private NativeArrays() {}

    /** A new array whose values {@code fill} writes, from the buffer's position to its limit. */
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

    /** A new float32 array with these values. */
    public static NDArray floats(NDManager manager, Shape shape, float[] values) {
        return floats(manager, shape, into -> into.put(values));
    }

    /** A new int32 array, [values.length]. */
    public static NDArray ints(NDManager manager, int[] values) {
        Shape shape = new Shape(values.length);
        if (manager.getDevice().isGpu()) {
            return manager.create(IntBuffer.wrap(values), shape, DataType.INT32);
        }
        NDArray array = manager.create(shape, DataType.INT32);
        memory(array).asIntBuffer().put(values);
        return array;
    }

    /** A new int64 array with these values. */
    public static NDArray longs(NDManager manager, Shape shape, long[] values) {
        if (manager.getDevice().isGpu()) {
            return manager.create(LongBuffer.wrap(values), shape, DataType.INT64);
        }
        NDArray array = manager.create(shape, DataType.INT64);
        memory(array).asLongBuffer().put(values);
        return array;
    }

    /**
     * {@code x} times a number, for graphs that are differentiated. {@code x.mul(number)} makes an array of the number in
     * memory of Java and closes it at once; the gradient of the product reads that memory later, and finds something else
     * there after a garbage collection. Quotients and powers do the same.
     */
    public static NDArray scaled(NDArray x, float factor) {
        return x.mul(floats(x.getManager(), new Shape(), new float[] {factor}));
    }

    /** The values of a contiguous array; on the processor a view that is valid as long as the array is. */
    public static FloatBuffer view(NDArray x) {
        return memory(x).asFloatBuffer();
    }

    private static ByteBuffer memory(NDArray x) {
        boolean direct = !x.getDevice().isGpu();
        return x.toByteBuffer(direct).order(ByteOrder.nativeOrder());
    }
}
