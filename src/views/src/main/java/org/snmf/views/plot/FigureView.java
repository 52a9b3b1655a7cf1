package org.snmf.views.plot;

import java.util.Locale;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;
import org.snmf.views.display.Html;
import org.snmf.views.display.Theme;
import tech.tablesaw.plotly.components.Figure;

/**
 * A figure that a person made with tablesaw-jsplot, to be shown in a cell. It brings the drawing library along, needs
 * JavaScript, and has no static twin: what must be seen everywhere is made with {@link Bars}, {@link LinePlot} and the others.
 *
 * @param figure the figure; Tablesaw writes its texts into the script as they are
 */
public record FigureView(Figure figure) implements Displayable {
    private static final String PLAIN = "A figure of tablesaw-jsplot, which JavaScript draws";

    @Override
    public Display display() {
        String name =
                "snmfFigure" + Integer.toUnsignedString(figure.asJavascript("x").hashCode(), 36);
        String made = figure.asJavascript(name);
        String body = made.substring(made.indexOf("<script>") + 8, made.lastIndexOf("</script>"));
        Html html = Theme.open();
        html.open("div", "class", "snmf-figure", "data-snmf-figure", name);
        html.element("div", PLAIN + ".", "class", "snmf-note");
        html.element("div", "", "class", "snmf-live").close().newline();
        html.script(String.format(Locale.ROOT, """
                (function(){
                var box=document.querySelector('[data-snmf-figure="%1$s"]:not([data-adopted])');
                if(!box)return;
                box.setAttribute('data-adopted','');
                function draw(){
                var live=box.querySelector('.snmf-live');
                live.id='%1$s';
                %2$s
                live.removeAttribute('id');
                box.firstElementChild.style.display='none';
                }
                (window.snmfPlots=window.snmfPlots||[]).push(draw);
                })();
                """, name, body));
        return Display.of(html.markup(PlotlyLibrary.html()).close().build(), PLAIN);
    }
}
