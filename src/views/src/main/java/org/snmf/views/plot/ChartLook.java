package org.snmf.views.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.NumberTickUnitSource;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.snmf.views.display.TextSize;
import org.snmf.views.display.Visible;

/** How all static charts look: no ground of their own, thin grid, one set of colours and fonts. */
final class ChartLook {
    static final int WIDTH = 720;
    static final int HEIGHT = 340;
    /** Most terminal columns of a category's name. */
    static final int LONGEST_NAME = 24;

    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    static final Font NORMAL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 13);
    /** Colours of the series, of middle lightness, distinct also for colour-blind readers. */
    static final Color[] SERIES = {
        new Color(0x2f, 0x7e, 0xd8),
        new Color(0xe8, 0x59, 0x0c),
        new Color(0x1b, 0x9e, 0x77),
        new Color(0xa3, 0x5f, 0xc9),
        new Color(0xc9, 0x9a, 0x06),
        new Color(0xd6, 0x4b, 0x7f),
        new Color(0x7a, 0x85, 0x90)
    };

    static {
        // Its default draws slanted text as outlines of glyphs, which makes a picture ten times as large and lets
        // nobody find or copy the text.
        TextUtils.setUseDrawRotatedStringWorkaround(false);
    }

    private ChartLook() {}

    static Color series(int i) {
        return SERIES[i % SERIES.length];
    }

    static Color translucent(Color colour, int alpha) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
    }

    /** A value axis that need not contain zero and labels itself sparingly. */
    static ValueAxis valueAxis(String label, boolean logarithmic) {
        if (logarithmic) {
            LogAxis axis = new LogAxis(label);
            axis.setBase(10);
            axis.setSmallestValue(1e-12);
            axis.setNumberFormatOverride(new AxisNumbers(2));
            return style(axis);
        }
        NumberAxis axis = new NumberAxis(label);
        axis.setStandardTickUnits(new NumberTickUnitSource(false, new AxisNumbers(6)));
        axis.setAutoRangeIncludesZero(false);
        return style(axis);
    }

    /** An axis of whole numbers. */
    static NumberAxis countAxis(String label, double from, double to) {
        NumberAxis axis = new NumberAxis(label);
        axis.setStandardTickUnits(new NumberTickUnitSource(true, new AxisNumbers(12)));
        axis.setAutoRangeIncludesZero(false);
        if (from == to) {
            axis.setRange(from - 1, to + 1);
            axis.setTickUnit(new NumberTickUnit(1));
        } else {
            axis.setRange(from - 0.01 * (to - from), to + 0.02 * (to - from));
        }
        return style(axis);
    }

    /** An axis of categories, their names slanted where they would not fit side by side. */
    static CategoryAxis categoryAxis(List<String> names) {
        CategoryAxis axis = new CategoryAxis(null);
        axis.setCategoryMargin(0.25);
        double longest = names.stream()
                .mapToDouble(n -> TextSize.width(Visible.cut(Visible.text(n), LONGEST_NAME), SMALL.getSize2D()))
                .max()
                .orElse(0);
        if (longest * names.size() > WIDTH - 100) {
            axis.setCategoryLabelPositions(CategoryLabelPositions.createUpRotationLabelPositions(Math.PI / 4));
        } else {
            axis.setMaximumCategoryLabelWidthRatio(1.5f);
        }
        return style(axis);
    }

    private static <T extends Axis> T style(T axis) {
        axis.setLabelFont(NORMAL);
        axis.setTickLabelFont(SMALL);
        axis.setLabelPaint(StaticTwin.INK);
        axis.setTickLabelPaint(StaticTwin.INK);
        axis.setAxisLinePaint(StaticTwin.GRID);
        axis.setTickMarkPaint(StaticTwin.GRID);
        axis.setLabelInsets(new RectangleInsets(4, 4, 4, 4));
        return axis;
    }

    /** The chart around a plot, as a twin of the usual size. */
    static StaticTwin twin(String title, Plot plot, boolean legend) {
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setInsets(new RectangleInsets(2, 2, 2, 12));
        if (plot instanceof XYPlot xy) {
            xy.setDomainGridlinesVisible(false);
            xy.setRangeGridlinePaint(StaticTwin.GRID);
            xy.setRangeGridlineStroke(new BasicStroke(1));
        } else if (plot instanceof CategoryPlot category) {
            category.setRangeGridlinePaint(StaticTwin.GRID);
            category.setRangeGridlineStroke(new BasicStroke(1));
            category.setRangeZeroBaselineVisible(true);
            category.setRangeZeroBaselinePaint(StaticTwin.INK);
        }
        JFreeChart chart = new JFreeChart(title, TITLE, plot, legend);
        chart.setBackgroundPaint(null);
        chart.setPadding(new RectangleInsets(4, 4, 4, 4));
        chart.getTitle().setPaint(StaticTwin.INK);
        chart.getTitle().setHorizontalAlignment(HorizontalAlignment.LEFT);
        chart.getTitle().setPadding(2, 6, 8, 2);
        if (legend) {
            style(chart.getLegend());
        }
        return new StaticTwin(WIDTH, HEIGHT, g -> chart.draw(g, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT)));
    }

    private static void style(LegendTitle legend) {
        legend.setBackgroundPaint(null);
        legend.setFrame(BlockBorder.NONE);
        legend.setItemFont(NORMAL);
        legend.setItemPaint(StaticTwin.INK);
        legend.setPosition(RectangleEdge.BOTTOM);
    }
}
