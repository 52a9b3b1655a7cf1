package org.snmf.magics.report;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.snmf.views.display.Display;
import org.snmf.views.display.Html;
import org.snmf.views.display.Theme;

/** A short list of names and values to show. */
public final class Facts {
    private final Map<String, String> rows = new LinkedHashMap<>();
    private final Set<String> measured = new HashSet<>();
    private final String title;

    public Facts(String title) {
        this.title = title;
    }

    public Facts with(String name, Object value) {
        rows.put(name, String.valueOf(value));
        return this;
    }

    /**
     * A value that this machine gave this once, such as a time: the page marks it ({@code snmf-measured}), and who
     * publishes or compares notebooks leaves it out.
     */
    public Facts measured(String name, Object value) {
        measured.add(name);
        return with(name, value);
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
                    .element("td", value, "class", measured.contains(name) ? "snmf-measured" : null)
                    .close();
        });
        return Display.of(html.close().close().build(), plain.toString());
    }
}
