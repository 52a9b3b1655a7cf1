package org.snmf.views.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.snmf.errors.InputException;
import org.snmf.features.Feature;
import org.snmf.models.network.ScoredToken;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;
import tech.tablesaw.api.Table;

/**
 * The features of a factorization as a table to read: per feature its strongest contexts with the tokens highlighted by
 * strength, the tokens that it promotes, the number of its neurons where they differ, its share of the reconstruction beyond function words and punctuation (
 * {@link org.snmf.features.ContentShares}) and over all tokens, and columns that
 * the caller adds (a label, a stability). Immutable; every {@code with…} returns another table.
 *
 * <p>Behind it is a Tablesaw table: {@link #table()} gives it to filter, sort or save, and {@link #select(Table)} shows
 * what came of it:
 *
 * <pre>{@code
 * FeatureTable features = FeatureTable.of(TopContexts.of(z, y, tokens).features(5));
 * Table t = features.table();
 * features.select(t.where(t.doubleColumn("share").isGreaterThan(0.01)).sortDescendingOn("share")).display();
 * }</pre>
 */
public final class FeatureTable implements Displayable {
    static final int ROWS = 100;
    static final int TEXT_ROWS = 25;
    static final int CONTEXTS = 4;
    static final int TOKENS = 8;
    static final String CONTENT = "share of the reconstruction beyond function words and punctuation: "
            + "‖z_r‖² Σ_t Y_rt² over the other tokens, as a part of Σ_q ‖z_q‖² ‖y_q‖²";
    static final String SHARE = "share of the reconstruction over all tokens: ‖z_r‖² ‖y_r‖² / Σ_q ‖z_q‖² ‖y_q‖²";

    final String title;
    final List<Feature> features;
    final Map<String, Map<Integer, Object>> extras;
    final Map<Integer, List<ScoredToken>> promoted;
    final Map<Integer, List<ScoredToken>> suppressed;
    final int rows;
    final int contexts;
    final boolean linked;

    private FeatureTable(
            String title,
            List<Feature> features,
            Map<String, Map<Integer, Object>> extras,
            Map<Integer, List<ScoredToken>> promoted,
            Map<Integer, List<ScoredToken>> suppressed,
            int rows,
            int contexts,
            boolean linked) {
        this.title = title;
        this.features = features;
        this.extras = extras;
        this.promoted = promoted;
        this.suppressed = suppressed;
        this.rows = rows;
        this.contexts = contexts;
        this.linked = linked;
    }

    /** A table of these features in this order. */
    public static FeatureTable of(List<Feature> features) {
        return new FeatureTable("Features", List.copyOf(features), Map.of(), Map.of(), Map.of(), ROWS, CONTEXTS, false);
    }

    /** With a title, such as the layer and site that the features are of. */
    public FeatureTable withTitle(String newTitle) {
        return new FeatureTable(newTitle, features, extras, promoted, suppressed, rows, contexts, linked);
    }

    /** Shows at most so many features; how many were left out is said below the table. All of them stay behind it. */
    public FeatureTable withRows(int shown) {
        requirePositive("rows", shown);
        return new FeatureTable(title, features, extras, promoted, suppressed, shown, contexts, linked);
    }

    /** Shows at most so many contexts of each feature, of those that the features hold. */
    public FeatureTable withContexts(int shown) {
        requirePositive("contexts", shown);
        return new FeatureTable(title, features, extras, promoted, suppressed, rows, shown, linked);
    }

    /** With numbers that lead to {@code #f…}, for a page that has a section of that name for each feature. */
    public FeatureTable withLinks() {
        return new FeatureTable(title, features, extras, promoted, suppressed, rows, contexts, true);
    }

    /** With the tokens that each feature promotes, strongest first, by feature index; features may be absent. */
    public FeatureTable withPromoted(Map<Integer, ? extends List<ScoredToken>> tokens) {
        return new FeatureTable(title, features, extras, copy(tokens), suppressed, rows, contexts, linked);
    }

    /** With the tokens that each feature suppresses, strongest first, by feature index; features may be absent. */
    public FeatureTable withSuppressed(Map<Integer, ? extends List<ScoredToken>> tokens) {
        return new FeatureTable(title, features, extras, promoted, copy(tokens), rows, contexts, linked);
    }

    /**
     * With another column, after those added before it: text (a label) stands left of the contexts, numbers (a
     * stability) right of the share.
     *
     * @param name of the column
     * @param values strings or numbers by feature index; features may be absent
     * @throws InputException if a column of this name is there already
     */
    public FeatureTable withColumn(String name, Map<Integer, ?> values) {
        if (table().columnNames().stream().anyMatch(name::equalsIgnoreCase)) {
            throw new InputException(
                    "column " + name, "a new name", "one of " + table().columnNames(), "Choose another name.");
        }
        Map<String, Map<Integer, Object>> more = new LinkedHashMap<>(extras);
        more.put(name, new TreeMap<>(values));
        return new FeatureTable(title, features, more, promoted, suppressed, rows, contexts, linked);
    }

    /**
     * With a column of numbers, one for each feature by its index; NaN where there is none.
     *
     * @throws InputException if a feature of the table has no place in the array, or as {@link #withColumn(String, Map)}
     */
    public FeatureTable withColumn(String name, double[] values) {
        Map<Integer, Double> column = new TreeMap<>();
        for (Feature feature : features) {
            if (feature.index() >= values.length) {
                throw new InputException(
                        "column " + name,
                        "a value for each feature, up to " + feature.index(),
                        values.length + " values",
                        "");
            }
            if (!Double.isNaN(values[feature.index()])) {
                column.put(feature.index(), values[feature.index()]);
            }
        }
        return withColumn(name, column);
    }

    /**
     * The table as data: feature, added columns, neurons, content, share, peak, tokens (of the strongest contexts), contexts,
     * and promoted and suppressed tokens where they are known. A fresh table.
     */
    public Table table() {
        Table table = FeatureColumns.table(title, features, extras);
        if (!promoted.isEmpty()) {
            table.addColumns(FeatureColumns.tokenColumn("promoted", features, promoted));
        }
        if (!suppressed.isEmpty()) {
            table.addColumns(FeatureColumns.tokenColumn("suppressed", features, suppressed));
        }
        return table;
    }

    /**
     * The features that a Tablesaw table names in its column {@code feature}, in its order.
     *
     * @throws InputException if it has no such column of integers, or names a feature that is not here
     */
    public FeatureTable select(Table chosen) {
        if (!chosen.containsColumn("feature")) {
            throw new InputException(
                    "table " + chosen.name(), "a column \"feature\"", chosen.columnNames() + "", "Keep that column.");
        }
        Set<Integer> order = new LinkedHashSet<>();
        for (int i = 0; i < chosen.rowCount(); i++) {
            order.add(chosen.intColumn("feature").getInt(i));
        }
        return select(order);
    }

    /** The features with these indices, in this order. */
    public FeatureTable select(Iterable<Integer> indices) {
        Map<Integer, Feature> byIndex =
                features.stream().collect(Collectors.toMap(Feature::index, Function.identity()));
        List<Feature> chosen = new ArrayList<>();
        for (int index : indices) {
            chosen.add(find(byIndex, index));
        }
        return new FeatureTable(title, List.copyOf(chosen), extras, promoted, suppressed, rows, contexts, linked);
    }

    /** The features of the table, in its order. */
    public List<Feature> features() {
        return features;
    }

    /**
     * One feature of the table in full.
     *
     * @throws InputException if no feature of this index is in the table
     */
    public FeatureCard card(int index) {
        Map<Integer, Feature> byIndex =
                features.stream().collect(Collectors.toMap(Feature::index, Function.identity()));
        Feature feature = find(byIndex, index);
        Map<String, Object> facts = new LinkedHashMap<>();
        extras.forEach((name, values) -> {
            if (values.containsKey(index)) {
                facts.put(name, values.get(index));
            }
        });
        return new FeatureCard(
                feature, facts, promoted.getOrDefault(index, List.of()), suppressed.getOrDefault(index, List.of()));
    }

    /** The table to look at. */
    @Override
    public Display display() {
        return Display.of(new FeatureTableHtml(this).build(), new FeatureTableText(this).build());
    }

    /** Whether all living features have as many neurons, so that a column of them would say nothing. */
    boolean sameNeurons() {
        return features.stream()
                        .filter(f -> !f.dead())
                        .mapToInt(Feature::supportSize)
                        .distinct()
                        .count()
                == 1;
    }

    /** What is said below the table: what its columns mean, what all its rows share, and what it leaves out. */
    List<String> notes(int shown) {
        if (features.isEmpty()) {
            return List.of("No features.");
        }
        List<String> notes = new ArrayList<>();
        String same = sameNeurons()
                ? " Every feature has "
                        + features.stream()
                                .filter(f -> !f.dead())
                                .findFirst()
                                .orElseThrow()
                                .supportSize()
                        + " neurons."
                : "";
        notes.add("content: " + CONTENT + "; share: the same over all tokens." + same);
        if (features.size() > shown) {
            notes.add("The first " + shown + " of " + features.size()
                    + " features; the others are in table() and on request.");
        }
        return notes;
    }

    private static Feature find(Map<Integer, Feature> byIndex, int index) {
        Feature feature = byIndex.get(index);
        if (feature == null) {
            throw new InputException(
                    "feature " + index, "a feature of this table", "none of this index", "Choose from table().");
        }
        return feature;
    }

    private static void requirePositive(String what, int count) {
        if (count < 1) {
            throw new InputException(what, "1 or more", count + "", "");
        }
    }

    private static Map<Integer, List<ScoredToken>> copy(Map<Integer, ? extends List<ScoredToken>> tokens) {
        Map<Integer, List<ScoredToken>> copy = new TreeMap<>();
        tokens.forEach((feature, list) -> copy.put(feature, List.copyOf(list)));
        return copy;
    }
}
