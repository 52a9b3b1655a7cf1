package org.snmf.views.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.experiments.stats.Interval;
import org.snmf.views.Pictures;
import org.snmf.views.display.Display;
import org.snmf.views.display.PlainTable;
import tech.tablesaw.api.Table;

/** What each kind of figure says. */
class FiguresTest {
    private static final List<String> AB = List.of("a", "b");

    @Test
    void theLossCurveMarksTheBestIteration() {
        Plot plot = LossCurve.of(new double[] {0.9, 0.4, 0.5});
        String script = plot.figure().asJavascript("x");
        assertThat(script)
                .contains("[\"1.0\",\"2.0\",\"3.0\"]", "[\"0.9\",\"0.4\",\"0.5\"]", "x: [\"2.0\"]", "y: [\"0.4\"]");
        assertThat(plot.display().plain()).contains("0.900 │●", "0.400 │");
    }

    @Test
    void linesRefuseWhatTheyCannotShow() {
        assertThatThrownBy(() -> LinePlot.of("t", "x", "y", List.of())).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> LinePlot.of("t", "x", "y", List.of(Series.of("s", new double[] {Double.NaN}))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("series s");
        assertThatThrownBy(() -> LinePlot.of("t", "x", "y", List.of(Series.of("s", new double[] {1, 0})))
                        .withLogarithmicOrdinate())
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new Series("s", new double[2], new double[3])).isInstanceOf(InputException.class);
    }

    @Test
    void gapsAndSinglePointsAreDrawn() {
        Series gap = Series.of("gap", new double[] {1, Double.NaN, 0.5});
        assertThat(LossCurve.of(List.of(gap)).display().plain()).contains("1 │●", "0.500 │");
        assertThat(Pictures.svg(LossCurve.of(new double[] {0.5}).display()).select("svg text"))
                .isNotEmpty();
    }

    @Test
    void aLogarithmicOrdinateKeepsItsValues() {
        Plot plot = LinePlot.of("t", "x", "y", List.of(Series.of("s", new double[] {0.001, 1, 1000})))
                .withLogarithmicOrdinate()
                .plot();
        assertThat(plot.display().plain()).contains("1000 │", "0.00100 │");
        assertThat(plot.figure().asJavascript("x")).contains("type: 'log'");
        assertThat(Pictures.svg(plot.display()).select("svg text").eachText()).noneMatch(text -> text.contains("^"));
    }

    @Test
    void ticksHaveTheMinusSignOfTheTables() {
        Plot plot = LinePlot.of("t", "x", "y", List.of(new Series("s", new double[] {-2, 2}, new double[] {-0.5, 0.5})))
                .plot();
        assertThat(Pictures.svg(plot.display()).select("svg text").eachText())
                .contains("−0.5", "0.5", "−2")
                .noneMatch(text -> text.contains("-"));
    }

    @Test
    void theHistogramCountsEachValueOnceAndNamesWhatItLeavesOut() {
        double[] values = {0, 0.5, 1, 1, 2, 4, Double.NaN};
        String plain = Histogram.of("t", "x", values, 4).display().plain();
        assertThat(plain).contains("x (1 of 7 not finite, left out)");
        List<String> counts = plain.lines()
                .filter(l -> l.contains("│"))
                .map(l -> l.substring(l.lastIndexOf(' ') + 1))
                .toList();
        assertThat(counts).containsExactly("2", "2", "1", "1");
        assertThat(Histogram.of("t", "x", new double[] {3, 3}, 2).display().plain())
                .contains(" 2\n");
        assertThatThrownBy(() -> Histogram.of("t", "x", new double[] {Double.NaN}, 4))
                .isInstanceOf(InputException.class);
    }

    /** The quartiles that numpy.quantile gives by default for these values. */
    @Test
    void theSummaryAgreesWithNumpy() {
        Summary summary = Summary.of("g", new double[] {7, 1, 2, 30, 3, 5});
        assertThat(summary.lowerQuartile()).isEqualTo(2.25, within(1e-12));
        assertThat(summary.median()).isEqualTo(4, within(1e-12));
        assertThat(summary.upperQuartile()).isEqualTo(6.5, within(1e-12));
        assertThat(summary.lowerWhisker()).isEqualTo(1);
        assertThat(summary.upperWhisker()).isEqualTo(7);
        assertThat(summary.outliers()).containsExactly(30);
        assertThat(summary.mean()).isEqualTo(8, within(1e-12));
        assertThatThrownBy(() -> Summary.of("g", new double[0])).isInstanceOf(InputException.class);
    }

    @Test
    void barsShowTheirIntervals() {
        Plot plot = Bars.of(
                "t",
                "AUC",
                AB,
                List.of(
                        Bars.Group.of(
                                "snmf",
                                List.of(new Interval(0.9, 0.8, 0.95, 0.95, 99), new Interval(0.5, 0.4, 0.6, 0.95, 99))),
                        Bars.Group.of("mean", new double[] {0.7, Double.NaN})));
        assertThat(plot.display().plain()).contains("a, snmf │", "0.900 [0.800, 0.950]", "b, mean │ –");
        assertThat(plot.display().html()).contains("array:[0.0500000,0.100000]", "arrayminus:[0.100000,0.100000]");
        assertThatThrownBy(() -> Bars.of("t", "y", AB, List.of(Bars.Group.of("g", new double[3]))))
                .isInstanceOf(InputException.class);
    }

    @Test
    void equalCategoriesStayApart() {
        Plot plot = Bars.of("t", "y", List.of("a", "a"), List.of(Bars.Group.of("g", new double[] {1, 2})));
        assertThat(plot.figure().asJavascript("x")).contains("\"a\",\"a (2)\"");
        Elements labels = Pictures.svg(plot.display()).select("svg text:matchesOwn(^a$)");
        assertThat(labels).hasSize(2);
    }

    @Test
    void boxesTellTheirNumbers() {
        String plain = Boxes.of("t", "score", Map.of("g", new double[] {1, 2, 3, 9}))
                .display()
                .plain();
        assertThat(plain.lines().toList().get(3).split(" +"))
                .containsExactly("g", "4", "1", "1.75", "2.50", "4.50", "9", "3.75");
    }

    @Test
    void theHeatMapLabelsEveryRowAndColumnAndWritesNumbersIntoFewCells() {
        double[][] values = {{3, -1}, {Double.NaN, 0.5}};
        Display display = HeatMap.of("t", List.of("r1", "r2"), List.of("c1", "c2"), values)
                .withGroups(1)
                .plot()
                .display();
        List<String> texts = Pictures.svg(display).select("svg text").eachText();
        assertThat(texts).contains("r1", "r2", "c1", "c2", "3", "−1", "–", "0.50", "−3", "0");
        assertThat(display.plain().lines().toList().get(3).trim().split(" +")).containsExactly("r1", "3", "−1");
    }

    @Test
    void aHundredByAHundredStaysSmallAndFullyLabelled() {
        List<String> labels = new ArrayList<>();
        double[][] values = new double[100][100];
        for (int i = 0; i < 100; i++) {
            labels.add("feature " + i);
            for (int j = 0; j < 100; j++) {
                values[i][j] = (i * 31 + j * 17) % 41;
            }
        }
        Display display = HeatMap.of("overlap", labels, labels, values).plot().display();
        List<String> texts = Pictures.svg(display).select("svg text").eachText();
        assertThat(labels)
                .allSatisfy(l -> assertThat(Collections.frequency(texts, l)).isEqualTo(2));
        assertThat(display.html().length()).isLessThan(250_000);
        assertThat(display.plain().lines().filter(l -> l.contains("│"))).hasSize(100);
        assertThat(display.plain()).contains("the first 94 of 100 columns");
    }

    @Test
    void theColouredTableColoursBySignAndSize() {
        double[][] values = {{2, -1}, {0.001, Double.NaN}};
        ColouredTable table =
                ColouredTable.of("t <i>", List.of("r", "core"), AB, values).withLinesAbove(1);
        Document page = Jsoup.parse(table.display().html());
        Elements cells = page.select("tbody td");
        assertThat(cells.eachText()).containsExactly("+2.00", "−1.00", "0.00", "–");
        assertThat(cells.get(0).attr("style")).contains("rgba(31,111,208,0.60)");
        assertThat(cells.get(1).attr("style")).contains("rgba(232,89,12,0.30)");
        assertThat(cells.get(3).attr("style")).contains(",0.00)");
        assertThat(page.select("tbody tr").get(1).select("th").attr("style")).contains("border-top");
        assertThat(page.select("i")).isEmpty();
        assertThat(table.display().plain()).contains("+2.00", "−1.00");

        ColouredTable spread = table.withSpreads(new double[][] {{0.5, 1}, {2, 3}});
        assertThat(Jsoup.parse(spread.display().html())
                        .select("tbody td")
                        .first()
                        .text())
                .isEqualTo("+2.00 ±0.50");
        List<String> many = IntStream.range(0, 30).mapToObj(i -> "c" + i).toList();
        String wide = ColouredTable.of("t", List.of("r"), many, new double[][] {new double[30]})
                .withSpreads(new double[][] {new double[30]})
                .display()
                .plain();
        assertThat(wide).contains(many).doesNotContain("…");
        assertThat(wide.lines()).allMatch(line -> line.length() <= PlainTable.WIDTH);

        Table data = spread.table();
        assertThat(data.columnNames()).containsExactly("row", "a", "b", "± a", "± b");
        assertThat(data.doubleColumn("± a").get(1)).isEqualTo(2);
    }

    @Test
    void matricesThatDoNotFitTheirLabelsAreRefused() {
        assertThatThrownBy(() -> HeatMap.of("t", AB, AB, new double[][] {{1, 2}, {3}}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2 × 2");
        assertThatThrownBy(() -> ColouredTable.of("t", AB, AB, new double[1][2]))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> HeatMap.of("t", List.of(), List.of(), new double[0][]))
                .isInstanceOf(InputException.class);
    }

    @Test
    void slantedNamesKeepManyCategoriesReadable() {
        List<String> names =
                IntStream.range(0, 30).mapToObj(i -> "category number " + i).toList();
        Plot plot = Bars.of("t", "y", names, List.of(Bars.Group.of("g", new double[30])));
        Elements labels = Pictures.svg(plot.display()).select("svg text");
        assertThat(labels.eachText()).containsAll(names);
    }
}
