package org.snmf.models.network;

/**
 * What follows the last layer.
 *
 * @param norm the final norm
 * @param unembedding W_U, d → V, without bias
 */
record Head(Norm norm, Unembedding unembedding) {}
