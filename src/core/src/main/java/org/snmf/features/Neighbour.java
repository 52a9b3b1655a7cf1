package org.snmf.features;

/**
 * A feature beside another.
 *
 * @param feature its index
 * @param cosine of the two columns of Z, in [−1, 1]
 * @param shared number of neurons in the supports of both
 */
public record Neighbour(int feature, double cosine, int shared) {}
