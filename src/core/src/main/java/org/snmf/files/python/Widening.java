package org.snmf.files.python;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.files.HalfPrecision;
import org.snmf.files.TensorType;

/** Numbers of any type as float32. */
final class Widening {
    private static final int CHUNK = 1 << 20;

    private Widening() {}

    /** Number of elements of an array that is to lie in one Java array. */
    static int length(String where, List<Long> shape) {
        long count = 1;
        for (long axis : shape) {
            count = axis == 0 ? 0 : count * axis;
            if (count < 0 || count > Integer.MAX_VALUE - 8) {
                throw new InputException(
                        where, "fewer than 2^31 numbers in one array", "shape " + shape, "Split the array.");
            }
        }
        return (int) count;
    }

    /**
     * Reads the next {@code count} numbers of a stream.
     *
     * @throws InputException if it ends before
     */
    static float[] read(String where, InputStream in, TensorType type, ByteOrder order, int count) throws IOException {
        float[] values = new float[count];
        byte[] bytes = new byte[CHUNK];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        for (int done = 0; done < count; ) {
            int piece = Math.min(count - done, CHUNK / type.bytes());
            int found = in.readNBytes(bytes, 0, piece * type.bytes());
            if (found < piece * type.bytes()) {
                throw new InputException(
                        where,
                        (long) count * type.bytes() + " bytes of data",
                        (long) done * type.bytes() + found + " bytes",
                        "The file is truncated; fetch or write it again.");
            }
            widen(type, buffer, values, done, piece);
            done += piece;
        }
        return values;
    }

    /** The first {@code count} numbers of a buffer, in its own byte order. */
    static float[] of(TensorType type, ByteBuffer bytes, int count) {
        float[] values = new float[count];
        widen(type, bytes, values, 0, count);
        return values;
    }

    private static void widen(TensorType type, ByteBuffer b, float[] into, int at, int count) {
        switch (type) {
            case F32 -> b.slice().order(b.order()).asFloatBuffer().get(into, at, count);
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = (float) b.getDouble(i * Double.BYTES);
                }
            }
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = HalfPrecision.fromFloat16(b.getShort(i * Short.BYTES));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = HalfPrecision.fromBfloat16(b.getShort(i * Short.BYTES));
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = whole(type, b, i);
                }
            }
        }
    }

    private static float whole(TensorType type, ByteBuffer b, int i) {
        return switch (type) {
            case I64, U64 -> b.getLong(i * Long.BYTES);
            case I32, U32 -> b.getInt(i * Integer.BYTES);
            case I16, U16 -> b.getShort(i * Short.BYTES);
            case U8 -> b.get(i) & 0xff;
            default -> b.get(i);
        };
    }
}
