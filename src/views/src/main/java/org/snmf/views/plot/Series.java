package org.snmf.views.plot;

import org.snmf.errors.InputException;

/**
 * Points of one line in a figure.
 *
 * @param name what the legend calls it
 * @param x abscissae, ascending where a line is to be drawn
 * @param y ordinates, as many; NaN leaves a gap
 */
public record Series(String name, double[] x, double[] y) {
    /** Copies both arrays. */
    public Series {
        if (x.length != y.length) {
            throw new InputException(
                    "series " + name, "as many ordinates as abscissae, " + x.length, y.length + "", "");
        }
        x = x.clone();
        y = y.clone();
    }

    /** A series over 1, 2, 3, … */
    public static Series of(String name, double[] y) {
        double[] x = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = i + 1.0;
        }
        return new Series(name, x, y);
    }

    /** Index of the smallest ordinate that is a number, the first of equals; −1 if there is none. */
    int lowest() {
        int lowest = -1;
        for (int i = 0; i < y.length; i++) {
            if (!Double.isNaN(y[i]) && (lowest < 0 || y[i] < y[lowest])) {
                lowest = i;
            }
        }
        return lowest;
    }
}
