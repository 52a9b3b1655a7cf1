package org.snmf.magics.report;

import java.util.ArrayList;
import java.util.List;
import org.snmf.views.display.Display;
import org.snmf.views.display.Html;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Theme;

/** A table of numbers with a title, and a note on how to read it, in both renderings. */
public final class NumberTable {
    private final String title;
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    public NumberTable(String title, String... head) {
        this.title = title;
        this.head = List.of(head);
    }

    /** Adds a row of as many cells as the head has. */
    public NumberTable row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    public Display display(String note) {
        Html html = Theme.open()
                .element("div", title, "class", "snmf-caption")
                .open("table", "class", "snmf-table")
                .open("tr");
        PlainTable plain = new PlainTable();
        for (String name : head) {
            html.element("th", name, "class", "snmf-number");
            plain.number(name);
        }
        html.close();
        for (List<String> row : rows) {
            html.open("tr");
            row.forEach(cell -> html.element("td", cell, "class", "snmf-number"));
            html.close();
            plain.row(row);
        }
        html.close().element("div", note, "class", "snmf-note");
        return Display.of(html.close().build(), title + "\n" + plain.build() + note);
    }
}
