package org.snmf.models.parity;

/**
 * How far one golden tensor, or one list of ids, is from what this library computes.
 *
 * @param tensor name of the golden
 * @param kind what it is: {@code logits}, {@code mlp_act}, {@code greedy ids}, …
 * @param values how many numbers were compared
 * @param greatest greatest absolute difference; for ids the number of ids that differ
 * @param tolerance what is allowed
 */
public record Difference(String tensor, String kind, long values, double greatest, double tolerance) {
    /** Whether it is within the tolerance. A difference that is not a number is not. */
    public boolean passes() {
        return greatest <= tolerance;
    }
}
