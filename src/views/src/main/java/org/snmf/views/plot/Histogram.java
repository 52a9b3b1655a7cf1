package org.snmf.views.plot;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.snmf.errors.InputException;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.Visible;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.traces.BarTrace;

/** How often values fall into bins of equal width; the bins of all three renderings are the same. */
public final class Histogram {
    private Histogram() {}

    /**
     * @param title of the figure
     * @param x what the values are, with their unit
     * @param values finite values; those that are not are counted and named in the axis label
     * @param bins number of bins, at least 1; each holds its lower edge and not its upper, the last holds both
     * @throws InputException if no value is finite or bins is less than 1
     */
    public static Plot of(String title, String x, double[] values, int bins) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        if (finite.length == 0 || bins < 1) {
            throw new InputException(
                    "histogram \"" + title + "\"",
                    "at least one finite value and one bin",
                    finite.length + " and " + bins,
                    "");
        }
        int left = values.length - finite.length;
        String label = left == 0 ? x : x + " (" + left + " of " + values.length + " not finite, left out)";
        return new Histogram.Bins(finite, bins).plot(title, label);
    }

    private static final class Bins {
        private final double low;
        private final double width;
        private final int[] counts;

        Bins(double[] values, int bins) {
            double high = Arrays.stream(values).max().orElseThrow();
            double smallest = Arrays.stream(values).min().orElseThrow();
            // Equal values stand in the middle of a range of their own.
            double spread = high > smallest ? high - smallest : Math.max(1, Math.abs(high));
            low = high > smallest ? smallest : smallest - spread / 2;
            width = spread / bins;
            counts = new int[bins];
            for (double value : values) {
                counts[Math.min(bins - 1, (int) ((value - low) / width))]++;
            }
        }

        double edge(int bin) {
            double edge = low + bin * width;
            return Math.abs(edge) < 1e-3 * width ? 0 : edge;
        }

        Plot plot(String title, String x) {
            return new Plot(title, figure(title, x), twin(title, x), plain(x));
        }

        private String plain(String x) {
            List<String> names = new ArrayList<>();
            List<String> notes = new ArrayList<>();
            for (int i = 0; i < counts.length; i++) {
                names.add(Numbers.shortly(edge(i)) + " – " + Numbers.shortly(edge(i + 1)));
                notes.add(counts[i] + "");
            }
            double[] lengths = Arrays.stream(counts).asDoubleStream().toArray();
            return TextChart.heading("count by " + x) + TextChart.bars(names, lengths, notes);
        }

        private StaticTwin twin(String title, String x) {
            XYIntervalSeries series = new XYIntervalSeries("count");
            for (int i = 0; i < counts.length; i++) {
                series.add(edge(i) + width / 2, edge(i), edge(i + 1), counts[i], counts[i], counts[i]);
            }
            XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
            data.addSeries(series);
            XYBarRenderer renderer = new XYBarRenderer(0.06);
            renderer.setBarPainter(new StandardXYBarPainter());
            renderer.setShadowVisible(false);
            renderer.setSeriesPaint(0, ChartLook.series(0));
            double most = Arrays.stream(counts).max().orElseThrow();
            XYPlot plot = new XYPlot(
                    data, ChartLook.valueAxis(Visible.text(x), false), ChartLook.countAxis("count", 0, most), renderer);
            plot.getRangeAxis().setLowerBound(0);
            return ChartLook.twin(Visible.text(title), plot, false);
        }

        private Figure figure(String title, String x) {
            Object[] centres = new Object[counts.length];
            for (int i = 0; i < centres.length; i++) {
                // The drawing library reads numbers with a hyphen for a minus.
                centres[i] = Numbers.shortly(edge(i) + width / 2).replace('−', '-');
            }
            Layout layout = Tablesaw.layout(title)
                    .xAxis(Axis.builder().title(Tablesaw.text(x)).build())
                    .yAxis(Axis.builder().title("count").build())
                    .build();
            Color colour = ChartLook.series(0);
            return new Figure(
                    layout,
                    BarTrace.builder(
                                    centres,
                                    Arrays.stream(counts).asDoubleStream().toArray())
                            .marker(Marker.builder().color(Tablesaw.hex(colour)).build())
                            .build());
        }
    }
}
