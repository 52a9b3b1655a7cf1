package org.snmf.views.plot;

import java.awt.Color;
import org.snmf.views.display.Html;
import org.snmf.views.display.Visible;
import tech.tablesaw.plotly.components.Layout;

/** What all figures of tablesaw-jsplot share: sizes, colours, and texts that cannot break out of the script. */
final class Tablesaw {
    private Tablesaw() {}

    /**
     * A text for a title, a name or a category. Tablesaw writes texts into JavaScript as they are, and plotly reads a
     * little markup in them: so invisible characters are made visible, markup becomes entities, and what could end a
     * JavaScript string or a script element becomes a Unicode escape.
     */
    static String text(String text) {
        String shown =
                Visible.text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return Html.javascript(shown);
    }

    static String colour(int series) {
        return hex(ChartLook.series(series));
    }

    static String hex(Color colour) {
        return String.format("#%06x", colour.getRGB() & 0xFFFFFF);
    }

    static Layout.LayoutBuilder layout(String title) {
        return Layout.builder()
                .title(text(title))
                .width(ChartLook.WIDTH)
                .height(ChartLook.HEIGHT)
                .hoverMode(Layout.HoverMode.CLOSEST);
    }
}
