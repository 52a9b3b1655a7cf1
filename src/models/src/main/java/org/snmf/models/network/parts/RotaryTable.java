package org.snmf.models.network.parts;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Map;
import org.snmf.engine.NativeArrays;
import org.snmf.models.checkpoint.Rotary;

/**
 * Cosines and sines of rotary positions for the rows of one pass. Angles are products of float32 numbers, as the
 * reference computes them.
 *
 * @param cosines [N, 1, pairs]
 * @param sines [N, 1, pairs]
 * @param pairs number of pairs that turn; the rest of a head stays
 */
public record RotaryTable(NDArray cosines, NDArray sines, int pairs) {
    /**
     * The table of some rows.
     *
     * @param positions position of each row
     * @param lengths tokens of the text that each row is of
     */
    public static RotaryTable of(NDManager manager, Rotary rotary, int headDim, int[] positions, int[] lengths) {
        int pairs = rotary.pairs(headDim);
        Map<Rotary, double[]> frequenciesOf = new HashMap<>();
        float[] cosines = new float[positions.length * pairs];
        float[] sines = new float[positions.length * pairs];
        for (int row = 0; row < positions.length; row++) {
            // Rows of a sequence follow each other and sequences begin alike: copy what an earlier row has.
            int earlier = row > 0 && positions[row] < row ? findEarlier(positions, row) : -1;
            Rotary scaled = rotary.forLength(lengths[row]);
            if (earlier >= 0 && scaled.equals(rotary.forLength(lengths[earlier]))) {
                System.arraycopy(cosines, earlier * pairs, cosines, row * pairs, pairs);
                System.arraycopy(sines, earlier * pairs, sines, row * pairs, pairs);
                continue;
            }
            float magnitude = (float) scaled.scaling().magnitude();
            double[] frequencies = frequenciesOf.computeIfAbsent(scaled, key -> key.frequencies(headDim));
            for (int i = 0; i < pairs; i++) {
                float angle = positions[row] * (float) frequencies[i];
                cosines[row * pairs + i] = (float) Math.cos(angle) * magnitude;
                sines[row * pairs + i] = (float) Math.sin(angle) * magnitude;
            }
        }
        Shape shape = new Shape(positions.length, 1, pairs);
        return new RotaryTable(
                NativeArrays.floats(manager, shape, cosines), NativeArrays.floats(manager, shape, sines), pairs);
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
        long width = x.getShape().get(2);
        long turned = 2L * pairs;
        NDList parts = turned < width ? x.split(new long[] {pairs, turned}, 2) : x.split(2, 2);
        NDArray first = parts.get(0);
        NDArray second = parts.get(1);
        NDList result = new NDList(
                first.mul(cosines).subi(second.mul(sines)), second.mul(cosines).addi(first.mul(sines)));
        result.addAll(parts.subNDList(2));
        return NDArrays.concat(result, 2);
    }
}
