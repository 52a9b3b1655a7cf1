package org.snmf.views.plot;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.CategoryItemRendererState;
import org.jfree.data.category.CategoryDataset;

/**
 * Draws one box a category. JFreeChart's own renderer draws outliers as large circles that stand above their value, and
 * leaves some out.
 */
final class BoxRenderer extends WhiskerRenderer {
    private static final long serialVersionUID = 1L;
    private static final double RADIUS = 2.5;

    private final transient List<Summary> summaries;

    BoxRenderer(List<Summary> summaries) {
        super(0.1);
        this.summaries = summaries;
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
        Summary summary = summaries.get(category);
        double width = state.getBarWidth();
        double left = calculateBarW0(plot, plot.getOrientation(), area, domain, state, group, category);
        double middle = left + width / 2;
        double[] y = new double[5];
        double[] values = {
            summary.lowerWhisker(),
            summary.lowerQuartile(),
            summary.median(),
            summary.upperQuartile(),
            summary.upperWhisker()
        };
        for (int i = 0; i < y.length; i++) {
            y[i] = range.valueToJava2D(values[i], area, plot.getRangeAxisEdge());
        }
        Rectangle2D box = new Rectangle2D.Double(left, y[3], width, y[1] - y[3]);
        graphics.setPaint(ChartLook.translucent(ChartLook.series(0), 120));
        graphics.fill(box);
        graphics.setPaint(StaticTwin.INK);
        graphics.setStroke(new BasicStroke(1.2f));
        graphics.draw(box);
        whisker(graphics, middle, y[1], y[0], width / 4);
        whisker(graphics, middle, y[3], y[4], width / 4);
        graphics.setStroke(new BasicStroke(2f));
        graphics.draw(new Line2D.Double(left, y[2], left + width, y[2]));
        graphics.setPaint(ChartLook.series(0));
        for (double outlier : summary.outliers()) {
            double at = range.valueToJava2D(outlier, area, plot.getRangeAxisEdge());
            graphics.fill(new Ellipse2D.Double(middle - RADIUS, at - RADIUS, 2 * RADIUS, 2 * RADIUS));
        }
    }
}
