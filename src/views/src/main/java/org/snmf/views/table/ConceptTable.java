package org.snmf.views.table;

import java.util.List;
import org.snmf.experiments.concepts.ConceptFeatures;
import org.snmf.experiments.concepts.ConceptFeatures.Choice;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;
import org.snmf.views.display.Html;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Theme;

/** The feature that stands for each of several concepts, and how many of its strongest tokens are the concept's. */
public final class ConceptTable implements Displayable {
    private final String title;
    private final List<Choice> choices;

    /** @param choices as {@link ConceptFeatures#choose} makes them */
    public ConceptTable(String title, List<Choice> choices) {
        this.title = title;
        this.choices = List.copyOf(choices);
    }

    @Override
    public Display display() {
        List<String> head = List.of("concept", "feature", "of its " + ConceptFeatures.CONTEXTS + " tokens", "its own");
        String caption = title + ": " + choices.stream().filter(Choice::own).count() + " of " + choices.size()
                + " have a feature of their own (" + ConceptFeatures.OWN + " tokens or more)";
        Html html = Theme.open().element("div", caption, "class", "snmf-caption");
        html.open("table", "class", "snmf-table").open("tr").element("th", head.get(0));
        PlainTable plain = new PlainTable().text(head.get(0));
        for (String name : head.subList(1, head.size())) {
            html.element("th", name, "class", "snmf-number");
            plain.number(name);
        }
        html.close();
        for (Choice choice : choices) {
            List<String> row = List.of(
                    choice.concept().name(),
                    String.valueOf(choice.feature()),
                    String.valueOf(choice.hits()),
                    choice.own() ? "yes" : "");
            html.open("tr").title("td", row.get(0));
            row.subList(1, row.size()).forEach(cell -> html.element("td", cell, "class", "snmf-number"));
            html.close();
            plain.row(row);
        }
        return Display.of(html.close().close().build(), caption + "\n" + plain.build());
    }
}
