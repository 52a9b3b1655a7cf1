package org.snmf.experiments.steer;

/**
 * A direction with a strength: α·f is added.
 *
 * @param f direction of length 1, width d; not copied
 * @param alpha α, of either sign
 */
record Push(float[] f, double alpha) {}
