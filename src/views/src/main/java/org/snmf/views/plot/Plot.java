package org.snmf.views.plot;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;
import org.snmf.views.display.Html;
import org.snmf.views.display.StaticImage;
import org.snmf.views.display.Theme;
import tech.tablesaw.plotly.components.Figure;

/**
 * A figure in all its forms: an interactive one made by tablesaw-jsplot, a static twin drawn in-process, and one of
 * characters. Immutable.
 *
 * <p><b>How the forms live together.</b> The HTML holds the static twin as a {@link StaticImage}, so that the figure is
 * there without JavaScript and without network, in nbconvert's HTML, in JupyterLab whether the notebook is trusted or not,
 * and on GitHub. Where scripts run, a small script puts the drawing itself in the image's place, in the colours of the
 * page, and waits for the drawing library; when that is on the page, the script draws the interactive figure and hides the
 * twin. So there is exactly one figure at any time. The library is on the page when one figure was shown by {@link
 * #interactive()}; {@link #display()} alone never brings it, so that a notebook carries it once at most.
 */
public final class Plot implements Displayable {
    private final String title;
    private final Figure figure;
    private final StaticTwin twin;
    private final String plain;
    private final String refinement;

    Plot(String title, Figure figure, StaticTwin twin, String plain) {
        this(title, figure, twin, plain, "");
    }

    /** @param refinement JavaScript to run on the drawn figure {@code live} for what Tablesaw cannot say */
    Plot(String title, Figure figure, StaticTwin twin, String plain, String refinement) {
        this.refinement = refinement;
        this.title = title;
        this.figure = figure;
        this.twin = twin;
        this.plain = plain;
    }

    /** The figure to look at; a few tens of kilobytes. */
    @Override
    public Display display() {
        return display("");
    }

    /**
     * The same, bringing the drawing library along (under half a megabyte): this figure and all others on the page become
     * interactive. Once per notebook is enough.
     */
    public Display interactive() {
        return display(PlotlyLibrary.html());
    }

    /** The static twin as an SVG document, to save as a file; its ground is transparent, its ink dark. */
    public String svg() {
        return StaticImage.printed(twin.svg(name()));
    }

    private String name() {
        return "snmf" + digest(plain + title);
    }

    /** The title, as given. */
    public String title() {
        return title;
    }

    /** The interactive figure as tablesaw-jsplot has it; its texts are escaped for JavaScript. */
    public Figure figure() {
        return figure;
    }

    private Display display(String library) {
        byte[] png = twin.png();
        String name = name();
        Html html = Theme.open();
        html.open("div", "class", "snmf-plot", "data-snmf-plot", name);
        StaticImage.write(html, twin.svg(name), title, twin.width(), false);
        // The title of the interactive figure stands above it, where no tool bar covers it.
        html.element("div", title, "class", "snmf-caption snmf-title", "style", "display:none");
        html.open("div", "class", "snmf-scroll")
                .open("div", "class", "snmf-live")
                .close()
                .close();
        html.close().newline();
        html.script(drawing(name)).markup(library);
        return Display.of(html.close().build(), TextChart.heading(title) + plain)
                .withPng(png);
    }

    /** Takes the first figure of this name that is not taken yet, and hands a function that draws it to the library's list. */
    private String drawing(String name) {
        String made = figure.asJavascript(name);
        String body = made.substring(made.indexOf("<script>") + 8, made.lastIndexOf("</script>"));
        return String.format(Locale.ROOT, """
                (function(){
                %4$s
                var plot=document.querySelector('[data-snmf-plot="%1$s"]:not([data-adopted])');
                if(!plot)return;
                plot.setAttribute('data-adopted','');
                var live=plot.querySelector('.snmf-live'),fixed=plot.querySelector('.snmf-static');
                adopt(fixed);
                function draw(){
                live.id='%1$s';
                %2$s
                live.removeAttribute('id');
                plot.querySelector('.snmf-title').style.display='';
                var wide=live.layout.width,room=plot.clientWidth||wide;
                var ink=getComputedStyle(plot).color,clear='rgba(0,0,0,0)',line='rgba(127,127,127,.3)';
                Plotly.relayout(live,{'font.color':ink,'paper_bgcolor':clear,'plot_bgcolor':clear,
                'xaxis.gridcolor':line,'yaxis.gridcolor':line,'xaxis.zerolinecolor':line,'yaxis.zerolinecolor':line,
                'title.text':'','margin.t':30,'width':room<wide?Math.max(room,480):wide,'modebar.bgcolor':clear,'modebar.color':'rgba(127,127,127,.6)','legend.orientation':'h','legend.y':-0.32,'legend.yanchor':'top'});
                %3$s
                fixed.style.display='none';
                }
                (window.snmfPlots=window.snmfPlots||[]).push(draw);
                })();
                """, name, body, refinement, StaticImage.ADOPT);
    }

    private static String digest(String content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
