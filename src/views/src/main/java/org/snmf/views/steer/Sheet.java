package org.snmf.views.steer;

import java.util.List;
import java.util.Locale;
import org.snmf.experiments.stats.Interval;
import org.snmf.views.display.Display;
import org.snmf.views.display.Html;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Theme;

/** Tables one below the other, in both renderings. */
final class Sheet {
    private final Html html = Theme.open();
    private final StringBuilder plain = new StringBuilder();

    /** A cell of text whose words may be marked; others have no marks. */
    record Cell(String text, MarkedText marks) {
        static Cell of(String text) {
            return new Cell(text, new MarkedText(List.of()));
        }
    }

    /** A table of numbers; the first column is text. */
    Sheet numbers(String caption, List<String> head, List<List<String>> rows) {
        PlainTable table = new PlainTable();
        begin(caption, head, table, 1);
        for (List<String> row : rows) {
            html.open("tr").title("td", row.get(0));
            row.subList(1, row.size()).forEach(cell -> html.element("td", cell, "class", "snmf-number"));
            html.close();
            table.row(row);
        }
        return end(caption, table);
    }

    /** A table of texts. */
    Sheet texts(String caption, List<String> head, List<List<Cell>> rows) {
        PlainTable table = new PlainTable();
        begin(caption, head, table, head.size());
        for (List<Cell> row : rows) {
            html.open("tr");
            for (int c = 0; c < row.size(); c++) {
                // Only the last column, the longest, is broken into lines.
                html.open("td", "style", c + 1 < row.size() ? "white-space:nowrap" : null);
                row.get(c).marks().write(html, row.get(c).text());
                html.close();
            }
            html.close();
            table.row(row.stream().map(cell -> cell.marks().plain(cell.text())).toList());
        }
        return end(caption, table);
    }

    private void begin(String caption, List<String> head, PlainTable table, int texts) {
        html.element("div", caption, "class", "snmf-caption")
                .open("div", "class", "snmf-scroll")
                .open("table", "class", "snmf-table")
                .open("tr");
        for (int c = 0; c < head.size(); c++) {
            html.element("th", head.get(c), "class", c < texts ? null : "snmf-number");
            if (c < texts) {
                table.text(head.get(c));
            } else {
                table.number(head.get(c));
            }
        }
        html.close();
    }

    private Sheet end(String caption, PlainTable table) {
        html.close().close();
        plain.append(caption).append('\n').append(table.build()).append('\n');
        return this;
    }

    Display noted(String note) {
        return Display.of(
                html.element("div", note, "class", "snmf-note").close().build(), plain + note);
    }

    /** Two decimals, and – where there is no number. */
    static String number(double value) {
        return Double.isFinite(value)
                ? String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.2f", value)
                        .replace('-', '−')
                : "–";
    }

    static String number(Interval interval) {
        return Double.isFinite(interval.estimate())
                ? number(interval.estimate()) + " (" + number(interval.low()) + " to " + number(interval.high()) + ")"
                : "–";
    }
}
