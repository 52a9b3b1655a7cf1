package org.snmf.hierarchy.forest;

/**
 * A token at which a node is strong.
 *
 * @param token column of A, row of the token table
 * @param text the token as text, with its leading space if it has one
 * @param coefficient entry of Y_i ⋯ Y_0 for the node and the token
 */
public record ForestContext(int token, String text, float coefficient) {}
