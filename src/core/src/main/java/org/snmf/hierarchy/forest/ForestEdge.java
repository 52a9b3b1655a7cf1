package org.snmf.hierarchy.forest;

/**
 * An edge from a parent to a feature of the level below.
 *
 * @param child index of the child among the features of the level below
 * @param coefficient Y_i[parent, child]
 * @param share share of the parent's coefficient mass (sum of its positive coefficients) that goes to this child, in
 *     (0, 1]
 */
public record ForestEdge(int child, float coefficient, double share) {}
