package org.snmf.magics.report;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snmf.features.FeatureSet;
import org.snmf.files.table.Table;
import org.snmf.files.table.Table.Column;
import org.snmf.files.table.Table.Kind;
import org.snmf.matrix.Coefficients;
import org.snmf.store.Sentence;
import org.snmf.store.TokenTable;
import org.snmf.views.table.FeatureTable;
import tech.tablesaw.columns.numbers.DoubleColumnType;
import tech.tablesaw.columns.numbers.IntColumnType;

/** Results as tables for other programs. */
public final class ResultTables {
    private ResultTables() {}

    /** Columns prompt and label, as {@code data} reads them again. */
    public static Table sentences(List<Sentence> sentences) {
        return new Table(
                List.of(new Column("prompt", Kind.TEXT), new Column("label", Kind.TEXT)), () -> sentences.stream()
                        .map(s -> ResultTables.row(s.text(), s.label()))
                        .iterator());
    }

    /** A row for each column of Y: which token of which sentence it is. */
    public static Table tokens(TokenTable tokens) {
        List<Column> columns = List.of(
                new Column("token", Kind.WHOLE),
                new Column("id", Kind.WHOLE),
                new Column("text", Kind.TEXT),
                new Column("sentence", Kind.WHOLE),
                new Column("position", Kind.WHOLE),
                new Column("label", Kind.TEXT));
        return new Table(columns, () -> IntStream.range(0, tokens.size())
                .mapToObj(t -> {
                    var token = tokens.token(t);
                    String label = tokens.sentence(token.sentence()).label();
                    return row(t, token.id(), token.text(), token.sentence(), token.position(), label);
                })
                .iterator());
    }

    /** A row for each coefficient above 0, feature by feature: which feature at which token, and how strong. */
    public static Table coefficients(FeatureSet features) {
        List<Column> columns = List.of(
                new Column("feature", Kind.WHOLE),
                new Column("token", Kind.WHOLE),
                new Column("coefficient", Kind.SINGLE));
        Coefficients y = features.coefficients();
        return new Table(columns, () -> IntStream.of(features.chosen())
                .boxed()
                .flatMap(r -> {
                    float[] row = y.feature(r);
                    return IntStream.range(0, row.length)
                            .filter(t -> row[t] > 0)
                            .mapToObj(t -> ResultTables.row(r, t, row[t]));
                })
                .iterator());
    }

    /** A row for each feature: everything that the table of features shows. */
    public static Table features(FeatureTable shown) {
        tech.tablesaw.api.Table table = shown.table();
        List<Column> columns = table.columns().stream()
                .map(column -> new Column(column.name(), kind(column)))
                .toList();
        return new Table(columns, () -> new Iterator<>() {
            private int row;

            @Override
            public boolean hasNext() {
                return row < table.rowCount();
            }

            @Override
            public List<@Nullable Object> next() {
                int at = row++;
                return ResultTables.row(table.columns().stream()
                        .<@Nullable Object>map(column -> column.isMissing(at) ? null : column.get(at))
                        .toArray());
            }
        });
    }

    private static Kind kind(tech.tablesaw.columns.Column<?> column) {
        if (column.type() instanceof IntColumnType) {
            return Kind.WHOLE;
        }
        return column.type() instanceof DoubleColumnType ? Kind.DOUBLE : Kind.TEXT;
    }

    private static List<@Nullable Object> row(@Nullable Object... values) {
        List<@Nullable Object> row = new ArrayList<>(values.length);
        for (Object value : values) {
            row.add(value);
        }
        return row;
    }
}
