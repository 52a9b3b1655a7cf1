package org.snmf.files.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows under named columns. How a value is written:
 *
 * <table>
 * <caption>Kinds of columns</caption>
 * <tr><th>kind</th><th>Java</th><th>CSV, TSV</th><th>JSON Lines</th><th>Parquet</th></tr>
 * <tr><td>WHOLE</td><td>Integer</td><td>digits</td><td>number</td><td>INT32</td></tr>
 * <tr><td>SINGLE</td><td>Float</td><td>the shortest decimals that give the same float32</td><td>number</td><td>FLOAT</td></tr>
 * <tr><td>DOUBLE</td><td>Double</td><td>likewise for float64</td><td>number</td><td>DOUBLE</td></tr>
 * <tr><td>TEXT</td><td>String</td><td>UTF-8, in quotes where it must be</td><td>string</td><td>BYTE_ARRAY, STRING</td></tr>
 * <tr><td>any</td><td>null, NaN, ±∞</td><td>empty</td><td>null</td><td>null</td></tr>
 * </table>
 *
 * @param columns their names differ
 * @param rows a value for each column; gone through once for each writing
 */
public record Table(List<Column> columns, Iterable<List<@Nullable Object>> rows) {
    /** What the values of a column are. */
    public enum Kind {
        WHOLE,
        SINGLE,
        DOUBLE,
        TEXT
    }

    /** A column. */
    public record Column(String name, Kind kind) {}

    /** @throws IllegalArgumentException if two columns have one name */
    public Table {
        columns = List.copyOf(columns);
        if (columns.stream().map(Column::name).distinct().count() < columns.size()) {
            throw new IllegalArgumentException("two columns of one name among " + columns);
        }
    }

    /** The value as its column's kind holds it; null where that kind has nothing for it. */
    static @Nullable Object fit(@Nullable Object value, Kind kind) {
        if (value == null) {
            return null;
        }
        return switch (kind) {
            case WHOLE -> ((Number) value).intValue();
            case SINGLE -> finite(((Number) value).floatValue());
            case DOUBLE -> finite(((Number) value).doubleValue());
            case TEXT -> value.toString();
        };
    }

    private static @Nullable Object finite(float value) {
        return Float.isFinite(value) ? value : null;
    }

    private static @Nullable Object finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
