package org.snmf.views.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;
import org.snmf.views.display.Html;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Theme;
import org.snmf.views.display.Visible;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A table of signed numbers on diverging colours: blue above 0, orange below, the deeper the larger, so that a pattern
 * such as a positive diagonal is seen at once (paper, Table 2). Immutable.
 */
public final class ColouredTable implements Displayable {
    private static final double DEEPEST = 0.6;

    private final String title;
    private final String corner;
    private final List<String> rows;
    private final List<String> columns;
    private final double[][] values;
    private final double[][] spreads;
    private final int[] separated;

    private ColouredTable(
            String title,
            String corner,
            List<String> rows,
            List<String> columns,
            double[][] values,
            double[][] spreads,
            int[] separated) {
        this.title = title;
        this.corner = corner;
        this.rows = rows;
        this.columns = columns;
        this.values = values;
        this.spreads = spreads;
        this.separated = separated;
    }

    /**
     * @param title of the table
     * @param rows a name for each row
     * @param columns a name for each column
     * @param values the numbers by rows; copied; NaN is shown as –
     * @throws InputException if the names do not fit the matrix, or it is empty
     */
    public static ColouredTable of(String title, List<String> rows, List<String> columns, double[][] values) {
        HeatMap.requireShape(title, rows, columns, values);
        return new ColouredTable(
                title, "", List.copyOf(rows), List.copyOf(columns), copy(values), new double[0][], new int[0]);
    }

    /** With a heading for the column of row names. */
    public ColouredTable withCorner(String heading) {
        return new ColouredTable(title, heading, rows, columns, values, spreads, separated);
    }

    /** With a spread for each number, such as a standard deviation over prompts, shown as ±. */
    public ColouredTable withSpreads(double[][] newSpreads) {
        HeatMap.requireShape(title + ", spreads", rows, columns, newSpreads);
        return new ColouredTable(title, corner, rows, columns, values, copy(newSpreads), separated);
    }

    /** With a line above each of these rows, such as the row of the core neurons. */
    public ColouredTable withLinesAbove(int... above) {
        return new ColouredTable(title, corner, rows, columns, values, spreads, above.clone());
    }

    /** The numbers as a Tablesaw table, with a column "row" of names; spreads follow as columns "± name". */
    public Table table() {
        Table table = Table.create(title, StringColumn.create("row", rows));
        for (int j = 0; j < columns.size(); j++) {
            table.addColumns(DoubleColumn.create(columns.get(j), column(values, j)));
        }
        for (int j = 0; j < columns.size() && spreads.length > 0; j++) {
            table.addColumns(DoubleColumn.create("± " + columns.get(j), column(spreads, j)));
        }
        return table;
    }

    /** The table to look at. */
    @Override
    public Display display() {
        return Display.of(html(), plain());
    }

    private String html() {
        ColourScale scale = ColourScale.of(values);
        Html html = Theme.open();
        html.element("div", title, "class", "snmf-caption");
        html.open("div", "class", "snmf-scroll").open("table", "class", "snmf-table snmf-coloured");
        html.open("thead").open("tr").element("th", corner);
        columns.forEach(c -> html.title("th", c, "class", "snmf-number"));
        html.close().close().open("tbody").newline();
        for (int i = 0; i < rows.size(); i++) {
            int row = i;
            boolean line = Arrays.stream(separated).anyMatch(s -> s == row);
            html.open("tr").title("th", rows.get(i), "style", line ? "border-top:2px solid" : null);
            for (int j = 0; j < columns.size(); j++) {
                cell(html, scale, i, j, line);
            }
            html.close().newline();
        }
        return html.close().close().close().close().build();
    }

    private void cell(Html html, ColourScale scale, int i, int j, boolean line) {
        String ground = "background:" + scale.css(values[i][j], DEEPEST) + ";padding:6px 10px";
        html.open("td", "class", "snmf-number", "style", ground + (line ? ";border-top:2px solid" : ""));
        html.text(Numbers.signed(values[i][j]));
        if (spreads.length > 0) {
            html.element("span", " ±" + unsigned(spreads[i][j]), "class", "snmf-dim", "style", "font-size:11px");
        }
        html.close();
    }

    /** Columns that do not fit beside each other follow below: a number that is cut says nothing. */
    private String plain() {
        int names = rows.stream().mapToInt(Visible::width).max().orElse(0);
        int widest = 0;
        for (int j = 0; j < columns.size(); j++) {
            widest = Math.max(widest, Visible.width(columns.get(j)));
            for (int i = 0; i < rows.size(); i++) {
                widest = Math.max(widest, Visible.width(text(i, j)));
            }
        }
        int room = PlainTable.WIDTH - Math.max(names, Visible.width(corner));
        int beside = Math.max(1, room / (widest + PlainTable.GAP.length()));
        StringBuilder plain = new StringBuilder(Visible.cut(Visible.text(title), PlainTable.WIDTH));
        for (int from = 0; from < columns.size(); from += beside) {
            plain.append('\n').append(plain(from, Math.min(columns.size(), from + beside)));
        }
        return plain.toString();
    }

    private String plain(int from, int to) {
        PlainTable table = new PlainTable().text(corner);
        columns.subList(from, to).forEach(table::number);
        for (int i = 0; i < rows.size(); i++) {
            List<String> cells = new ArrayList<>(List.of(rows.get(i)));
            for (int j = from; j < to; j++) {
                cells.add(text(i, j));
            }
            table.row(cells);
        }
        return table.build();
    }

    private String text(int i, int j) {
        return Numbers.signed(values[i][j]) + (spreads.length > 0 ? " ±" + unsigned(spreads[i][j]) : "");
    }

    private static String unsigned(double spread) {
        return Double.isNaN(spread) ? "–" : Numbers.signed(Math.abs(spread)).replace("+", "");
    }

    private static double[] column(double[][] matrix, int j) {
        return Arrays.stream(matrix).mapToDouble(r -> r[j]).toArray();
    }

    private static double[][] copy(double[][] matrix) {
        return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    }
}
