package org.snmf.views.display;

import java.util.ArrayList;
import java.util.List;

/**
 * An aligned table for terminals. Cells may have several lines (separated by \n); what does not fit the width is cut
 * and marked with …. Widths count terminal columns, so that wide characters stay aligned.
 */
public final class PlainTable {
    /** The width that all plain renderings keep to, in terminal columns. */
    public static final int WIDTH = 110;

    /** What stands between two columns. */
    public static final String GAP = "  ";

    private static final int NARROWEST = 6;

    private record Column(String name, boolean right) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<String[][]> rows = new ArrayList<>();

    /** Adds a column of text, aligned left. */
    public PlainTable text(String name) {
        columns.add(new Column(name, false));
        return this;
    }

    /** Adds a column of numbers, aligned right. */
    public PlainTable number(String name) {
        columns.add(new Column(name, true));
        return this;
    }

    /**
     * Adds a row; what is invisible in a cell is made visible, line breaks excepted.
     *
     * @throws IllegalArgumentException if there are not as many cells as columns
     */
    public PlainTable row(List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException("expected " + columns.size() + " cells, found " + cells.size());
        }
        String[][] row = new String[cells.size()][];
        for (int c = 0; c < row.length; c++) {
            row[c] = cells.get(c).lines().map(Visible::text).toArray(String[]::new);
        }
        rows.add(row);
        return this;
    }

    /** The table with a header and a rule, at most {@link #WIDTH} columns wide, each line ended by \n. */
    public String build() {
        int[] widths = widths();
        StringBuilder out = new StringBuilder();
        List<String> names = columns.stream().map(Column::name).toList();
        line(out, names, widths);
        line(out, names.stream().map(n -> "").toList(), widths, '─');
        for (String[][] row : rows) {
            int lines = 1;
            for (String[] cell : row) {
                lines = Math.max(lines, cell.length);
            }
            for (int i = 0; i < lines; i++) {
                List<String> cells = new ArrayList<>();
                for (String[] cell : row) {
                    cells.add(i < cell.length ? cell[i] : "");
                }
                line(out, cells, widths);
            }
        }
        return out.toString();
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        for (int c = 0; c < widths.length; c++) {
            widths[c] = Visible.width(columns.get(c).name());
            for (String[][] row : rows) {
                for (String line : row[c]) {
                    widths[c] = Math.max(widths[c], Visible.width(line));
                }
            }
        }
        int excess = GAP.length() * (widths.length - 1) - WIDTH;
        for (int width : widths) {
            excess += width;
        }
        for (int c = widest(widths); excess > 0 && widths[c] > NARROWEST; c = widest(widths)) {
            widths[c]--;
            excess--;
        }
        return widths;
    }

    private static int widest(int[] widths) {
        int widest = 0;
        for (int c = 1; c < widths.length; c++) {
            if (widths[c] > widths[widest]) {
                widest = c;
            }
        }
        return widest;
    }

    private void line(StringBuilder out, List<String> cells, int[] widths) {
        line(out, cells, widths, ' ');
    }

    private void line(StringBuilder out, List<String> cells, int[] widths, char fill) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String cell = Visible.cut(cells.get(c), widths[c]);
            String padding = String.valueOf(fill).repeat(widths[c] - Visible.width(cell));
            line.append(c == 0 ? "" : GAP);
            line.append(columns.get(c).right() ? padding + cell : cell + padding);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    /** A text in lines of at most {@link #WIDTH} columns, broken at blanks, each ended by \n. */
    public static String wrapped(String text) {
        StringBuilder out = new StringBuilder();
        String line = "";
        for (String word : text.split(" ", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (Visible.width(longer) > WIDTH && !line.isEmpty()) {
                out.append(line).append('\n');
                longer = word;
            }
            line = Visible.cut(longer, WIDTH);
        }
        return out.append(line).append('\n').toString();
    }
}
