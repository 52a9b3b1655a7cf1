package org.snmf.experiments.stats;

/**
 * An estimate with a percentile bootstrap interval.
 *
 * @param estimate the statistic on the data as they are
 * @param low lower end
 * @param high upper end
 * @param level the share of replicates between the ends, such as 0.95
 * @param replicates number of resamplings
 */
public record Interval(double estimate, double low, double high, double level, int replicates) {}
