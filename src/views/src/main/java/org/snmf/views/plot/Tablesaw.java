package org.snmf.views.plot;

import java.awt.Color;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snmf.views.display.Html;
import org.snmf.views.display.Visible;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Margin;

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
                Visible.title(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return Html.javascript(shown);
    }

    /**
     * Texts for the categories of an axis. Categories
     * that are equal would fall together, so later ones get a number.
     */
    static Object[] categories(List<String> texts) {
        Map<String, Integer> seen = new HashMap<>();
        Object[] categories = new Object[texts.size()];
        for (int i = 0; i < categories.length; i++) {
            int earlier = seen.merge(texts.get(i), 1, Integer::sum) - 1;
            categories[i] = category(texts.get(i)) + (earlier == 0 ? "" : " (" + (earlier + 1) + ")");
        }
        return categories;
    }

    /** An axis of categories in their given order. */
    static Axis categoryAxis(String title) {
        return Axis.builder().title(text(title)).type(Axis.Type.CATEGORY).build();
    }

    /** A text for one category, which Tablesaw quotes itself: made visible and freed of markup. */
    static String category(String text) {
        return Visible.title(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    static String colour(int series) {
        return hex(ChartLook.series(series));
    }

    static String hex(Color colour) {
        return String.format(Locale.ROOT, "#%06x", colour.getRGB() & 0xFFFFFF);
    }

    static Layout.LayoutBuilder layout(String title) {
        return Layout.builder()
                .title(text(title))
                .width(ChartLook.WIDTH)
                .height(ChartLook.HEIGHT)
                .margin(Margin.builder().top(40).bottom(60).left(70).right(20).build())
                .hoverMode(Layout.HoverMode.CLOSEST);
    }
}
