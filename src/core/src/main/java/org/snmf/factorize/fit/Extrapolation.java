package org.snmf.factorize.fit;

import org.snmf.factorize.SnmfOptions;

/**
 * How far the feature step looks ahead of Y: β of {@link SnmfOptions#extrapolation()}, smaller for a while after the error
 * rose. It follows from the errors alone, so that a resumed fit finds the same values.
 */
final class Extrapolation {
    private static final double SHRINK = 0.5;
    private static final double GROW = 1.1;

    private final double usual;
    private double ahead;
    private double lastError = Double.POSITIVE_INFINITY;

    Extrapolation(double usual) {
        this.usual = usual;
        this.ahead = usual;
    }

    /** β of the coming pass over the tokens. There is nothing to look ahead from in the first one. */
    double next() {
        return lastError == Double.POSITIVE_INFINITY ? 0 : ahead;
    }

    /** Takes note of the relative error after a pass. */
    void after(double error) {
        ahead = error > lastError ? ahead * SHRINK : Math.min(usual, ahead * GROW);
        lastError = error;
    }
}
