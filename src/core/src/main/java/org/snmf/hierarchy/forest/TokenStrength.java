package org.snmf.hierarchy.forest;

/**
 * A distinct token text among the strongest contexts of a node.
 *
 * @param text the token as text, with its leading space if it has one
 * @param strength sum of the coefficients of its occurrences, as a share of the sum over all kept contexts, in (0, 1]
 */
public record TokenStrength(String text, double strength) {}
