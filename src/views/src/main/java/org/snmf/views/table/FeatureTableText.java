package org.snmf.views.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.snmf.features.Feature;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Visible;
import org.snmf.views.display.WeightedToken;

/** The plain rendering of a {@link FeatureTable}. */
final class FeatureTableText {
    private static final int EXCERPT = 56;
    private static final int TOKENS_PER_LINE = 3;

    private final FeatureTable data;

    FeatureTableText(FeatureTable data) {
        this.data = data;
    }

    String build() {
        PlainTable table = new PlainTable().number("#");
        data.extras.forEach((name, values) -> {
            if (FeatureColumns.numeric(values)) {
                table.number(name);
            } else {
                table.text(name);
            }
        });
        table.number("neurons").number("share").text("strongest contexts");
        if (!data.promoted.isEmpty()) {
            table.text("promotes");
        }
        data.features.stream().limit(data.rows).forEach(f -> table.row(cells(f)));
        String remainder = data.remainder().isEmpty() ? "" : data.remainder() + "\n";
        return Visible.text(data.title) + "\n" + table.build() + remainder;
    }

    private List<String> cells(Feature feature) {
        List<String> cells = new ArrayList<>();
        cells.add(feature.index() + "");
        for (Map<Integer, Object> values : data.extras.values()) {
            Object value = values.get(feature.index());
            cells.add(
                    value instanceof Number number
                            ? Numbers.shortly(number.doubleValue())
                            : Visible.text(Objects.toString(value, "")));
        }
        cells.add(feature.supportSize() + "");
        cells.add(Numbers.percent(feature.share()));
        cells.add(contexts(feature));
        if (!data.promoted.isEmpty()) {
            cells.add(lines(data.promoted.getOrDefault(feature.index(), List.of())));
        }
        return cells;
    }

    private String contexts(Feature feature) {
        if (feature.dead()) {
            return "dead: contributes nothing";
        }
        return feature.contexts().stream()
                .limit(data.contexts)
                .map(c -> new ContextLine(c, EXCERPT).plain())
                .collect(Collectors.joining("\n"));
    }

    /** A few tokens a line, so that they stand beside the contexts. */
    private static String lines(List<WeightedToken> tokens) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(FeatureTable.TOKENS, tokens.size()); i++) {
            out.append(i == 0 ? "" : i % TOKENS_PER_LINE == 0 ? "\n" : " ");
            out.append(Visible.token(tokens.get(i).text()));
        }
        return out.toString();
    }
}
