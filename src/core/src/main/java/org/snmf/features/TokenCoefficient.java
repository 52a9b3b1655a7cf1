package org.snmf.features;

import org.snmf.store.Token;

/**
 * How strongly one feature contributes to one token of a sentence.
 *
 * @param token the token
 * @param coefficient Y[r, t] of the feature at that token, not negative
 */
public record TokenCoefficient(Token token, float coefficient) {}
