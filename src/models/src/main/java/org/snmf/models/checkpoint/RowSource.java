package org.snmf.models.checkpoint;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.snmf.files.HalfPrecision;
import org.snmf.files.MappedTensor;
import org.snmf.files.TensorType;

/** The rows of a mapped matrix as float32, one at a time; what is never asked for is never read. */
public final class RowSource {
    private static final long LARGEST_MAP = 1L << 30;

    private final MappedTensor tensor;
    private final int width;
    private final long rowsPerMap;
    private final List<ByteBuffer> maps = new ArrayList<>();

    RowSource(MappedTensor tensor) {
        this.tensor = tensor;
        long rows = tensor.info().shape().get(0);
        this.width = Math.toIntExact(tensor.info().shape().get(1));
        long rowBytes = (long) width * tensor.info().type().bytes();
        this.rowsPerMap = Math.max(1, LARGEST_MAP / rowBytes);
        for (long row = 0; row < rows; row += rowsPerMap) {
            maps.add(tensor.bytes(row * width, Math.min(rowsPerMap, rows - row) * width));
        }
    }

    /** Number of values in a row. */
    public int width() {
        return width;
    }

    /** Puts row {@code row} into {@code into} at its position. */
    public void get(int row, FloatBuffer into) {
        TensorType type = tensor.info().type();
        ByteBuffer map = maps.get((int) (row / rowsPerMap));
        int begin = (int) (row % rowsPerMap * width * type.bytes());
        switch (type) {
            case F32 -> into.put(map.slice(begin, width * 4).order(map.order()).asFloatBuffer());
            case BF16 -> {
                for (int i = 0; i < width; i++) {
                    into.put(HalfPrecision.fromBfloat16(map.getShort(begin + 2 * i)));
                }
            }
            case F16 -> {
                for (int i = 0; i < width; i++) {
                    into.put(HalfPrecision.fromFloat16(map.getShort(begin + 2 * i)));
                }
            }
            default -> {
                FloatBuffer part = into.slice(into.position(), width);
                tensor.read((long) row * width, part);
                into.position(into.position() + width);
            }
        }
    }
}
