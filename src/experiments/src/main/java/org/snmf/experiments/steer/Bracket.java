package org.snmf.experiments.steer;

/**
 * One target's search on one line: an interval of strengths at whose ends √KL lies below and above √target. KL grows with α²
 * near 0, so √KL is nearly straight, and the false position of Illinois (Dowell and Jarratt 1971) takes few steps.
 */
final class Bracket {
    private static final int STRAIGHT = 12;

    private final double root;
    private final boolean monotone;
    private double low;
    private double high;
    private double below;
    private double above;
    private int side;
    private int steps;

    /** KL(low) ≤ target ≤ KL(high). */
    Bracket(double target, Strength.Point low, Strength.Point high, boolean monotone) {
        this.root = Math.sqrt(target);
        this.monotone = monotone;
        this.low = low.alpha();
        this.high = high.alpha();
        this.below = Math.sqrt(low.kl()) - root;
        this.above = Math.sqrt(high.kl()) - root;
    }

    /** The strength to try next, a float so that it can be added as it is. */
    double next() {
        double candidate =
                steps < STRAIGHT && above > below ? (low * above - high * below) / (above - below) : (low + high) / 2;
        return (float) (candidate > low && candidate < high ? candidate : (low + high) / 2);
    }

    /** Takes the divergence of {@link #next}. */
    void measured(double alpha, double kl) {
        steps++;
        double value = Math.sqrt(kl) - root;
        if (value < 0) {
            low = alpha;
            below = value;
            above = side < 0 ? above / 2 : above;
            side = -1;
        } else {
            high = alpha;
            above = value;
            below = side > 0 ? below / 2 : below;
            side = 1;
        }
    }

    int steps() {
        return steps;
    }

    boolean monotone() {
        return monotone;
    }

    /** Whether no float lies between the ends. */
    boolean exhausted() {
        return !(next() > low && next() < high);
    }
}
