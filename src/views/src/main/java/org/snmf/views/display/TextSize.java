package org.snmf.views.display;

/**
 * How wide a text will be in a browser whose font is not known: an estimate from above for sans-serif fonts, after the
 * widths of DejaVu Sans, which is among the widest in use. Needs no fonts and no graphics.
 */
public final class TextSize {
    private static final double BOLD = 1.14;

    private TextSize() {}

    /** Width of the text at this font size, in the unit of the size. */
    public static double width(String text, double size) {
        return size * text.codePoints().mapToDouble(TextSize::em).sum();
    }

    /** Width of the text in bold. */
    public static double boldWidth(String text, double size) {
        return BOLD * width(text, size);
    }

    /** The text, cut with … to at most this width at this font size; in bold when {@code bold}. */
    public static String cut(String text, double size, boolean bold, double width) {
        double unit = bold ? BOLD * size : size;
        if (unit * em(text) <= width) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        double used = em('…');
        for (int c : text.codePoints().toArray()) {
            used += em(c);
            if (unit * used > width) {
                break;
            }
            out.appendCodePoint(c);
        }
        return out.append('…').toString();
    }

    private static double em(String text) {
        return text.codePoints().mapToDouble(TextSize::em).sum();
    }

    private static double em(int c) {
        if (c > 0x7F) {
            int columns = Visible.width(Character.toString(c));
            return columns == 2 ? 1.05 : columns == 0 ? 0 : 0.75;
        }
        if ("ijl|'.,:;! ".indexOf(c) >= 0) {
            return 0.34;
        }
        if ("ftr()[]{}-/\\\"*I".indexOf(c) >= 0) {
            return 0.46;
        }
        if ("mMW@%w".indexOf(c) >= 0) {
            return 0.98;
        }
        return Character.isUpperCase(c) || "&<>=+~#GOQ".indexOf(c) >= 0 ? 0.78 : 0.64;
    }
}
