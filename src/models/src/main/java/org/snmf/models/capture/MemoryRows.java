package org.snmf.models.capture;

import java.nio.FloatBuffer;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.DirectMemory;
import org.snmf.progress.MachineMemory;

/** Rows appended one behind the other in native memory of fixed size. */
final class MemoryRows {
    private final FloatBuffer values;
    private final int width;

    MemoryRows(long rows, int width) {
        long bytes = rows * width * Float.BYTES;
        if (bytes > Integer.MAX_VALUE) {
            throw new InputException(
                    "capture in memory",
                    "at most 2 GiB a layer and site",
                    String.format(java.util.Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30)),
                    "Capture into a folder.");
        }
        this.width = width;
        try {
            this.values = DirectMemory.floats((int) (rows * width));
        } catch (OutOfMemoryError e) {
            throw MachineMemory.exceeded("capture in memory", bytes, "Capture into a folder.", e);
        }
    }

    void append(FloatBuffer block, int rows) {
        values.put(block.slice(block.position(), rows * width));
    }

    /** What was appended so far; nothing may be appended afterwards. */
    ActivationMatrix matrix() {
        return new MemoryMatrix(values.duplicate().flip().slice(), width);
    }

    private record MemoryMatrix(FloatBuffer values, int width) implements ActivationMatrix {
        @Override
        public int neurons() {
            return width;
        }

        @Override
        public int tokens() {
            return values.limit() / width;
        }

        @Override
        public FloatBuffer block(int from, int count) {
            return values.slice(from * width, count * width);
        }
    }
}
