package org.snmf.models.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.snmf.files.MappedTensor;

/** Copies a tensor of any float type into native float32 memory, on all processors, in pieces below 2 GiB. */
final class Widening {
    private static final long LARGEST_PIECE = 1L << 28;

    private Widening() {}

    static NDArray load(NDManager manager, MappedTensor tensor, Shape shape) {
        if (shape.size() <= LARGEST_PIECE || shape.dimension() == 0) {
            return piece(manager, tensor, 0, shape);
        }
        NDArray whole = manager.create(shape, DataType.FLOAT32);
        long rows = shape.get(0);
        long width = shape.size() / rows;
        long rowsAtOnce = Math.max(1, LARGEST_PIECE / width);
        for (long row = 0; row < rows; row += rowsAtOnce) {
            long[] dimensions = shape.getShape().clone();
            dimensions[0] = Math.min(rowsAtOnce, rows - row);
            try (NDArray part = piece(manager, tensor, row * width, new Shape(dimensions))) {
                whole.set(new NDIndex("{}:{}", row, row + dimensions[0]), part);
            }
        }
        return whole;
    }

    private static NDArray piece(NDManager manager, MappedTensor tensor, long first, Shape shape) {
        if (manager.getDevice().isGpu()) {
            try (NDManager host = manager.newSubManager(ai.djl.Device.cpu())) {
                NDArray moved = piece(host, tensor, first, shape).toDevice(manager.getDevice(), true);
                moved.attach(manager);
                return moved;
            }
        }
        NDArray array = manager.create(shape, DataType.FLOAT32);
        if (shape.size() > 0) {
            ByteBuffer memory = array.toByteBuffer(true).order(ByteOrder.nativeOrder());
            fill(tensor, first, memory.asFloatBuffer());
        }
        return array;
    }

    private static void fill(MappedTensor tensor, long first, FloatBuffer into) {
        int threads = into.remaining() < 1 << 20 ? 1 : Runtime.getRuntime().availableProcessors();
        int share = (into.remaining() + threads - 1) / threads;
        IntStream.range(0, threads).parallel().forEach(thread -> {
            int begin = Math.min(into.limit(), thread * share);
            int count = Math.min(share, into.limit() - begin);
            tensor.read(first + begin, into.slice(begin, count));
        });
    }
}
