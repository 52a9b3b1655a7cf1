package org.snmf.files.python;

import java.util.List;

/** Arrays whose axes do not follow each other in memory. */
final class Strided {
    private Strided() {}

    /** An array of {@code shape} with its last axis fastest, from one with its first axis fastest. */
    static float[] fromFortran(float[] values, List<Long> shape) {
        long[] strides = new long[shape.size()];
        long stride = 1;
        for (int axis = 0; axis < strides.length; axis++) {
            strides[axis] = stride;
            stride *= shape.get(axis);
        }
        return gather(values, 0, shape, strides, values.length);
    }

    /**
     * The view of {@code storage} that begins at {@code offset}, its last axis fastest.
     *
     * @param strides steps of the axes, in elements; the view must lie within the storage
     * @param count product of the shape
     */
    static float[] gather(float[] storage, long offset, List<Long> shape, long[] strides, int count) {
        float[] values = new float[count];
        int axes = shape.size();
        if (axes == 0) {
            values[0] = storage[(int) offset];
            return values;
        }
        int inner = (int) (long) shape.get(axes - 1);
        int step = (int) strides[axes - 1];
        long[] index = new long[axes];
        for (int at = 0; at < count; at += inner) {
            long from = offset;
            for (int axis = 0; axis < axes - 1; axis++) {
                from += index[axis] * strides[axis];
            }
            for (int i = 0; i < inner; i++) {
                values[at + i] = storage[(int) from + i * step];
            }
            for (int axis = axes - 2; axis >= 0 && ++index[axis] == shape.get(axis); axis--) {
                index[axis] = 0;
            }
        }
        return values;
    }

    /** Whether the axes follow each other as in a fresh array. */
    static boolean isContiguous(List<Long> shape, long[] strides) {
        long expected = 1;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            if (shape.get(axis) != 1 && strides[axis] != expected) {
                return false;
            }
            expected *= shape.get(axis);
        }
        return true;
    }
}
