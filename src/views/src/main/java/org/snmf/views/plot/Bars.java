package org.snmf.views.plot;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.CategoryItemRendererState;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;
import org.snmf.errors.InputException;
import org.snmf.experiments.stats.Interval;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.Visible;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.Trace;

/** Bars with error bars: one group of bars for each category, one colour for each series. */
public final class Bars {
    /**
     * One series of bars.
     *
     * @param name what the legend calls it
     * @param values one for each category; NaN leaves the place empty
     * @param low lower ends of the error bars, or an array of NaN for none
     * @param high upper ends
     */
    public record Group(String name, double[] values, double[] low, double[] high) {
        /** Copies the arrays. */
        public Group {
            if (low.length != values.length || high.length != values.length) {
                throw new InputException(
                        "bars " + name,
                        values.length + " error bars",
                        low.length + " and " + high.length + " ends",
                        "");
            }
            values = values.clone();
            low = low.clone();
            high = high.clone();
        }

        /** Bars without error bars. */
        public Group(String name, double[] values) {
            this(name, values, none(values.length), none(values.length));
        }

        /** Bars without error bars. */
        public static Group of(String name, double[] values) {
            return new Group(name, values);
        }

        private static double[] none(int count) {
            double[] none = new double[count];
            Arrays.fill(none, Double.NaN);
            return none;
        }

        /** Bars of estimates with their intervals. */
        public static Group of(String name, List<Interval> intervals) {
            return new Group(
                    name,
                    intervals.stream().mapToDouble(Interval::estimate).toArray(),
                    intervals.stream().mapToDouble(Interval::low).toArray(),
                    intervals.stream().mapToDouble(Interval::high).toArray());
        }
    }

    private final String title;
    private final String y;
    private final List<String> categories;
    private final List<Group> groups;

    private Bars(String title, String y, List<String> categories, List<Group> groups) {
        this.title = title;
        this.y = y;
        this.categories = categories;
        this.groups = groups;
    }

    /**
     * @param title of the figure
     * @param y what the bars measure, with its unit
     * @param categories names along the axis
     * @param groups series of bars, each with a value for each category
     * @throws InputException if there is no category or series, or their numbers differ
     */
    public static Plot of(String title, String y, List<String> categories, List<Group> groups) {
        boolean fits = !categories.isEmpty()
                && !groups.isEmpty()
                && groups.stream().allMatch(g -> g.values().length == categories.size());
        if (!fits) {
            throw new InputException(
                    "figure \"" + title + "\"",
                    "at least one series of " + Math.max(1, categories.size()) + " bars",
                    groups.stream().map(g -> g.values().length).toList() + "",
                    "");
        }
        return new Bars(title, y, List.copyOf(categories), List.copyOf(groups)).plot();
    }

    private Plot plot() {
        return new Plot(title, figure(), twin(), plain(), refinement());
    }

    private String plain() {
        List<String> names = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int c = 0; c < categories.size(); c++) {
            for (Group group : groups) {
                names.add(groups.size() == 1 ? categories.get(c) : categories.get(c) + ", " + group.name());
                values.add(group.values()[c]);
                String range = Double.isNaN(group.low()[c])
                        ? ""
                        : " [" + Numbers.shortly(group.low()[c]) + ", " + Numbers.shortly(group.high()[c]) + "]";
                notes.add(Numbers.shortly(group.values()[c]) + range);
            }
        }
        double[] lengths = values.stream().mapToDouble(Double::doubleValue).toArray();
        return TextChart.heading(y) + TextChart.bars(names, lengths, notes);
    }

    private StaticTwin twin() {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        IntervalBars renderer = new IntervalBars(groups);
        double low = 0;
        double high = 0;
        for (int g = 0; g < groups.size(); g++) {
            renderer.setSeriesPaint(g, ChartLook.series(g));
            for (int c = 0; c < categories.size(); c++) {
                double value = groups.get(g).values()[c];
                data.addValue(Double.isNaN(value) ? null : value, Integer.valueOf(g), new Place(c, categories.get(c)));
                for (double end : new double[] {
                    value, groups.get(g).low()[c], groups.get(g).high()[c]
                }) {
                    low = Double.isNaN(end) ? low : Math.min(low, end);
                    high = Double.isNaN(end) ? high : Math.max(high, end);
                }
            }
        }
        NumberAxis axis = (NumberAxis) ChartLook.valueAxis(Visible.text(y), false);
        double margin = high > low ? 0.06 * (high - low) : 1;
        axis.setRange(low < 0 ? low - margin : 0, high > 0 || low == 0 ? high + margin : 0);
        renderer.setLegendItemLabelGenerator(
                (d, g) -> Visible.title(groups.get(g).name()));
        CategoryAxis names = ChartLook.categoryAxis(categories);
        return ChartLook.twin(Visible.text(title), new CategoryPlot(data, names, axis, renderer), groups.size() > 1);
    }

    private Figure figure() {
        List<Trace> traces = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            traces.add(BarTrace.builder(
                            Tablesaw.categories(categories), groups.get(g).values())
                    .name(Tablesaw.text(groups.get(g).name()))
                    .showLegend(groups.size() > 1)
                    .marker(Marker.builder().color(Tablesaw.colour(g)).build())
                    .build());
        }
        Layout layout = Tablesaw.layout(title)
                .barMode(Layout.BarMode.GROUP)
                .xAxis(Tablesaw.categoryAxis(""))
                .yAxis(Axis.builder().title(Tablesaw.text(y)).build())
                .build();
        return new Figure(layout, traces.toArray(Trace[]::new));
    }

    private String refinement() {
        String bars = groups.stream()
                .map(g -> Arrays.stream(g.low()).allMatch(Double::isNaN)
                        ? "{visible:false}"
                        : String.format(
                                Locale.ROOT,
                                "{type:'data',symmetric:false,array:%s,arrayminus:%s,thickness:1.2,color:ink}",
                                differences(g.high(), g.values()),
                                differences(g.values(), g.low())))
                .collect(Collectors.joining(","));
        return "Plotly.restyle(live,{error_y:[" + bars + "]});";
    }

    private static String differences(double[] from, double[] minus) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < from.length; i++) {
            double difference = from[i] - minus[i];
            parts.add(Double.isFinite(difference) ? String.format(Locale.ROOT, "%.6g", difference) : "null");
        }
        return "[" + String.join(",", parts) + "]";
    }

    /** Bars with whiskers from low to high, which need not be symmetric. */
    private static final class IntervalBars extends WhiskerRenderer {
        private static final long serialVersionUID = 1L;

        private final transient List<Group> groups;

        IntervalBars(List<Group> groups) {
            super(0.12);
            this.groups = groups;
            setItemMargin(0.08);
        }

        @Override
        public void drawItem(
                Graphics2D graphics,
                CategoryItemRendererState state,
                Rectangle2D area,
                CategoryPlot plot,
                CategoryAxis domain,
                ValueAxis range,
                CategoryDataset data,
                int group,
                int category,
                int pass) {
            super.drawItem(graphics, state, area, plot, domain, range, data, group, category, pass);
            double low = groups.get(group).low()[category];
            double high = groups.get(group).high()[category];
            if (Double.isNaN(low) || Double.isNaN(high)) {
                return;
            }
            double x = calculateBarW0(plot, plot.getOrientation(), area, domain, state, group, category)
                    + state.getBarWidth() / 2;
            double value = range.valueToJava2D(groups.get(group).values()[category], area, plot.getRangeAxisEdge());
            double arm = Math.min(5, state.getBarWidth() / 3);
            for (double end : new double[] {low, high}) {
                whisker(graphics, x, value, range.valueToJava2D(end, area, plot.getRangeAxisEdge()), arm);
            }
        }
    }
}
