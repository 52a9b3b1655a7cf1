package org.snmf.views.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.snmf.experiments.intervene.FeatureEffect;
import org.snmf.features.Context;
import org.snmf.models.network.ScoredToken;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Visible;
import org.snmf.views.table.ContextLine;

/** The plain rendering of a {@link FeaturePage}. */
final class PageText {
    private static final int NUMBER = 12;
    private static final int LONGEST_TOKEN = 16;

    private final FeaturePage page;
    private final StringBuilder out = new StringBuilder();

    PageText(FeaturePage page) {
        this.page = page;
    }

    String build() {
        line("Feature " + page.feature().index() + ": " + Visible.title(page.name()));
        line(page.of() + " · " + PageHtml.summary(page));
        contexts("Where it is strongest", page.feature().contexts());
        contexts("Where it is middling, down through the quantiles of its coefficients", page.middle());
        line("");
        line("Coefficients: " + page.coefficients().bins.summary());
        line("  0 " + page.coefficients().bins.plain() + " "
                + Numbers.shortly(page.coefficients().bins.largest()));
        tokens("Promotes", page.promoted());
        tokens("Suppresses", page.suppressed());
        page.effect().ifPresent(this::effect);
        for (FeaturePage.Known known : page.known()) {
            line(known.name() + ": " + Visible.title(known.value()) + " (" + known.by() + ")");
        }
        if (!page.neurons().isEmpty()) {
            line("Neurons, " + page.feature().supportSize() + " in all: "
                    + page.neurons().stream()
                            .map(n -> n.neuron() + " " + Numbers.signed(n.weight()))
                            .collect(Collectors.joining(", ")));
        }
        nearest();
        page.place().ifPresent(place -> {
            line("In the tree, " + place.how() + ": " + String.join(" > ", place.above()));
            if (!place.beside().isEmpty()) {
                line("  beside it: " + String.join(", ", place.beside()));
            }
        });
        return out.toString();
    }

    private void contexts(String title, List<Context> contexts) {
        if (contexts.isEmpty()) {
            return;
        }
        line("");
        line(title);
        PlainTable table = new PlainTable().number("coefficient").text("sentence");
        for (Context context : contexts) {
            table.row(List.of(
                    Numbers.shortly(context.coefficient()),
                    ContextLine.plain(context, PlainTable.WIDTH - NUMBER - PlainTable.GAP.length())));
        }
        out.append(table.build());
    }

    private void tokens(String what, List<ScoredToken> tokens) {
        if (!tokens.isEmpty()) {
            line(what + ": " + scored(tokens));
        }
    }

    private static String scored(List<ScoredToken> tokens) {
        return tokens.stream()
                .map(t -> Visible.cut(Visible.token(t.text()), LONGEST_TOKEN) + " " + Numbers.signed(t.score()))
                .collect(Collectors.joining(", "));
    }

    private void effect(FeaturePage.Effect effect) {
        line("When it is added (" + effect.how() + ")");
        line("  rise: " + scored(effect.effect().raised()));
        line("  fall: " + scored(effect.effect().lowered()));
        for (FeatureEffect.Pair pair : effect.effect().texts()) {
            line("  without: " + pair.prompt() + pair.without());
            line("  with:    " + pair.prompt() + pair.with());
        }
    }

    private void nearest() {
        if (page.nearest().isEmpty()) {
            return;
        }
        List<String> near = new ArrayList<>();
        for (FeaturePage.Near one : page.nearest()) {
            near.add(one.neighbour().feature() + " " + Visible.cut(Visible.text(one.name()), 30) + " (cosine "
                    + Numbers.signed(one.neighbour().cosine())
                    + (page.neurons().isEmpty() ? "" : ", " + one.neighbour().shared() + " shared neurons") + ")");
        }
        line("Nearest features:");
        near.forEach(text -> line("  " + text));
    }

    private void line(String text) {
        out.append(Visible.cut(Visible.text(text), PlainTable.WIDTH)).append('\n');
    }
}
