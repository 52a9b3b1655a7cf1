package org.snmf.magics.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.snmf.views.display.Display;
import org.snmf.views.display.Html;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Theme;

/** A table of numbers with a title, and a note on how to read it, in both renderings. A column with words is text. */
public final class NumberTable {
    private static final Pattern WORD = Pattern.compile("\\p{L}{3}");

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
        for (int c = 0; c < head.size(); c++) {
            cell(html, "th", head.get(c), c);
            plain.number(head.get(c));
        }
        html.close();
        for (List<String> row : rows) {
            html.open("tr");
            for (int c = 0; c < row.size(); c++) {
                cell(html, "td", row.get(c), c);
            }
            html.close();
            plain.row(row);
        }
        html.close().element("div", note, "class", "snmf-note");
        return Display.of(html.close().build(), title + "\n" + plain.build() + note);
    }

    /** Numbers stand right and stay on one line; text stands left and wraps, so that a table fits its page. */
    private void cell(Html html, String element, String content, int column) {
        boolean text =
                rows.stream().anyMatch(row -> WORD.matcher(row.get(column)).find());
        if (text) {
            html.element(element, content);
        } else {
            html.element(element, content, "class", "snmf-number");
        }
    }
}
