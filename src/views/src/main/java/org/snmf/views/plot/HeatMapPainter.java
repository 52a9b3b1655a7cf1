package org.snmf.views.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.TextSize;
import org.snmf.views.display.Visible;

/**
 * Draws a heat map. The cells are one image, so that a hundred by a hundred of them take a few kilobytes; in small
 * matrices each cell also shows its number.
 */
final class HeatMapPainter implements StaticTwin.Painter {
    private static final double LARGEST_CELL = 36;
    private static final double SMALLEST_CELL = 8;
    private static final double AREA = 620;
    private static final double LONGEST_LABEL = 150;
    private static final int NUMBERED_CELL = 26;
    private static final int MARGIN = 8;
    private static final int TITLE = 28;
    private static final int BAR = 78;
    private static final int DRAWN_CELLS = 400;

    private final HeatMap map;
    private final ColourScale scale;
    private final boolean signed;
    private final int cell;
    private final float fontSize;
    private final double left;
    private final double top;

    HeatMapPainter(HeatMap map, ColourScale scale, boolean signed) {
        this.map = map;
        this.scale = scale;
        this.signed = signed;
        int longest = Math.max(map.rows.size(), map.columns.size());
        cell = (int) Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, AREA / longest));
        fontSize = (float) Math.min(11.5, cell * 0.95);
        left = Math.rint(MARGIN + widest(map.rows) + 6);
        top = Math.rint(TITLE + widest(map.columns) + 6);
    }

    private double widest(List<String> labels) {
        return labels.stream()
                .mapToDouble(l -> TextSize.width(shown(l), fontSize))
                .max()
                .orElse(0);
    }

    private String shown(String label) {
        return TextSize.cut(Visible.text(label), fontSize, false, LONGEST_LABEL);
    }

    /** Whether the cells have room for their numbers. */
    boolean isNumbered() {
        return cell >= NUMBERED_CELL;
    }

    int width() {
        return (int) Math.max(left + cell * map.columns.size() + BAR, TextSize.boldWidth(map.title, 13) + 2 * MARGIN);
    }

    int height() {
        return (int) (top + Math.max(cell * map.rows.size(), 80) + MARGIN);
    }

    @Override
    public void paint(Graphics2D graphics) {
        graphics.setPaint(StaticTwin.INK);
        graphics.setFont(ChartLook.TITLE);
        graphics.drawString(Visible.text(map.title), MARGIN, 17);
        cells(graphics);
        labels(graphics);
        groups(graphics);
        if (isNumbered()) {
            numbers(graphics);
        }
        bar(graphics);
    }

    /** Few cells as rectangles with a gap between them, many as one picture of a pixel a cell, enlarged. */
    private void cells(Graphics2D graphics) {
        if (map.rows.size() * map.columns.size() > DRAWN_CELLS) {
            graphics.drawImage(
                    pixels(), (int) left, (int) top, cell * map.columns.size(), cell * map.rows.size(), null);
            return;
        }
        for (int i = 0; i < map.rows.size(); i++) {
            for (int j = 0; j < map.columns.size(); j++) {
                graphics.setPaint(scale.colour(map.values[i][j]));
                graphics.fillRect((int) left + j * cell, (int) top + i * cell, cell - 1, cell - 1);
            }
        }
    }

    private BufferedImage pixels() {
        BufferedImage image = new BufferedImage(map.columns.size(), map.rows.size(), BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < map.rows.size(); i++) {
            for (int j = 0; j < map.columns.size(); j++) {
                image.setRGB(j, i, scale.colour(map.values[i][j]).getRGB());
            }
        }
        return image;
    }

    private void labels(Graphics2D graphics) {
        graphics.setPaint(StaticTwin.INK);
        graphics.setFont(ChartLook.SMALL.deriveFont(fontSize));
        for (int i = 0; i < map.rows.size(); i++) {
            String label = shown(map.rows.get(i));
            double width = graphics.getFontMetrics().stringWidth(label);
            double baseline = top + cell * (i + 0.5) + fontSize * 0.36;
            graphics.drawString(label, (float) (left - 6 - width), (float) baseline);
        }
        for (int j = 0; j < map.columns.size(); j++) {
            AffineTransform upright = graphics.getTransform();
            graphics.translate(left + cell * (j + 0.5) + fontSize * 0.36, top - 6);
            graphics.rotate(-Math.PI / 2);
            graphics.drawString(shown(map.columns.get(j)), 0, 0);
            graphics.setTransform(upright);
        }
    }

    private void groups(Graphics2D graphics) {
        graphics.setPaint(StaticTwin.INK);
        graphics.setStroke(new BasicStroke(1));
        double right = left + cell * map.columns.size();
        double bottom = top + cell * map.rows.size();
        for (int start : map.boundaries) {
            if (start < map.rows.size()) {
                graphics.draw(new Line2D.Double(left, top + cell * start - 0.5, right, top + cell * start - 0.5));
            }
            if (start < map.columns.size()) {
                graphics.draw(new Line2D.Double(left + cell * start - 0.5, top, left + cell * start - 0.5, bottom));
            }
        }
    }

    private void numbers(Graphics2D graphics) {
        Font font = ChartLook.SMALL.deriveFont(cell >= 32 ? 10.5f : 9f);
        graphics.setFont(font);
        for (int i = 0; i < map.rows.size(); i++) {
            for (int j = 0; j < map.columns.size(); j++) {
                String number = number(map.values[i][j]);
                // White reads on the deep cells of either ground; on pale ones the ink of the page does.
                graphics.setPaint(scale.depth(map.values[i][j]) > 0.45 ? Color.WHITE : StaticTwin.INK);
                double width = graphics.getFontMetrics().stringWidth(number);
                graphics.drawString(number, (float) (left + cell * (j + 0.5) - width / 2), (float)
                        (top + cell * (i + 0.5) + font.getSize2D() * 0.36));
            }
        }
    }

    /** At most five characters, so that the number fits its cell. */
    static String number(double value) {
        if (value == Math.rint(value) || Math.abs(value) >= 100 || Double.isNaN(value)) {
            return Numbers.shortly(value);
        }
        String digits = String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.1f", Math.abs(value));
        return value < 0 && !digits.equals("0.00") ? "−" + digits : digits;
    }

    /** The scale at the right: its largest value at the top, 0 or the smallest at the bottom. */
    private void bar(Graphics2D graphics) {
        double x = left + cell * map.columns.size() + 16;
        int stripe = Math.max(2, Math.min(4, cell * map.rows.size() / 40));
        double height = 40 * stripe;
        double low = signed ? -scale.largest() : 0;
        int steps = 40;
        for (int s = 0; s < steps; s++) {
            graphics.setPaint(scale.colour(scale.largest() - (s + 0.5) / steps * (scale.largest() - low)));
            graphics.fill(new Rectangle2D.Double(x, top + stripe * s, 12, stripe));
        }
        graphics.setPaint(StaticTwin.INK);
        graphics.setFont(ChartLook.SMALL.deriveFont(10.5f));
        graphics.drawString(Numbers.shortly(scale.largest()), (float) x + 16, (float) top + 9);
        graphics.drawString(Numbers.shortly(low), (float) x + 16, (float) (top + height));
        if (signed) {
            graphics.drawString("0", (float) x + 16, (float) (top + height / 2 + 4));
        }
    }
}
