package org.snmf.views.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Visible;

/** Figures of characters, for terminals. */
final class TextChart {
    private static final int COLUMNS = 72;
    private static final int ROWS = 12;
    private static final int BAR = 50;
    private static final int LONGEST_NAME = 32;
    private static final String SIGNS = "●○+×◆◇▲";

    private TextChart() {}

    /** A line of text above a chart, cut to the width of all plain renderings. */
    static String heading(String text) {
        return Visible.cut(Visible.text(text), PlainTable.WIDTH) + "\n";
    }

    /** Lines as points in a frame with the ranges of both axes; {@code log} makes the ordinate logarithmic. */
    static String lines(List<Series> series, boolean log) {
        double[] xs = range(series.stream().map(Series::x).toList(), false);
        double[] ys = range(series.stream().map(Series::y).toList(), log);
        if (Double.isNaN(ys[0])) {
            return "no points\n";
        }
        char[][] field = new char[ROWS][COLUMNS];
        for (char[] row : field) {
            Arrays.fill(row, ' ');
        }
        for (int s = 0; s < series.size(); s++) {
            Series line = series.get(s);
            for (int i = 0; i < line.x().length; i++) {
                double y = log ? Math.log10(line.y()[i]) : line.y()[i];
                if (Double.isFinite(y)) {
                    int column = place(line.x()[i], xs, COLUMNS);
                    field[ROWS - 1 - place(y, ys, ROWS)][column] = SIGNS.charAt(s % SIGNS.length());
                }
            }
        }
        return frame(field, xs, ys, log) + legend(series);
    }

    private static String frame(char[][] field, double[] xs, double[] ys, boolean log) {
        String top = Numbers.shortly(log ? Math.pow(10, ys[1]) : ys[1]);
        String bottom = Numbers.shortly(log ? Math.pow(10, ys[0]) : ys[0]);
        int margin = Math.max(top.length(), bottom.length());
        StringBuilder out = new StringBuilder();
        for (int r = 0; r < ROWS; r++) {
            String label = r == 0 ? top : r == ROWS - 1 ? bottom : "";
            String row = " ".repeat(margin - label.length()) + label + " │" + new String(field[r]);
            out.append(row.stripTrailing()).append('\n');
        }
        out.append(" ".repeat(margin)).append(" └").append("─".repeat(COLUMNS)).append('\n');
        String left = Numbers.shortly(xs[0]);
        String right = Numbers.shortly(xs[1]);
        out.append(" ".repeat(margin + 2)).append(left);
        return out.append(" ".repeat(Math.max(1, COLUMNS - left.length() - right.length())))
                .append(right)
                .append('\n')
                .toString();
    }

    private static String legend(List<Series> series) {
        if (series.size() < 2) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        for (int s = 0; s < series.size(); s++) {
            out.append(s == 0 ? "" : "   ")
                    .append(SIGNS.charAt(s % SIGNS.length()))
                    .append(' ');
            out.append(Visible.cut(Visible.text(series.get(s).name()), LONGEST_NAME));
        }
        return out.append('\n').toString();
    }

    /** Horizontal bars with their values; {@code notes} stand behind them. */
    static String bars(List<String> names, double[] values, List<String> notes) {
        List<String> shown = new ArrayList<>();
        int longest = 0;
        double largest = 0;
        for (int i = 0; i < values.length; i++) {
            shown.add(Visible.cut(Visible.text(names.get(i)), LONGEST_NAME));
            longest = Math.max(longest, Visible.width(shown.get(i)));
            largest = Double.isFinite(values[i]) ? Math.max(largest, Math.abs(values[i])) : largest;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            int length = largest > 0 && Double.isFinite(values[i])
                    ? (int) Math.round(BAR * Math.abs(values[i]) / largest)
                    : 0;
            String name = " ".repeat(longest - Visible.width(shown.get(i))) + shown.get(i);
            String bar = (values[i] < 0 ? "░" : "█").repeat(length);
            out.append((name + " │" + bar + " " + notes.get(i)).stripTrailing()).append('\n');
        }
        return out.toString();
    }

    /** Smallest and largest finite value (of logarithms if {@code log}), NaN when there is none. */
    private static double[] range(List<double[]> values, boolean log) {
        double low = Double.NaN;
        double high = Double.NaN;
        for (double[] list : values) {
            for (double raw : list) {
                double value = log ? Math.log10(raw) : raw;
                if (Double.isFinite(value)) {
                    low = Double.isNaN(low) ? value : Math.min(low, value);
                    high = Double.isNaN(high) ? value : Math.max(high, value);
                }
            }
        }
        return new double[] {low, high};
    }

    private static int place(double value, double[] range, int cells) {
        return range[1] > range[0]
                ? (int) Math.round((value - range[0]) / (range[1] - range[0]) * (cells - 1))
                : cells / 2;
    }
}
