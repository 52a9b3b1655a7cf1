package org.snmf.matrix;

/**
 * The coefficient matrix Y (k × n, nonnegative, float32): entry (r, t) says how strongly feature r contributes to token
 * t. Immutable for its readers.
 */
public interface Coefficients {
    /** Number of features, k. */
    int features();

    /** Number of tokens, n. */
    int tokens();

    /** Y[r, t]. */
    float get(int r, int t);

    /** Row r of Y: the coefficients of feature r at every token. A fresh array of length n. */
    float[] feature(int r);

    /** Column t of Y: the coefficients of every feature at token t. A fresh array of length k. */
    float[] token(int t);
}
