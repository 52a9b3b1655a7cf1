package org.snmf.views.plot;

import java.awt.Color;
import java.util.Arrays;
import java.util.Locale;

/**
 * Gives numbers colours: nothing at 0, deeper blue above and deeper orange below, up to a largest size. The colours are
 * translucent, so that 0 is the ground of the page, be it light or dark.
 */
final class ColourScale {
    private static final Color POSITIVE = new Color(0x1f, 0x6f, 0xd0);
    private static final Color NEGATIVE = new Color(0xe8, 0x59, 0x0c);
    private static final double DEEPEST = 0.95;

    private final double largest;

    private ColourScale(double largest) {
        this.largest = largest;
    }

    /** A scale that ends at the largest size among the finite values, or at 1 when all are 0. */
    static ColourScale of(double[][] values) {
        double largest = Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(0);
        return new ColourScale(largest > 0 ? largest : 1);
    }

    /** The size at which colours are deepest. */
    double largest() {
        return largest;
    }

    /** How deep the colour of a value is, in [0, 1]. */
    double depth(double value) {
        return Double.isFinite(value) ? Math.min(1, Math.abs(value) / largest) : 0;
    }

    /** The translucent colour; fully transparent for what is not a number. */
    Color colour(double value) {
        Color colour = value < 0 ? NEGATIVE : POSITIVE;
        return ChartLook.translucent(colour, (int) Math.round(255 * DEEPEST * depth(value)));
    }

    /** The colour as CSS has it, at most {@code deepest} opaque. */
    String css(double value, double deepest) {
        Color colour = value < 0 ? NEGATIVE : POSITIVE;
        return String.format(
                Locale.ROOT,
                "rgba(%d,%d,%d,%.2f)",
                colour.getRed(),
                colour.getGreen(),
                colour.getBlue(),
                deepest * depth(value));
    }

    /** The scale as plotly's colorscale, from −largest to largest or, without negatives, from 0. */
    String plotly(boolean signed) {
        String blue = "'" + css(largest, 0) + "'],[1,'" + css(largest, DEEPEST) + "']]";
        return signed
                ? "[[0,'" + css(-largest, DEEPEST) + "'],[0.5,'" + css(-largest, 0) + "'],[0.5," + blue
                : "[[0," + blue;
    }
}
