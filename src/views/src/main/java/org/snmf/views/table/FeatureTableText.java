package org.snmf.views.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.snmf.features.Feature;
import org.snmf.models.network.ScoredToken;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Visible;

/** The plain rendering of a {@link FeatureTable}. */
final class FeatureTableText {
    private static final int LONGEST_LABEL = 24;
    private static final int LONGEST_TOKEN = 12;
    private static final int NARROWEST_CONTEXT = 40;
    private static final int TOKENS_PER_LINE = 2;

    private record Column(String name, boolean number, Function<Feature, String> cell) {
        int width(List<Feature> features) {
            return features.stream()
                    .flatMap(f -> cell.apply(f).lines())
                    .mapToInt(Visible::width)
                    .reduce(Visible.width(name), Math::max);
        }
    }

    private final FeatureTable data;
    private final List<Feature> shown;

    FeatureTableText(FeatureTable data) {
        this.data = data;
        this.shown = data.features.stream().limit(rows(data)).toList();
    }

    private static int rows(FeatureTable data) {
        return Math.min(data.rows, FeatureTable.TEXT_ROWS);
    }

    String build() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("#", true, f -> f.index() + ""));
        columns.addAll(extras(false));
        int place = columns.size();
        if (!data.promoted.isEmpty()) {
            columns.add(new Column("promotes", false, f -> lines(data.promoted.getOrDefault(f.index(), List.of()))));
        }
        if (!data.sameNeurons()) {
            columns.add(new Column("neurons", true, f -> f.supportSize() + ""));
        }
        columns.add(new Column("content", true, f -> Numbers.percent(f.content())));
        columns.add(new Column("share", true, f -> Numbers.percent(f.share())));
        columns.addAll(extras(true));
        // The contexts take what the others leave, so that an excerpt is chosen to fit instead of being cut.
        int others = columns.stream()
                .mapToInt(c -> c.width(shown) + PlainTable.GAP.length())
                .sum();
        int left = Math.max(NARROWEST_CONTEXT, PlainTable.WIDTH - others);
        columns.add(place, new Column("strongest contexts", false, f -> contexts(f, left)));
        return Visible.cut(Visible.text(data.title), PlainTable.WIDTH) + "\n" + table(columns)
                + data.notes(rows(data)).stream().map(PlainTable::wrapped).collect(Collectors.joining());
    }

    private String table(List<Column> columns) {
        PlainTable table = new PlainTable();
        for (Column column : columns) {
            if (column.number()) {
                table.number(column.name());
            } else {
                table.text(column.name());
            }
        }
        shown.forEach(
                f -> table.row(columns.stream().map(c -> c.cell().apply(f)).toList()));
        return table.build();
    }

    private List<Column> extras(boolean numeric) {
        List<Column> columns = new ArrayList<>();
        data.extras.forEach((name, values) -> {
            if (FeatureColumns.numeric(values) == numeric) {
                columns.add(new Column(name, numeric, f -> extra(values, f)));
            }
        });
        return columns;
    }

    private static String extra(Map<Integer, Object> values, Feature feature) {
        Object value = values.get(feature.index());
        return value instanceof Number number
                ? Numbers.shortly(number.doubleValue())
                : Visible.cut(Visible.text(Objects.toString(value, "")), LONGEST_LABEL);
    }

    private String contexts(Feature feature, int columns) {
        if (feature.dead()) {
            return "dead: contributes nothing";
        }
        return feature.contexts().stream()
                .limit(data.contexts)
                .map(c -> ContextLine.plain(c, columns))
                .collect(Collectors.joining("\n"));
    }

    /** A few tokens a line, so that they stand beside the contexts. */
    private static String lines(List<ScoredToken> tokens) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(FeatureTable.TOKENS, tokens.size()); i++) {
            out.append(i == 0 ? "" : i % TOKENS_PER_LINE == 0 ? "\n" : " ");
            out.append(Visible.cut(Visible.token(tokens.get(i).text()), LONGEST_TOKEN));
        }
        return out.toString();
    }
}
