package org.snmf.magics.report;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.snmf.factorize.compare.Stability;
import org.snmf.features.Feature;
import org.snmf.features.NeuronOverlap;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.Level;
import org.snmf.magics.session.HeldActivations;
import org.snmf.magics.session.Session;
import org.snmf.models.capture.Captured;
import org.snmf.store.StoredSite;
import org.snmf.views.display.Display;
import org.snmf.views.display.Html;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Theme;
import org.snmf.views.plot.HeatMap;
import org.snmf.views.table.FeatureCard;
import org.snmf.views.table.FeatureTable;
import tech.tablesaw.api.Table;

/** What a cell shows whose last expression is an object of the library, or one of those that it works with. */
public final class ObjectDisplays {
    private static final int ROWS = 50;
    private static final int CORNER = 8;
    private static final int LONGEST = 160;
    private static final double STABLE = 0.8;

    private ObjectDisplays() {}

    /** A feature as a card. */
    public static Display of(Feature feature) {
        return new FeatureCard(feature, Map.of(), List.of(), List.of()).display();
    }

    /** How far features come back, and how many do. */
    public static Display of(Stability stability) {
        long stable =
                Arrays.stream(stability.features()).filter(s -> s > STABLE).count();
        return new Facts("Stability over " + stability.runs().size() + " runs")
                .with("mean |cosine| with the partners", Numbers.shortly(stability.mean()))
                .with("features above " + STABLE, stable + " of " + stability.features().length)
                .with("least error", Numbers.shortly(stability.bestRun().relativeError()))
                .display();
    }

    /** What was captured, where. */
    public static Display of(Captured captured) {
        return of(HeldActivations.of(captured));
    }

    /** What is held of activations. */
    public static Display of(HeldActivations held) {
        Facts facts = new Facts("Activations");
        for (StoredSite site : held.sites()) {
            facts.with(
                    site.tensor(),
                    "A is " + site.width() + " × " + held.tokens().size());
        }
        return facts.with("sentences", held.tokens().sentenceCount())
                .with("kept in", held.where())
                .display();
    }

    /** The levels of a hierarchy. */
    public static Display of(Hierarchy hierarchy) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < hierarchy.depth(); i++) {
            rows.add(List.of(
                    i + "",
                    hierarchy.rank(i) + "",
                    hierarchy
                            .level(i)
                            .fit()
                            .map(Level.Fit::relativeError)
                            .map(Numbers::shortly)
                            .orElse("–")));
        }
        String title = "Hierarchy of " + hierarchy.neurons() + " neurons, " + hierarchy.tokens() + " tokens";
        return grid(title, List.of("level", "features", "relative error"), rows, rows.size());
    }

    /** What a session holds. */
    public static Display of(Session session) {
        return new Facts("Session")
                .with("model", session.heldModel().map(m -> session.modelName()).orElse("none"))
                .with(
                        "sentences",
                        session.heldSentences()
                                .map(s -> s.size() + " of " + session.dataName())
                                .orElse("none"))
                .with(
                        "activations",
                        session.heldActivations()
                                .map(a -> a.sites().stream()
                                        .map(StoredSite::tensor)
                                        .collect(Collectors.joining(", ")))
                                .orElse("none"))
                .with(
                        "factorization",
                        session.heldFactorization()
                                .map(f -> FeatureTables.title("", f).replaceFirst("^ of ", ""))
                                .orElse("none"))
                .with(
                        "tree",
                        session.heldTree()
                                .map(t -> t.hierarchy().levels().stream()
                                        .map(level -> level.rank() + "")
                                        .collect(Collectors.joining(" → ")))
                                .orElse("none"))
                .display();
    }

    /** The neurons that features share. */
    public static Display of(NeuronOverlap overlap) {
        List<String> labels = IntStream.range(0, overlap.size())
                .mapToObj(i -> overlap.feature(i) + "")
                .toList();
        return HeatMap.of("Neurons that features share", overlap, labels).display();
    }

    /** The first rows of a table. */
    public static Display of(Table table) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(ROWS, table.rowCount()); i++) {
            List<String> row = new ArrayList<>();
            for (int c = 0; c < table.columnCount(); c++) {
                row.add(text(table.column(c).isMissing(i) ? "" : table.get(i, c)));
            }
            rows.add(row);
        }
        return grid(table.name(), table.columnNames(), rows, table.rowCount());
    }

    /** The shape of an array, and its corner. */
    public static Display of(INDArray array) {
        String title = "INDArray, " + array.dataType().name().toLowerCase(Locale.ROOT) + ", "
                + (array.rank() == 0
                        ? "a scalar"
                        : Arrays.stream(array.shape()).mapToObj(n -> n + "").collect(Collectors.joining(" × ")));
        if (array.rank() > 2 || array.isEmpty() || !array.dataType().isNumerical()) {
            return Display.ofText(title);
        }
        boolean matrix = array.rank() == 2;
        int height = (int) Math.min(CORNER, matrix ? array.size(0) : 1);
        int width = (int) Math.min(CORNER, array.rank() == 0 ? 1 : array.size(array.rank() - 1));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < height; i++) {
            int row = i;
            rows.add(IntStream.range(0, width)
                    .mapToObj(j -> Numbers.shortly(matrix ? array.getDouble(row, j) : array.getDouble((long) j)))
                    .toList());
        }
        boolean whole = array.length() == (long) height * width;
        List<String> head = IntStream.range(0, width).mapToObj(j -> j + "").toList();
        return grid(title + (whole ? "" : ", its corner"), head, rows, rows.size());
    }

    /** A list of features or of other records as a table; another as text. */
    public static Display of(List<?> list) {
        if (!list.isEmpty() && list.stream().allMatch(Feature.class::isInstance)) {
            return FeatureTable.of(list.stream().map(Feature.class::cast).toList())
                    .display();
        }
        boolean records = !list.isEmpty()
                && list.get(0) instanceof Record
                && list.stream()
                        .allMatch(e -> e != null && e.getClass() == list.get(0).getClass());
        if (!records) {
            return Display.ofText(String.valueOf(list));
        }
        RecordComponent[] components = list.get(0).getClass().getRecordComponents();
        List<String> head =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        List<List<String>> rows = list.stream()
                .limit(ROWS)
                .map(record -> Arrays.stream(components)
                        .map(c -> text(value(c, record)))
                        .toList())
                .toList();
        return grid(list.size() + " × " + list.get(0).getClass().getSimpleName(), head, rows, list.size());
    }

    private static Object value(RecordComponent component, Object record) {
        try {
            var accessor = component.getAccessor();
            return accessor.trySetAccessible() ? accessor.invoke(record) : "…";
        } catch (ReflectiveOperationException e) {
            return e.getCause() == null ? e : e.getCause();
        }
    }

    private static String text(Object value) {
        String text = value instanceof Double || value instanceof Float
                ? Numbers.shortly(((Number) value).doubleValue())
                : value instanceof double[] doubles
                        ? doubles.length + " numbers"
                        : value instanceof float[] floats ? floats.length + " numbers" : String.valueOf(value);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static Display grid(String title, List<String> head, List<List<String>> rows, int total) {
        Html html = Theme.open().element("div", title, "class", "snmf-caption");
        html.open("table", "class", "snmf-table").open("thead").open("tr");
        PlainTable plain = new PlainTable();
        for (String name : head) {
            html.element("th", name);
            plain.text(name);
        }
        html.close().close().open("tbody");
        for (List<String> row : rows) {
            html.open("tr");
            row.forEach(cell -> html.element("td", cell, "dir", "auto"));
            html.close();
            plain.row(row);
        }
        html.close().close();
        String left = rows.size() < total ? "The first " + rows.size() + " of " + total + " rows." : "";
        if (!left.isEmpty()) {
            html.element("div", left, "class", "snmf-note");
        }
        return Display.of(html.close().build(), title + "\n" + plain.build() + left);
    }
}
