package org.snmf.views.table;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.snmf.features.Feature;
import org.snmf.models.network.ScoredToken;
import org.snmf.views.display.Visible;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** The features as a Tablesaw table, one row a feature. */
final class FeatureColumns {
    private static final int EXCERPT = 100;

    private FeatureColumns() {}

    static Table table(String title, List<Feature> features, Map<String, Map<Integer, Object>> extras) {
        IntColumn feature = IntColumn.create("feature");
        IntColumn neurons = IntColumn.create("neurons");
        DoubleColumn content = DoubleColumn.create("content");
        DoubleColumn share = DoubleColumn.create("share");
        DoubleColumn peak = DoubleColumn.create("peak");
        StringColumn tokens = StringColumn.create("tokens");
        StringColumn contexts = StringColumn.create("contexts");
        for (Feature f : features) {
            feature.append(f.index());
            neurons.append(f.supportSize());
            content.append(f.content());
            share.append(f.share());
            peak.append(f.peak());
            tokens.append(f.contexts().stream()
                    .map(c -> Visible.token(c.token().text()))
                    .collect(Collectors.joining(" ")));
            contexts.append(f.contexts().stream()
                    .map(c -> new ContextLine(c, EXCERPT).plain())
                    .collect(Collectors.joining(" | ")));
        }
        Table table = Table.create(title, feature);
        extras.forEach((name, values) -> table.addColumns(column(name, features, values)));
        return table.addColumns(neurons, content, share, peak, tokens, contexts);
    }

    static StringColumn tokenColumn(
            String name, List<Feature> features, Map<Integer, ? extends List<ScoredToken>> tokens) {
        StringColumn column = StringColumn.create(name);
        for (Feature f : features) {
            List<ScoredToken> listed = tokens.get(f.index());
            column.append(
                    listed == null
                            ? ""
                            : listed.stream().map(w -> Visible.token(w.text())).collect(Collectors.joining(" ")));
        }
        return column;
    }

    /** Numbers when all values are, text otherwise; a feature without a value has a missing one. */
    private static Column<?> column(String name, List<Feature> features, Map<Integer, Object> values) {
        if (numeric(values)) {
            DoubleColumn column = DoubleColumn.create(name);
            for (Feature f : features) {
                Object value = values.get(f.index());
                if (value == null) {
                    column.appendMissing();
                } else {
                    column.append(((Number) value).doubleValue());
                }
            }
            return column;
        }
        StringColumn column = StringColumn.create(name);
        features.forEach(f -> column.append(Visible.text(Objects.toString(values.get(f.index()), ""))));
        return column;
    }

    static boolean numeric(Map<Integer, Object> values) {
        return !values.isEmpty() && values.values().stream().allMatch(Number.class::isInstance);
    }
}
