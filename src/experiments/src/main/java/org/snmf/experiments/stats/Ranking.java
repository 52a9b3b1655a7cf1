package org.snmf.experiments.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How well a number puts the members of one group before those of another. Equal numbers favour nobody. */
public final class Ranking {
    private Ranking() {}

    /**
     * The area under the ROC curve: the probability that a random positive has the greater number than a random negative,
     * ties counted half (Mann and Whitney 1947). NaN when a group is empty.
     */
    public static double auc(double[] positives, double[] negatives) {
        double[] values = joined(positives, negatives);
        Integer[] order = descending(values);
        double wins = 0;
        int below = negatives.length;
        for (int first = 0; first < order.length; ) {
            int next = groupEnd(values, order, first);
            int positive = positivesIn(order, first, next, positives.length);
            int negative = next - first - positive;
            below -= negative;
            wins += positive * (below + negative / 2.0);
            first = next;
        }
        return wins / ((double) positives.length * negatives.length);
    }

    /**
     * Average precision: over the thresholds from the greatest number down, precision weighted by what each adds to recall;
     * equal numbers pass together. NaN when there is no positive.
     */
    public static double averagePrecision(double[] positives, double[] negatives) {
        double[] values = joined(positives, negatives);
        Integer[] order = descending(values);
        double sum = 0;
        int found = 0;
        for (int first = 0; first < order.length; ) {
            int next = groupEnd(values, order, first);
            int positive = positivesIn(order, first, next, positives.length);
            found += positive;
            sum += positive * (found / (double) next);
            first = next;
        }
        return sum / positives.length;
    }

    /** |2 · AUC − 1|, which does not ask which group has the greater numbers. */
    public static double gini(double auc) {
        return Math.abs(2 * auc - 1);
    }

    private static double[] joined(double[] positives, double[] negatives) {
        double[] all = Arrays.copyOf(positives, positives.length + negatives.length);
        System.arraycopy(negatives, 0, all, positives.length, negatives.length);
        return all;
    }

    private static Integer[] descending(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -values[i]))
                .toArray(Integer[]::new);
    }

    private static int groupEnd(double[] values, Integer[] order, int first) {
        int next = first + 1;
        while (next < order.length && values[order[next]] == values[order[first]]) {
            next++;
        }
        return next;
    }

    private static int positivesIn(Integer[] order, int first, int next, int positives) {
        int count = 0;
        for (int i = first; i < next; i++) {
            count += order[i] < positives ? 1 : 0;
        }
        return count;
    }
}
