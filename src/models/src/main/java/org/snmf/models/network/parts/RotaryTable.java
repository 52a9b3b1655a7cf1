package org.snmf.models.network.parts;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.snmf.models.checkpoint.Rotary;

/**
 * Cosines and sines of rotary positions for the rows of one pass. Angles are products of float32 numbers, as the
 * reference computes them.
 *
 * @param cosines [N, 1, headDim / 2]
 * @param sines [N, 1, headDim / 2]
 */
public record RotaryTable(NDArray cosines, NDArray sines) {
    public static RotaryTable of(NDManager manager, Rotary rotary, int headDim, int[] positions) {
        double[] frequencies = rotary.frequencies(headDim);
        float magnitude = (float) rotary.scaling().magnitude();
        int half = frequencies.length;
        float[] cosines = new float[positions.length * half];
        float[] sines = new float[positions.length * half];
        for (int row = 0; row < positions.length; row++) {
            // Rows of a sequence follow each other and sequences begin alike: copy what an earlier row has.
            int earlier = row > 0 && positions[row] < row ? findEarlier(positions, row) : -1;
            for (int i = 0; i < half; i++) {
                int at = row * half + i;
                if (earlier >= 0) {
                    cosines[at] = cosines[earlier * half + i];
                    sines[at] = sines[earlier * half + i];
                } else {
                    float angle = positions[row] * (float) frequencies[i];
                    cosines[at] = (float) Math.cos(angle) * magnitude;
                    sines[at] = (float) Math.sin(angle) * magnitude;
                }
            }
        }
        Shape shape = new Shape(positions.length, 1, half);
        return new RotaryTable(Rows.floats(manager, shape, cosines), Rows.floats(manager, shape, sines));
    }

    /** A row before {@code row} at the same position, looked for where packed sequences would have it; else -1. */
    private static int findEarlier(int[] positions, int row) {
        int start = row - positions[row];
        int previous = start - 1;
        if (previous < 0) {
            return -1;
        }
        int candidate = previous - positions[previous] + positions[row];
        return candidate >= 0 && candidate < start && positions[candidate] == positions[row] ? candidate : -1;
    }

    /** Turns every head of every row: [N, heads, headDim] → a new array of that shape. */
    public NDArray rotate(NDArray x) {
        NDList halves = x.split(2, 2);
        NDArray first = halves.get(0);
        NDArray second = halves.get(1);
        NDArray turnedFirst = first.mul(cosines).subi(second.mul(sines));
        NDArray turnedSecond = second.mul(cosines).addi(first.mul(sines));
        return NDArrays.concat(new NDList(turnedFirst, turnedSecond), 2);
    }
}
