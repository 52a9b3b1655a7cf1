package org.snmf.factorize.panels;

/**
 * The division of n tokens into panels of nearly equal width, as many for every lane. A panel is what a lane works on at a
 * time: its activations go through the cache once for both products.
 */
public final class Panels {
    private final int tokens;
    private final int width;

    /**
     * @param tokens n
     * @param lanes number of lanes
     * @param widest most tokens in a panel
     */
    public Panels(int tokens, int lanes, int widest) {
        this.tokens = tokens;
        int rounds = ceilDivide(tokens, (long) lanes * widest);
        int even = ceilDivide(tokens, (long) rounds * lanes);
        this.width = Math.min(widest, Math.min(tokens, ceilDivide(even, 16) * 16));
    }

    private static int ceilDivide(int x, long y) {
        return (int) ((x + y - 1) / y);
    }

    public int count() {
        return ceilDivide(tokens, width);
    }

    /** First token of panel b. */
    public int from(int b) {
        return b * width;
    }

    /** Number of tokens of panel b; only the last may be narrower than {@link #width()}. */
    public int size(int b) {
        return Math.min(width, tokens - b * width);
    }

    public int width() {
        return width;
    }

    public int tokens() {
        return tokens;
    }
}
