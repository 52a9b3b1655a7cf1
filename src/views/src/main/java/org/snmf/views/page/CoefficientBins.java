package org.snmf.views.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.snmf.views.display.Html;
import org.snmf.views.display.Numbers;

/**
 * How often a feature's positive coefficients fall into bins of equal width from 0 to the largest.
 *
 * @param counts of each bin; each holds its upper edge and not its lower
 * @param largest upper edge of the last bin, 0 when the feature is used nowhere
 * @param tokens number of tokens, those with coefficient 0 included
 */
record CoefficientBins(List<Integer> counts, double largest, int tokens) {
    private static final int BINS = 24;
    private static final double PIXELS = 64;

    CoefficientBins {
        counts = List.copyOf(counts);
    }

    /** Counts the positive values of row r of Y. */
    static CoefficientBins of(float[] row) {
        float largest = 0;
        for (float value : row) {
            largest = Math.max(largest, value);
        }
        int[] counts = new int[BINS];
        for (float value : row) {
            if (value > 0) {
                counts[Math.min(BINS - 1, Math.max(0, (int) Math.ceil(BINS * (double) value / largest) - 1))]++;
            }
        }
        List<Integer> list = new ArrayList<>();
        for (int count : counts) {
            list.add(count);
        }
        return new CoefficientBins(list, largest, row.length);
    }

    int used() {
        return counts.stream().mapToInt(Integer::intValue).sum();
    }

    /** How many of the tokens use the feature, in words. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "used at %,d of %,d tokens (%s); largest %s",
                used(),
                tokens,
                Numbers.percent(tokens == 0 ? 0 : (double) used() / tokens),
                Numbers.shortly(largest));
    }

    /** Bars whose heights are logarithms, since most coefficients are small. */
    void write(Html html) {
        double highest =
                Math.log1p(counts.stream().mapToInt(Integer::intValue).max().orElse(0));
        html.open("div", "class", "snmf-bins", "role", "img", "aria-label", summary());
        for (int i = 0; i < BINS; i++) {
            double pixels = highest == 0 ? 0 : PIXELS * Math.log1p(counts.get(i)) / highest;
            html.element("i", "", "style", String.format(Locale.ROOT, "height:%.0fpx", pixels));
        }
        html.close();
        html.open("div", "class", "snmf-axis").element("span", "0").element("span", Numbers.shortly(largest));
        html.close();
    }

    /** One character a bin. */
    String plain() {
        String shades = " ▁▂▃▄▅▆▇█";
        double highest =
                Math.log1p(counts.stream().mapToInt(Integer::intValue).max().orElse(0));
        StringBuilder out = new StringBuilder();
        for (int count : counts) {
            int shade = highest == 0 ? 0 : (int) Math.ceil((shades.length() - 1) * Math.log1p(count) / highest);
            out.append(shades.charAt(shade));
        }
        return out.toString();
    }
}
