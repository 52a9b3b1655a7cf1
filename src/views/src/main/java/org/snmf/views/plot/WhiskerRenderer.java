package org.snmf.views.plot;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;

/** Draws something that stands where a bar would, with whiskers. */
abstract class WhiskerRenderer extends BarRenderer {
    private static final long serialVersionUID = 1L;

    /** @param widest greatest width of a bar, as a share of the figure */
    WhiskerRenderer(double widest) {
        setBarPainter(new StandardBarPainter());
        setShadowVisible(false);
        setMaximumBarWidth(widest);
    }

    /** A line at {@code x} that ends at {@code to} with a crossbar, {@code arm} to either side. */
    static void whisker(Graphics2D graphics, double x, double from, double to, double arm) {
        graphics.setPaint(StaticTwin.INK);
        graphics.setStroke(new BasicStroke(1.2f));
        graphics.draw(new Line2D.Double(x, from, x, to));
        graphics.draw(new Line2D.Double(x - arm, to, x + arm, to));
    }
}
