package org.snmf.experiments.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Numbers counted in bars of equal width.
 *
 * @param heights how many numbers each bar has
 * @param starts where each bar begins
 */
public record Histogram(List<Integer> heights, List<Double> starts) {
    /** From the least to the greatest of {@code values}; without bars where there are no values. */
    static Histogram of(float[] values, int bars) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        if (values.length == 0) {
            return new Histogram(List.of(), List.of());
        }
        double width = (greatest - least) / bars;
        List<Integer> heights = new ArrayList<>(Collections.nCopies(bars, 0));
        List<Double> starts = new ArrayList<>();
        for (int b = 0; b < bars; b++) {
            starts.add(least + b * width);
        }
        for (float value : values) {
            int b = width == 0 ? 0 : (int) Math.min(bars - 1, (value - least) / width);
            heights.set(b, heights.get(b) + 1);
        }
        return new Histogram(heights, starts);
    }

    /** Those above 0. */
    static float[] positive(float[] values) {
        int count = 0;
        float[] kept = new float[values.length];
        for (float value : values) {
            if (value > 0) {
                kept[count++] = value;
            }
        }
        return Arrays.copyOf(kept, count);
    }
}
