package org.snmf.views.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snmf.views.Browser;
import org.snmf.views.Pictures;
import org.snmf.views.Samples;
import org.snmf.views.display.Display;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.StaticImage;
import org.snmf.views.display.Visible;
import org.xml.sax.InputSource;

/** What every figure promises, whatever it shows. */
class PlotTest {
    private static final String HOSTILE = String.join(" ", Samples.HOSTILE.subList(0, 9));

    /** One figure of each kind with hostile texts wherever texts are possible. */
    static List<Plot> hostile() {
        double[] values = {0.5, 0.25, 3, -1, 2};
        List<String> names = Samples.HOSTILE.subList(0, 5);
        double[][] matrix = {values, values, values, values, values};
        return List.of(
                LinePlot.of(HOSTILE, HOSTILE, HOSTILE, List.of(Series.of(HOSTILE, values), Series.of("b", values)))
                        .withLowestMarked()
                        .plot(),
                Histogram.of(HOSTILE, HOSTILE, values, 3),
                Bars.of(HOSTILE, HOSTILE, names, List.of(Bars.Group.of(HOSTILE, values), Bars.Group.of("b", values))),
                Boxes.of(HOSTILE, HOSTILE, Map.of(HOSTILE, values, "</script>", values)),
                HeatMap.of(HOSTILE, names, names, matrix).plot());
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileTextsStayTextInEveryRendering(Plot plot) throws Exception {
        Display display = plot.display();
        Document page = Jsoup.parse(display.html());
        assertThat(page.select("script")).hasSize(1);
        assertThat(page.select("img")).hasSize(1);
        String script = page.select("script").first().data();
        assertThat(script).doesNotContain("alert(1)</", "<img", "<b>", "\u202E", "\u2028");
        assertThat(display.plain()).doesNotContain("\u202E", "\u0000", "\u200B");
        assertThat(display.plain().lines())
                .allSatisfy(line -> assertThat(Visible.width(line)).isLessThanOrEqualTo(PlainTable.WIDTH));

        String picture = Pictures.source(display);
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(picture)));
        assertThat(Pictures.svg(display).text()).contains("</script>");
        assertThat(Pictures.svg(display).select("script, img, b")).isEmpty();
    }

    @Test
    void hostileTextsRunNothingInABrowserAndAllFiguresAreDrawn(@TempDir Path folder) throws Exception {
        StringBuilder body = new StringBuilder("<script>window.alert=function(){document.title='hacked';};</script>");
        List<Plot> plots = hostile();
        for (int i = 0; i < plots.size(); i++) {
            body.append(
                    i == 2
                            ? plots.get(i).interactive().html()
                            : plots.get(i).display().html());
        }
        Document page = Browser.load(folder, body.toString());

        assertThat(page.title()).isEmpty();
        assertThat(page.select("img[src=x]")).isEmpty();
        assertThat(page.select(".js-plotly-plot")).hasSize(plots.size());
        assertThat(page.select(".js-plotly-plot .gtitle"))
                .allSatisfy(title -> assertThat(title.text()).contains("</script>", "⟨U+202E⟩"));
    }

    @Test
    void whereTheLibraryIsOnThePageTheInteractiveFigureStandsInTheTwinsPlace(@TempDir Path folder) throws Exception {
        Plot plot = LossCurve.of(new double[] {0.9, 0.5, 0.4, 0.45});
        // The same figure twice, the library with the second: both are drawn, each in its own place.
        Document page =
                Browser.load(folder, plot.display().html() + plot.interactive().html());

        assertThat(page.select(".snmf-plot")).hasSize(2).allSatisfy(figure -> {
            assertThat(figure.select(".snmf-static").attr("style")).contains("display: none");
            assertThat(figure.select(".snmf-live.js-plotly-plot .scatterlayer .trace"))
                    .hasSize(2);
        });
    }

    @Test
    void withoutTheLibraryTheTwinStaysAndNothingElseIsShown(@TempDir Path folder) throws Exception {
        Document page = Browser.load(
                folder, LossCurve.of(new double[] {0.9, 0.5, 0.4}).display().html());

        Element figure = page.select(".snmf-plot").first();
        assertThat(figure.select(".snmf-static").attr("style")).doesNotContain("display: none");
        assertThat(figure.select(".snmf-live").first().children()).isEmpty();
        // The image has given way to its drawing, whose ink is that of the page.
        assertThat(figure.select("img")).isEmpty();
        assertThat(figure.select(".snmf-static > svg text").eachText()).contains("Loss of the fit", "iteration");
        assertThat(figure.select("svg text").first().attr("style")).contains("currentColor");
    }

    @Test
    void aFigureIsSmallAndTheLibraryUnderHalfAMegabyte() {
        double[] errors = new double[300];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = 0.4 + 0.5 * Math.exp(-i / 20.0);
        }
        Plot plot = LossCurve.of(errors);
        assertThat(plot.display().html().length()).isLessThan(100_000);
        assertThat(plot.interactive().html().length() - plot.display().html().length())
                .isLessThan(500_000);
        assertThat(plot.display().html()).doesNotContain("http://cdn", "https://cdn");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void thePngIsAPictureWithSomethingOnIt(Plot plot) throws IOException {
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(plot.display().png().orElseThrow()));
        assertThat(image.getWidth()).isBetween(300, 901);
        int ink = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                ink += (image.getRGB(x, y) & 0xFFFFFF) == 0xFFFFFF ? 0 : 1;
            }
        }
        assertThat(ink).isGreaterThan(image.getWidth() * image.getHeight() / 100);
        assertThat(image.getRGB(0, image.getHeight() - 1) & 0xFFFFFF).isEqualTo(0xFFFFFF);
    }

    @Test
    void theInkOfTheImageReadsOnLightAndOnDarkGround() {
        Display display = LossCurve.of(new double[] {1, 0.5}).display();
        assertThat(Pictures.source(display)).contains(StaticImage.INK).doesNotContain("rgb(1,2,3)");
        assertThat(LossCurve.of(new double[] {1, 0.5}).svg())
                .contains("#1f2328")
                .doesNotContain(StaticImage.INK);
        double ink = luminance(Color.decode(StaticImage.INK));
        assertThat((1 + 0.05) / (ink + 0.05)).isGreaterThan(4);
        assertThat((ink + 0.05) / (luminance(new Color(0x11, 0x11, 0x11)) + 0.05))
                .isGreaterThan(4);
    }

    /** Relative luminance as the Web Content Accessibility Guidelines define it. */
    private static double luminance(Color colour) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        int[] parts = {colour.getRed(), colour.getGreen(), colour.getBlue()};
        double sum = 0;
        for (int i = 0; i < parts.length; i++) {
            double part = parts[i] / 255.0;
            sum += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    @Test
    void sameFigureSameBytes() {
        Display one = LossCurve.of(new double[] {1, 0.5, 0.4}).display();
        Display two = LossCurve.of(new double[] {1, 0.5, 0.4}).display();
        assertThat(one.html()).isEqualTo(two.html());
        assertThat(one.plain()).isEqualTo(two.plain());
        assertThat(one.plain().lines())
                .allSatisfy(line -> assertThat(Visible.width(line)).isLessThanOrEqualTo(PlainTable.WIDTH));
    }
}
