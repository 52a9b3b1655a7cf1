package org.snmf.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.snmf.errors.InputException;
import org.snmf.progress.Undisturbed;

/**
 * A run of floating-point numbers in a file, read piece by piece as float32 with positional reads, so that what is
 * resident is only what the caller asked for. Safe for use by several threads.
 */
final class FloatSource {
    private static final int CHUNK = 1 << 20;
    private static final ThreadLocal<ByteBuffer> SCRATCH =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(CHUNK));

    private final OpenFile file;
    private final long begin;
    private final TensorType type;
    private final ByteOrder order;

    FloatSource(OpenFile file, long begin, TensorType type, ByteOrder order) {
        this.file = file;
        this.begin = begin;
        this.type = type;
        this.order = order;
    }

    /** Fills the rest of {@code into} with the elements from {@code first} on, and advances its position to its limit. */
    void read(long first, FloatBuffer into) {
        Undisturbed.run(() -> readHere(first, into));
    }

    private void readHere(long first, FloatBuffer into) {
        long position = begin + first * type.bytes();
        ByteBuffer scratch = SCRATCH.get();
        while (into.hasRemaining()) {
            int count = Math.min(into.remaining(), CHUNK / type.bytes());
            scratch.clear().limit(count * type.bytes());
            fill(scratch, position);
            position += scratch.limit();
            scratch.flip().order(order);
            widen(scratch, count, into);
        }
    }

    private void fill(ByteBuffer scratch, long position) {
        try {
            file.read(scratch, position);
        } catch (IOException e) {
            throw new UncheckedIOException(file.path() + ": reading failed at byte " + position, e);
        }
    }

    private void widen(ByteBuffer bytes, int count, FloatBuffer into) {
        switch (type) {
            case F32 -> into.put(bytes.asFloatBuffer());
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    into.put((float) bytes.getDouble(i * Double.BYTES));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    into.put(HalfPrecision.fromBfloat16(bytes.getShort(i * Short.BYTES)));
                }
            }
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    into.put(HalfPrecision.fromFloat16(bytes.getShort(i * Short.BYTES)));
                }
            }
            default ->
                throw new InputException(
                        file.path().toString(), "a floating-point tensor (F64, F32, F16 or BF16)", type.name(), "");
        }
    }
}
