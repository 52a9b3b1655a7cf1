package org.snmf.views.plot;

import java.awt.BasicStroke;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.snmf.errors.InputException;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;
import org.snmf.views.display.Visible;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Line;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.Trace;

/** Lines over a common abscissa, such as a loss per iteration or a score per strength. */
public final class LinePlot implements Displayable {
    private static final int SHAPES_UP_TO = 40;

    private final String title;
    private final String x;
    private final String y;
    private final List<Series> series;
    private final boolean logarithmic;
    private final boolean lowestMarked;
    private final boolean points;

    private LinePlot(
            String title,
            String x,
            String y,
            List<Series> series,
            boolean logarithmic,
            boolean lowestMarked,
            boolean points) {
        this.title = title;
        this.x = x;
        this.y = y;
        this.series = series;
        this.logarithmic = logarithmic;
        this.lowestMarked = lowestMarked;
        this.points = points;
    }

    /**
     * @param title of the figure
     * @param x what the abscissa is, with its unit
     * @param y what the ordinate is, with its unit
     * @throws InputException if there is no series, or one without a number in it
     */
    public static LinePlot of(String title, String x, String y, List<Series> series) {
        if (series.isEmpty()) {
            throw new InputException("figure \"" + title + "\"", "at least one series", "none", "");
        }
        for (Series line : series) {
            if (line.lowest() < 0) {
                throw new InputException("series " + line.name(), "at least one number", "none", "");
            }
        }
        return new LinePlot(title, x, y, List.copyOf(series), false, false, false);
    }

    /**
     * With a logarithmic ordinate.
     *
     * @throws InputException if an ordinate is not greater than 0
     */
    public LinePlot withLogarithmicOrdinate() {
        for (Series line : series) {
            if (line.y()[line.lowest()] <= 0) {
                throw new InputException(
                        "series " + line.name(),
                        "values above 0 on a logarithmic axis",
                        line.y()[line.lowest()] + "",
                        "Use the linear axis.");
            }
        }
        return new LinePlot(title, x, y, series, true, lowestMarked, points);
    }

    /** With a mark at the lowest point of each line. */
    public LinePlot withLowestMarked() {
        return new LinePlot(title, x, y, series, logarithmic, true, points);
    }

    /** With points that no line joins. */
    public LinePlot asPoints() {
        return new LinePlot(title, x, y, series, logarithmic, lowestMarked, true);
    }

    /** The figure to look at. */
    @Override
    public Display display() {
        return plot().display();
    }

    /** The figure. */
    public Plot plot() {
        String plain = TextChart.heading(y + " by " + x) + TextChart.lines(series, logarithmic);
        return new Plot(title, interactive(), twin(), plain);
    }

    private StaticTwin twin() {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        for (Series line : series) {
            int index = data.getSeriesCount();
            // JFreeChart wants names that differ; people may give the same twice.
            data.addSeries(points(line, index));
            renderer.setSeriesPaint(index, ChartLook.series(index));
            renderer.setSeriesStroke(index, new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            renderer.setSeriesLinesVisible(index, !points);
            renderer.setSeriesShapesVisible(index, points || line.x().length <= SHAPES_UP_TO);
            renderer.setSeriesShape(index, new Ellipse2D.Double(-2.5, -2.5, 5, 5));
        }
        renderer.setLegendItemLabelGenerator(
                (d, s) -> Visible.title(series.get(s).name()));
        XYPlot plot = new XYPlot(data, domain(), ChartLook.valueAxis(Visible.text(y), logarithmic), renderer);
        if (lowestMarked) {
            markLowest(plot);
        }
        return ChartLook.twin(Visible.text(title), plot, series.size() > 1);
    }

    private NumberAxis domain() {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        boolean whole = true;
        for (Series line : series) {
            for (double value : line.x()) {
                low = Math.min(low, value);
                high = Math.max(high, value);
                whole &= value == Math.rint(value);
            }
        }
        if (whole) {
            return ChartLook.countAxis(Visible.text(x), low, high);
        }
        return (NumberAxis) ChartLook.valueAxis(Visible.text(x), false);
    }

    private static XYSeries points(Series line, int index) {
        XYSeries points = new XYSeries(index, false, true);
        for (int i = 0; i < line.x().length; i++) {
            points.add(line.x()[i], Double.isNaN(line.y()[i]) ? null : line.y()[i]);
        }
        return points;
    }

    private void markLowest(XYPlot plot) {
        XYSeriesCollection lowest = new XYSeriesCollection();
        XYLineAndShapeRenderer marks = new XYLineAndShapeRenderer(false, true);
        for (int s = 0; s < series.size(); s++) {
            Series line = series.get(s);
            XYSeries mark = new XYSeries(s);
            mark.add(line.x()[line.lowest()], line.y()[line.lowest()]);
            lowest.addSeries(mark);
            marks.setSeriesPaint(s, ChartLook.series(s));
            marks.setSeriesShape(s, new Ellipse2D.Double(-4.5, -4.5, 9, 9));
            marks.setSeriesVisibleInLegend(s, false);
        }
        plot.setDataset(1, lowest);
        plot.setRenderer(1, marks);
    }

    private Figure interactive() {
        List<Trace> traces = new ArrayList<>();
        for (int s = 0; s < series.size(); s++) {
            Series line = series.get(s);
            traces.add(ScatterTrace.builder(line.x(), line.y())
                    .mode(mode(line))
                    .name(Tablesaw.text(line.name()))
                    .showLegend(series.size() > 1)
                    .line(Line.builder()
                            .color(Tablesaw.colour(s))
                            .width(2)
                            .simplify(false)
                            .build())
                    .marker(Marker.builder().color(Tablesaw.colour(s)).build())
                    .build());
            if (lowestMarked) {
                traces.add(lowest(line, s));
            }
        }
        Axis.AxisBuilder ordinate = Axis.builder().title(Tablesaw.text(y));
        if (logarithmic) {
            ordinate.type(Axis.Type.LOG);
        }
        Layout layout = Tablesaw.layout(title)
                .xAxis(Axis.builder().title(Tablesaw.text(x)).build())
                .yAxis(ordinate.build())
                .build();
        return new Figure(layout, traces.toArray(Trace[]::new));
    }

    private ScatterTrace.Mode mode(Series line) {
        if (points) {
            return ScatterTrace.Mode.MARKERS;
        }
        return line.x().length <= SHAPES_UP_TO ? ScatterTrace.Mode.LINE_AND_MARKERS : ScatterTrace.Mode.LINE;
    }

    private static Trace lowest(Series line, int s) {
        double[] at = {line.x()[line.lowest()]};
        double[] value = {line.y()[line.lowest()]};
        return ScatterTrace.builder(at, value)
                .mode(ScatterTrace.Mode.MARKERS)
                .name(Tablesaw.text("lowest, " + line.name()))
                .showLegend(false)
                .marker(Marker.builder().color(Tablesaw.colour(s)).size(9).build())
                .build();
    }
}
