package org.snmf.factorize.panels;

/**
 * Which of the n tokens of a fit one holder has: random numbers and messages count from the first token of all, wherever a token
 * lies.
 *
 * @param first the first of them
 * @param all n
 */
public record Slice(int first, int all) {
    /** All n tokens. */
    public static Slice whole(int tokens) {
        return new Slice(0, tokens);
    }
}
