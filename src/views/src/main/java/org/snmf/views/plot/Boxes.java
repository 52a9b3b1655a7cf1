package org.snmf.views.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.data.category.DefaultCategoryDataset;
import org.snmf.errors.InputException;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Visible;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.BoxTrace;

/**
 * Groups of values as boxes: the middle half of the values with the median, whiskers at the farthest values within one
 * and a half times the box, outliers beyond.
 */
public final class Boxes {
    private Boxes() {}

    /**
     * @param title of the figure
     * @param y what the values are, with their unit
     * @param groups values by group, in the order of the map
     * @throws InputException if there is no group, or one that is empty or holds a value that is not finite
     */
    public static Plot of(String title, String y, Map<String, double[]> groups) {
        if (groups.isEmpty()) {
            throw new InputException("figure \"" + title + "\"", "at least one group", "none", "");
        }
        Map<String, Summary> summaries = new LinkedHashMap<>();
        groups.forEach((name, values) -> summaries.put(name, Summary.of(name, values)));
        return new Plot(title, figure(title, y, groups), twin(title, y, summaries), plain(y, groups, summaries));
    }

    private static String plain(String y, Map<String, double[]> groups, Map<String, Summary> summaries) {
        PlainTable table = new PlainTable().text(Visible.cut(Visible.text(y), ChartLook.LONGEST_NAME));
        for (String name : List.of("n", "lowest", "lower quartile", "median", "upper quartile", "highest", "mean")) {
            table.number(name);
        }
        summaries.forEach((name, s) -> {
            List<String> cells = new ArrayList<>(List.of(
                    Visible.cut(Visible.text(name), ChartLook.LONGEST_NAME),
                    String.valueOf(Objects.requireNonNull(groups.get(name), name).length)));
            for (double value :
                    new double[] {s.lowest(), s.lowerQuartile(), s.median(), s.upperQuartile(), s.highest(), s.mean()
                    }) {
                cells.add(Numbers.shortly(value));
            }
            table.row(cells);
        });
        return table.build();
    }

    private static StaticTwin twin(String title, String y, Map<String, Summary> summaries) {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        summaries.forEach((name, s) -> data.addValue(s.median(), "median", new Place(data.getColumnCount(), name)));
        BoxRenderer renderer = new BoxRenderer(List.copyOf(summaries.values()));
        double low =
                summaries.values().stream().mapToDouble(Summary::lowest).min().orElseThrow();
        double high =
                summaries.values().stream().mapToDouble(Summary::highest).max().orElseThrow();
        double margin = high > low ? 0.05 * (high - low) : 1;
        ValueAxis axis = ChartLook.valueAxis(Visible.text(y), false);
        axis.setRange(low - margin, high + margin);
        CategoryPlot plot =
                new CategoryPlot(data, ChartLook.categoryAxis(List.copyOf(summaries.keySet())), axis, renderer);
        return ChartLook.twin(Visible.text(title), plot, false);
    }

    private static Figure figure(String title, String y, Map<String, double[]> groups) {
        List<String> names = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        groups.forEach((name, group) -> {
            for (double value : group) {
                names.add(Tablesaw.category(name));
                values.add(value);
            }
        });
        Layout layout = Tablesaw.layout(title)
                .xAxis(Tablesaw.categoryAxis(""))
                .yAxis(Axis.builder().title(Tablesaw.text(y)).build())
                .build();
        double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
        return new Figure(layout, BoxTrace.builder(names.toArray(), all).build());
    }
}
