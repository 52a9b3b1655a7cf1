package org.snmf.experiments.stats;

/**
 * By how much one group of values exceeds another.
 *
 * @param mean difference of the means with its bootstrap interval
 * @param effect its size: for two groups Cliff's δ = P(x &gt; y) − P(x &lt; y), for pairs the mean difference over the
 *     standard deviation of the differences
 * @param first number of values of the first group, or of pairs
 * @param second number of values of the second group, or of pairs
 */
public record MeanDifference(Interval mean, double effect, int first, int second) {
    /** Of two groups whose members have nothing to do with each other. NaN where one is empty. */
    public static MeanDifference ofGroups(double[] x, double[] y, Bootstrap bootstrap) {
        Interval interval = bootstrap.of(x.length, y.length, (first, second) -> mean(x, first) - mean(y, second));
        return new MeanDifference(interval, 2 * Ranking.auc(x, y) - 1, x.length, y.length);
    }

    /** Of pairs: x[i] and y[i] belong together and are drawn together. NaN where there are none. */
    public static MeanDifference ofPairs(double[] x, double[] y, Bootstrap bootstrap) {
        if (x.length != y.length) {
            throw new IllegalArgumentException("expected pairs, found " + x.length + " and " + y.length + " values");
        }
        double[] differences = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            differences[i] = x[i] - y[i];
        }
        Interval interval = bootstrap.mean(differences);
        double squares = 0;
        for (double difference : differences) {
            squares += Math.pow(difference - interval.estimate(), 2);
        }
        double deviation = Math.sqrt(squares / (x.length - 1));
        return new MeanDifference(interval, interval.estimate() / deviation, x.length, y.length);
    }

    private static double mean(double[] values, int[] drawn) {
        double sum = 0;
        for (int i : drawn) {
            sum += values[i];
        }
        return sum / drawn.length;
    }
}
