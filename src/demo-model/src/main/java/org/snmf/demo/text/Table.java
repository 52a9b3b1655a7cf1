package org.snmf.demo.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;

/**
 * Words that can fill one kind of slot, and what each of them implies: a row is a head word and, by column, the words
 * that go with it ("Monday": next "Tuesday", activity "go back to work"). A plain list is a table without columns.
 */
final class Table {
    /** One word with the alternatives of each column. */
    record Row(Table table, String head, Map<String, List<String>> cells) {
        List<String> cell(String column) {
            List<String> found = cells.get(column);
            if (found == null) {
                throw new InputException(
                        "table " + table.name, "a column of " + cells.keySet(), column, "Correct the slot.");
            }
            return found;
        }
    }

    /** How fast the probability of a word falls with its rank: p(r) ∝ (r + 2)^-0.8. */
    private static final double ZIPF = 0.8;

    private final String name;
    private final boolean uniform;
    private final List<String> columns;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Row> byHead = new HashMap<>();
    private double[] cumulative = {};

    Table(String name, boolean uniform, List<String> columns) {
        this.name = name;
        this.uniform = uniform;
        this.columns = columns;
    }

    String name() {
        return name;
    }

    List<Row> rows() {
        return rows;
    }

    /** Adds a row {@code head | cell | cell}, alternatives within a cell divided by semicolons. */
    void add(String line) {
        String[] parts = line.split("\\|", -1);
        if (parts.length != columns.size() + 1) {
            throw new InputException(
                    "table " + name, columns.size() + 1 + " cells", line, "Give one cell for each column.");
        }
        Map<String, List<String>> cells = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            cells.put(columns.get(i), List.of(parts[i + 1].strip().split(" *; *")));
        }
        Row row = new Row(this, parts[0].strip(), cells);
        rows.add(row);
        byHead.put(row.head, row);
    }

    /** The row of that head, or null. */
    @Nullable
    Row row(String head) {
        return byHead.get(head);
    }

    /** Draws a row; earlier rows more often, unless the table is uniform. */
    Row draw(Random random) {
        if (cumulative.length != rows.size()) {
            cumulative = new double[rows.size()];
            double sum = 0;
            for (int r = 0; r < cumulative.length; r++) {
                sum += uniform ? 1 : Math.pow(r + 2, -ZIPF);
                cumulative[r] = sum;
            }
        }
        double at = random.nextDouble() * cumulative[cumulative.length - 1];
        int r = 0;
        while (cumulative[r] < at) {
            r++;
        }
        return rows.get(r);
    }
}
