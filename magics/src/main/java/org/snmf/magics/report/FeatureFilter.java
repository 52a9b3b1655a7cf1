package org.snmf.magics.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snmf.errors.InputException;
import org.snmf.features.Feature;
import org.snmf.features.FeatureSheet;

/** Chooses and orders features by what a table says of them: their own numbers, and the columns of their sheet. */
public final class FeatureFilter {
    private static final Pattern CONDITION = Pattern.compile("\\s*(.+?)\\s*(<=|>=|<|>|=|~)\\s*(.*?)\\s*");
    private static final Map<String, ToDoubleFunction<Feature>> OWN = Map.of(
            "content", Feature::content,
            "purity", f -> Double.isNaN(f.purity()) ? -1 : f.purity(),
            "share", Feature::share,
            "word", Feature::wordShare,
            "peak", Feature::peak,
            "neurons", Feature::supportSize,
            "feature", Feature::index);

    private final FeatureSheet sheet;

    /** Over the columns of this sheet. */
    public FeatureFilter(FeatureSheet sheet) {
        this.sheet = sheet;
    }

    /**
     * Largest first by a column of numbers, in alphabetical order by one of text, {@code feature} and {@code neurons}
     * smallest first; features without a value last.
     *
     * @throws InputException if there is no such column
     */
    public Comparator<Feature> order(String column) {
        Comparator<Feature> order;
        if (OWN.containsKey(column)) {
            double sign = List.of("feature", "neurons").contains(column) ? 1 : -1;
            order = Comparator.comparingDouble(f -> sign * OWN.get(column).applyAsDouble(f));
        } else {
            require("--sort", column);
            order = Comparator.comparing(
                    f -> value(f, column), Comparator.comparing(v -> v, FeatureFilter::compareValues));
        }
        return order.thenComparingInt(Feature::index);
    }

    /**
     * The features that meet a condition.
     *
     * @param condition a column, one of {@code < <= > >= =} and a number, or a column, {@code ~} and a text to be found in it
     * @throws InputException if it is none, or there is no such column
     */
    public List<Feature> where(List<Feature> features, String condition) {
        Matcher parts = CONDITION.matcher(condition);
        if (!parts.matches()) {
            throw new InputException(
                    "--where",
                    "a column, one of < <= > >= = ~, and a value",
                    "'" + condition + "'",
                    "Example: stability>0.8");
        }
        String column = parts.group(1);
        String sign = parts.group(2);
        String value = parts.group(3);
        if (!OWN.containsKey(column)) {
            require("--where", column);
        }
        return features.stream()
                .filter(f -> value(f, column).filter(v -> holds(v, sign, value)).isPresent())
                .toList();
    }

    private static boolean holds(Object found, String sign, String value) {
        if (sign.equals("~")) {
            return String.valueOf(found).toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT));
        }
        if (found instanceof Number number) {
            double wanted;
            try {
                wanted = Double.parseDouble(value);
            } catch (NumberFormatException e) {
                throw new InputException("--where", "a number after " + sign, "'" + value + "'", "", e);
            }
            int order = Double.compare(number.doubleValue(), wanted);
            return sign.equals("=")
                    ? order == 0
                    : sign.startsWith("<")
                            ? order < 0 || (order == 0 && sign.length() == 2)
                            : order > 0 || (order == 0 && sign.length() == 2);
        }
        return sign.equals("=") && String.valueOf(found).equalsIgnoreCase(value);
    }

    private Optional<Object> value(Feature feature, String column) {
        return OWN.containsKey(column)
                ? Optional.of(OWN.get(column).applyAsDouble(feature))
                : sheet.column(column).map(c -> c.values().get(feature.index()));
    }

    private static int compareValues(Optional<Object> a, Optional<Object> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        return a.get() instanceof Number x && b.get() instanceof Number y
                ? Double.compare(y.doubleValue(), x.doubleValue())
                : String.valueOf(a.get()).compareToIgnoreCase(String.valueOf(b.get()));
    }

    private void require(String option, String column) {
        if (sheet.column(column).isEmpty()) {
            TreeSet<String> all = new TreeSet<>(OWN.keySet());
            sheet.columns().forEach(c -> all.add(c.name()));
            throw new InputException(
                    option,
                    "one of the columns " + String.join(", ", all),
                    "'" + column + "'",
                    "label, stability and other verbs add columns.");
        }
    }
}
