package org.snmf.magics.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.snmf.views.display.Display;
import org.snmf.views.display.Html;
import org.snmf.views.display.Theme;

/** A short list of names and values to show. */
public final class Facts {
    private final Map<String, String> rows = new LinkedHashMap<>();
    private final String title;

    public Facts(String title) {
        this.title = title;
    }

    public Facts with(String name, Object value) {
        rows.put(name, String.valueOf(value));
        return this;
    }

    public Facts withAll(Map<String, ?> more) {
        more.forEach((name, value) -> rows.put(name, String.valueOf(value)));
        return this;
    }

    public Map<String, String> rows() {
        return rows;
    }

    public Display display() {
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0) + 2;
        StringBuilder plain = new StringBuilder(title);
        Html html =
                Theme.open().element("div", title, "style", "font-weight:600").open("table", "class", "snmf-table");
        rows.forEach((name, value) -> {
            plain.append('\n')
                    .append(name)
                    .append(" ".repeat(width - name.length()))
                    .append(value);
            html.open("tr")
                    .element("td", name, "style", "white-space:nowrap")
                    .element("td", value)
                    .close();
        });
        return Display.of(html.close().close().build(), plain.toString());
    }
}
