package org.snmf.views.display;

import java.util.Locale;

/** Numbers as views print them, the same in every locale. */
public final class Numbers {
    private Numbers() {}

    /** A share in [0, 1] as a percentage with one decimal, with two below 0.1 %, and never as 0 when it is not. */
    public static String percent(double share) {
        if (Double.isNaN(share)) {
            return "–";
        }
        double percent = 100 * share;
        if (percent == 0 || Math.abs(percent) >= 0.1) {
            return String.format(Locale.ROOT, "%.1f%%", percent);
        }
        return percent > 0 && percent < 0.01 ? "<0.01%" : String.format(Locale.ROOT, "%.2f%%", percent);
    }

    /** Three significant digits without an exponent where that is short, minus as −; – for NaN. */
    public static String shortly(double value) {
        return Double.isNaN(value) ? "–" : digits(value).replace('-', '−');
    }

    private static String digits(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e6) {
            return Long.toString((long) value);
        }
        if (size >= 1e6 || size < 1e-4) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(size)));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** So many decimals, minus as −, and no sign before a zero; – for NaN. */
    public static String fixed(double value, int decimals) {
        if (Double.isNaN(value)) {
            return "–";
        }
        String digits = String.format(Locale.ROOT, "%." + decimals + "f", Math.abs(value));
        boolean zero = digits.chars().allMatch(c -> c == '0' || c == '.');
        return (value < 0 && !zero ? "−" : "") + digits;
    }

    /** A number with its sign, minus as −, and two decimals. */
    public static String signed(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        String digits = String.format(Locale.ROOT, "%.2f", Math.abs(value));
        if (digits.equals("0.00")) {
            return digits;
        }
        return (value < 0 ? "−" : "+") + digits;
    }
}
