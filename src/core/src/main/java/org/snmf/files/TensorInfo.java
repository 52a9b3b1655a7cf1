package org.snmf.files;

import java.util.List;

/**
 * One tensor of a safetensors file as its header describes it.
 *
 * @param name the tensor's name
 * @param type element type
 * @param shape sizes of the axes, row-major; empty for a scalar
 * @param begin position of its first byte in the file
 * @param bytes length of its data
 */
public record TensorInfo(String name, TensorType type, List<Long> shape, long begin, long bytes) {
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** Number of elements: the product of the shape. */
    public long elements() {
        return shape.stream().reduce(1L, (product, axis) -> product * axis);
    }
}
