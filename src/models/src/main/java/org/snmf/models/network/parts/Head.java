package org.snmf.models.network.parts;

/**
 * What follows the last layer.
 *
 * @param norm the final norm
 * @param unembedding W_U, d → V, without bias
 */
public record Head(Norm norm, Unembedding unembedding) {}
