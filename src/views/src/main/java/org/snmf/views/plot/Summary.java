package org.snmf.views.plot;

import java.util.Arrays;
import org.snmf.errors.InputException;

/**
 * A group of values as a box plot draws it: quartiles by linear interpolation (type 7 of Hyndman and Fan, as R and NumPy
 * do), whiskers at the farthest values within one and a half times the box from it but never inside it, outliers beyond.
 */
record Summary(
        double mean,
        double lowest,
        double highest,
        double lowerQuartile,
        double median,
        double upperQuartile,
        double lowerWhisker,
        double upperWhisker,
        double[] outliers) {

    /** @throws InputException if the group is empty or holds a value that is not finite */
    static Summary of(String name, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        if (sorted.length == 0 || !Double.isFinite(sorted[0]) || !Double.isFinite(sorted[sorted.length - 1])) {
            throw new InputException("group " + name, "finite values, at least one", Arrays.toString(values), "");
        }
        double lower = quantile(sorted, 0.25);
        double upper = quantile(sorted, 0.75);
        double reach = 1.5 * (upper - lower);
        double[] inside = Arrays.stream(sorted)
                .filter(v -> v >= lower - reach && v <= upper + reach)
                .toArray();
        double[] outside = Arrays.stream(sorted)
                .filter(v -> v < lower - reach || v > upper + reach)
                .toArray();
        double mean = Arrays.stream(sorted).average().orElseThrow();
        return new Summary(
                mean,
                sorted[0],
                sorted[sorted.length - 1],
                lower,
                quantile(sorted, 0.5),
                upper,
                Math.min(inside[0], lower),
                Math.max(inside[inside.length - 1], upper),
                outside);
    }

    private static double quantile(double[] sorted, double p) {
        double place = p * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
