package org.snmf.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.snmf.errors.InputException;

/**
 * One tensor of an open safetensors file. {@link #bytes} maps without copying; {@link #floats} and {@link #read} give
 * float32 whatever floating type the file holds.
 */
public final class MappedTensor {
    private final OpenFile file;
    private final TensorInfo info;

    MappedTensor(OpenFile file, TensorInfo info) {
        this.file = file;
        this.info = info;
    }

    /** Name, type, shape and place of the tensor. */
    public TensorInfo info() {
        return info;
    }

    /**
     * The bytes of elements [{@code first}, {@code first + count}) as a direct, read-only, little-endian view of the
     * file, positioned at 0. Each call makes a mapping, which the garbage collector removes.
     *
     * @throws IllegalArgumentException if that is more than 2 GiB: ask in pieces
     */
    public ByteBuffer bytes(long first, long count) {
        check(first, count);
        long length = count * info.type().bytes();
        if (length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    where() + ": expected at most " + Integer.MAX_VALUE + " bytes in one piece, found " + length);
        }
        try {
            return file.map(info.begin() + first * info.type().bytes(), length).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(where() + ": mapping failed", e);
        }
    }

    /** Reads elements from {@code first} on into the rest of {@code into}, widened or narrowed to float32. */
    public void read(long first, FloatBuffer into) {
        check(first, into.remaining());
        new FloatSource(file, info.begin(), info.type(), ByteOrder.LITTLE_ENDIAN).read(first, into);
    }

    /** All elements as float32: a fresh array. The tensor must have fewer than 2^31 elements. */
    public float[] floats() {
        float[] values = new float[arrayLength()];
        read(0, FloatBuffer.wrap(values));
        return values;
    }

    /** All elements of an I32 tensor: a fresh array. */
    public int[] ints() {
        expect(TensorType.I32);
        int[] values = new int[arrayLength()];
        bytes(0, values.length).asIntBuffer().get(values);
        return values;
    }

    /** All elements of an I64 tensor: a fresh array. */
    public long[] longs() {
        expect(TensorType.I64);
        long[] values = new long[arrayLength()];
        bytes(0, values.length).asLongBuffer().get(values);
        return values;
    }

    private void expect(TensorType type) {
        if (info.type() != type) {
            throw new InputException(
                    where(), "elements of type " + type, info.type().name(), "");
        }
    }

    private int arrayLength() {
        if (info.elements() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    where() + ": expected fewer than 2^31 elements for one array, found " + info.elements());
        }
        return (int) info.elements();
    }

    private void check(long first, long count) {
        if (first < 0 || count < 0 || first > info.elements() - count) {
            throw new IndexOutOfBoundsException(where() + ": expected a range within [0, " + info.elements()
                    + "), found [" + first + ", " + (first + count) + ")");
        }
    }

    private String where() {
        return file.path() + "#" + info.name();
    }
}
