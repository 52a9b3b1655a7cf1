package org.snmf.views.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.snmf.errors.InputException;
import org.snmf.features.NeuronOverlap;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;
import org.snmf.views.display.Html;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Visible;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.HeatmapTrace;

/**
 * A matrix as coloured cells with a label for each row and column, up to about a hundred each; the first row is at the
 * top. Values above 0 are blue, below 0 orange, what is not a number has no colour. Immutable.
 */
public final class HeatMap implements Displayable {
    private static final int NUMBERS_UP_TO = 12;
    private static final String SHADES = " ░▒▓█";
    private static final int LONGEST_LABEL = 14;

    final String title;
    final List<String> rows;
    final List<String> columns;
    final double[][] values;
    final int[] boundaries;

    private HeatMap(String title, List<String> rows, List<String> columns, double[][] values, int[] boundaries) {
        this.title = title;
        this.rows = rows;
        this.columns = columns;
        this.values = values;
        this.boundaries = boundaries;
    }

    /**
     * @param title of the figure
     * @param rows a label for each row
     * @param columns a label for each column
     * @param values the matrix by rows; copied
     * @throws InputException if the labels do not fit the matrix, or it is empty
     */
    public static HeatMap of(String title, List<String> rows, List<String> columns, double[][] values) {
        requireShape(title, rows, columns, values);
        double[][] copy = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
        return new HeatMap(title, List.copyOf(rows), List.copyOf(columns), copy, new int[0]);
    }

    /**
     * The neurons that features share, in the order of the overlap's rows.
     *
     * @param labels a label for each row of the overlap
     */
    public static HeatMap of(String title, NeuronOverlap overlap, List<String> labels) {
        double[][] counts = new double[overlap.size()][overlap.size()];
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts.length; j++) {
                counts[i][j] = overlap.count(i, j);
            }
        }
        return of(title, labels, labels, counts);
    }

    /**
     * With lines that set groups of rows and columns apart.
     *
     * @param starts index of the first row of each group but the first, ascending
     */
    public HeatMap withGroups(int... starts) {
        return new HeatMap(title, rows, columns, values, starts.clone());
    }

    /** The figure to look at. */
    @Override
    public Display display() {
        return plot().display();
    }

    /** The figure. */
    public Plot plot() {
        boolean signed = Arrays.stream(values).flatMapToDouble(Arrays::stream).anyMatch(v -> v < 0);
        ColourScale scale = ColourScale.of(values);
        HeatMapPainter painter = new HeatMapPainter(this, scale, signed);
        StaticTwin twin = new StaticTwin(painter.width(), painter.height(), painter);
        return new Plot(title, figure(painter), twin, plain(scale), refinement(scale, signed, painter));
    }

    /** Plotly draws the first row at the bottom; the refinement turns the axis over. */
    private Figure figure(HeatMapPainter painter) {
        Layout layout = Tablesaw.layout(title)
                .width(painter.width() + 60)
                .height(painter.height() + 40)
                .xAxis(Tablesaw.categoryAxis(""))
                .yAxis(Tablesaw.categoryAxis(""))
                .build();
        return new Figure(
                layout,
                HeatmapTrace.builder(Tablesaw.categories(columns), Tablesaw.categories(rows), values)
                        .build());
    }

    private String refinement(ColourScale scale, boolean signed, HeatMapPainter painter) {
        return String.format(
                Locale.ROOT,
                "Plotly.restyle(live,{colorscale:[%s],zmin:%s,zmax:%s,xgap:1,ygap:1});"
                        + "Plotly.relayout(live,{'yaxis.autorange':'reversed','xaxis.showgrid':false,"
                        + "'yaxis.showgrid':false,'xaxis.automargin':true,'yaxis.automargin':true,"
                        + "'annotations':[%s],'shapes':[%s]});",
                scale.plotly(signed),
                signed ? -scale.largest() : 0,
                scale.largest(),
                painter.isNumbered() ? annotations(scale) : "",
                shapes());
    }

    /** The numbers of the cells, white on deep ones as in the static twin. */
    private String annotations(ColourScale scale) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values[i].length; j++) {
                numbers.add(String.format(
                        Locale.ROOT,
                        "{x:%d,y:%d,text:'%s',showarrow:false,font:{size:10,color:%s}}",
                        j,
                        i,
                        Html.javascript(HeatMapPainter.number(values[i][j])),
                        scale.depth(values[i][j]) > 0.45 ? "'#fff'" : "ink"));
            }
        }
        return String.join(",", numbers);
    }

    /** The lines between groups. */
    private String shapes() {
        List<String> lines = new ArrayList<>();
        for (int start : boundaries) {
            double at = start - 0.5;
            if (start < columns.size()) {
                lines.add(String.format(
                        Locale.ROOT,
                        "{type:'line',x0:%1$s,x1:%1$s,yref:'paper',y0:0,y1:1,line:{color:ink,width:1}}",
                        at));
            }
            if (start < rows.size()) {
                lines.add(String.format(
                        Locale.ROOT,
                        "{type:'line',y0:%1$s,y1:%1$s,xref:'paper',x0:0,x1:1,line:{color:ink,width:1}}",
                        at));
            }
        }
        return String.join(",", lines);
    }

    private String plain(ColourScale scale) {
        return columns.size() <= NUMBERS_UP_TO ? numbers() : shades(scale);
    }

    private String numbers() {
        PlainTable table = new PlainTable().text("");
        columns.forEach(c -> table.number(Visible.cut(Visible.text(c), LONGEST_LABEL)));
        for (int i = 0; i < values.length; i++) {
            List<String> cells = new ArrayList<>();
            cells.add(rows.get(i));
            Arrays.stream(values[i]).mapToObj(Numbers::shortly).forEach(cells::add);
            table.row(cells);
        }
        return table.build();
    }

    /** One character a cell, the darker the larger; negative values are marked by −. */
    private String shades(ColourScale scale) {
        int room = PlainTable.WIDTH - LONGEST_LABEL - 2;
        int shown = Math.min(room, columns.size());
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            String label = Visible.cut(Visible.text(rows.get(i)), LONGEST_LABEL);
            out.append(" ".repeat(LONGEST_LABEL - Visible.width(label)))
                    .append(label)
                    .append(" │");
            for (int j = 0; j < shown; j++) {
                double value = values[i][j];
                int shade = (int) Math.round(scale.depth(value) * (SHADES.length() - 1));
                out.append(value < 0 && shade > 0 ? '−' : SHADES.charAt(shade));
            }
            out.append('\n');
        }
        String left = shown < columns.size() ? "; the first " + shown + " of " + columns.size() + " columns" : "";
        return out + "█ is " + Numbers.shortly(scale.largest()) + left + "\n";
    }

    static void requireShape(String title, List<String> rows, List<String> columns, double[][] values) {
        boolean fits = values.length == rows.size()
                && !rows.isEmpty()
                && !columns.isEmpty()
                && Arrays.stream(values).allMatch(r -> r.length == columns.size());
        if (!fits) {
            throw new InputException(
                    "\"" + title + "\"",
                    "a matrix of " + rows.size() + " × " + columns.size() + ", as there are labels, at least 1 × 1",
                    values.length + " rows of "
                            + Arrays.stream(values)
                                    .map(r -> r.length)
                                    .distinct()
                                    .toList() + " values",
                    "");
        }
    }
}
