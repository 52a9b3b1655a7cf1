package org.snmf.views.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.SVGUnits;
import org.jfree.svg.ViewBox;
import org.snmf.views.display.StaticImage;

/**
 * The static picture of a figure, drawn in-process by one painter: as SVG for HTML, and as PNG on white.
 */
final class StaticTwin {
    /** Text and axes. On a page this colour becomes the colour of the page's text. */
    static final Color INK = new Color(1, 2, 3);
    /** Grid lines, visible on light and dark ground. */
    static final Color GRID = new Color(127, 127, 127, 70);

    private static final String INK_IN_SVG = "rgb(1,2,3)";
    private static final double PNG_SCALE = 1.25;
    private static final double PNG_WIDTH = 900;

    /** Draws a figure of the twin's size; must not fill the background. */
    interface Painter {
        void paint(Graphics2D graphics);
    }

    private final int width;
    private final int height;
    private final Painter painter;

    StaticTwin(int width, int height, Painter painter) {
        this.width = width;
        this.height = height;
        this.painter = painter;
    }

    int width() {
        return width;
    }

    /**
     * A whole SVG document on no ground, to stand in an {@code <img>}; its ink is {@link StaticImage#INK}.
     *
     * @param prefix of the document's identifiers, different for different figures on one page
     */
    String svg(String prefix) {
        SVGGraphics2D graphics = new SVGGraphics2D(width, height, SVGUnits.PX);
        graphics.setGeomDoubleConverter(StaticTwin::shortly);
        graphics.setTransformDoubleConverter(StaticTwin::shortly);
        graphics.setDefsKeyPrefix(prefix);
        painter.paint(graphics);
        return graphics.getSVGElement(null, true, new ViewBox(0, 0, width, height), null, null)
                .replace(INK_IN_SVG, StaticImage.INK)
                .replace("<image ", "<image style='image-rendering:pixelated' ");
    }

    byte[] png() {
        double scale = Math.min(PNG_SCALE, PNG_WIDTH / width);
        BufferedImage image = new BufferedImage(
                (int) Math.round(width * scale), (int) Math.round(height * scale), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(scale, scale);
        painter.paint(graphics);
        graphics.dispose();
        return encode(image);
    }

    private static byte[] encode(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam options = writer.getDefaultWriteParam();
        options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        options.setCompressionQuality(0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), options);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Thousandths of a pixel are enough, and keep the picture small. */
    private static String shortly(double value) {
        double rounded = Math.rint(value * 1000) / 1000;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }
}
