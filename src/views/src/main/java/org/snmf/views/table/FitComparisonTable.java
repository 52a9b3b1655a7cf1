package org.snmf.views.table;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.snmf.factorize.compare.FitComparison;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;
import org.snmf.views.display.Html;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Theme;

/** Choices of a fit side by side: iterations, error and density, mean ± standard deviation over seeds, and stability. */
public final class FitComparisonTable implements Displayable {
    private static final List<String> HEAD =
            List.of("fit", "seeds", "iterations", "relative error", "density of Y", "stability");
    private static final String NOTE =
            "Mean ± standard deviation over seeds. Stability: mean |cosine| of the best run's features with their partners in the other runs.";

    private final String title;
    private final FitComparison fits;

    /** @param title that names the matrix and what the choices are of */
    public FitComparisonTable(String title, FitComparison fits) {
        this.title = title;
        this.fits = fits;
    }

    /** The iterations of each choice, in a line. */
    public static String iterations(FitComparison fits) {
        return fits.choices().stream()
                .map(choice -> choice.name() + " " + text("%.0f", choice.iterations()))
                .collect(Collectors.joining(", "));
    }

    @Override
    public Display display() {
        Html html = Theme.open()
                .element("div", title, "class", "snmf-caption")
                .open("table", "class", "snmf-table")
                .open("tr")
                .element("th", HEAD.get(0));
        PlainTable plain = new PlainTable().text(HEAD.get(0));
        for (String name : HEAD.subList(1, HEAD.size())) {
            html.element("th", name, "class", "snmf-number");
            plain.number(name);
        }
        html.close();
        for (FitComparison.Choice choice : fits.choices()) {
            List<String> cells = cells(choice);
            html.open("tr").element("td", cells.get(0));
            cells.subList(1, cells.size()).forEach(cell -> html.element("td", cell, "class", "snmf-number"));
            html.close();
            plain.row(cells);
        }
        html.close().element("div", NOTE, "class", "snmf-note");
        return Display.of(html.close().build(), title + "\n" + plain.build() + NOTE);
    }

    private static List<String> cells(FitComparison.Choice choice) {
        return List.of(
                choice.name(),
                String.valueOf(choice.runs().size()),
                text("%.0f", choice.iterations()),
                text("%.4f", choice.error()),
                text("%.3f", choice.density()),
                number("%.2f", choice.stability()));
    }

    private static String text(String format, FitComparison.Spread spread) {
        String mean = number(format, spread.mean());
        return Double.isNaN(spread.deviation()) ? mean : mean + " ± " + number(format, spread.deviation());
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
    }
}
