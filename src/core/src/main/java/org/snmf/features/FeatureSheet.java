package org.snmf.features;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.files.AtomicFile;

/**
 * What is known of each feature of one factorization beyond Z and Y: labels and scores, one column for each, with who gave
 * it. A value that could not be had is a state with a reason, never a number. A sheet belongs to one Z and is kept in a JSON
 * file beside the factorization's. Immutable; {@link #with} returns another sheet.
 */
public final class FeatureSheet {
    private static final String FORMAT = "snmf-sheet-1";
    /** How the names of their files end. */
    public static final String ENDING = ".sheet.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final String features;
    private final int rank;
    private final List<Column> columns;

    /**
     * One thing that is known of features.
     *
     * @param name what it is, in lower case, such as {@code label} or {@code stability}
     * @param by who or what gave it: a describer, a judge, the seeds of a comparison
     * @param values strings or finite numbers by feature index
     * @param without reasons by feature index why there is no value
     */
    public record Column(String name, String by, Map<Integer, Object> values, Map<Integer, String> without) {
        /** @throws InputException if a value is neither text nor a finite number */
        public Column {
            Objects.requireNonNull(name, "name");
            values = Collections.unmodifiableMap(new TreeMap<>(values));
            without = Collections.unmodifiableMap(new TreeMap<>(without));
            for (Map.Entry<Integer, Object> entry : values.entrySet()) {
                boolean fine = entry.getValue() instanceof String
                        || (entry.getValue() instanceof Number n && Double.isFinite(n.doubleValue()));
                if (!fine) {
                    throw new InputException(
                            "column " + name + ", feature " + entry.getKey(),
                            "text or a finite number",
                            String.valueOf(entry.getValue()),
                            "Give the reason why there is none instead.");
                }
            }
        }

        /** A column in which every feature that is named has a value. */
        public static Column of(String name, String by, Map<Integer, ?> values) {
            return new Column(name, by, new TreeMap<>(values), Map.of());
        }
    }

    /** The file's content. */
    private record Content(String format, String features, int rank, List<Column> columns) {
        Content {
            columns = List.copyOf(columns);
        }
    }

    private FeatureSheet(String features, int rank, List<Column> columns) {
        this.features = features;
        this.rank = rank;
        this.columns = List.copyOf(columns);
    }

    /** The empty sheet of these features. */
    public static FeatureSheet of(FeatureSet features) {
        return new FeatureSheet(features.sha256(), features.size(), List.of());
    }

    /** The empty sheet of the features of a factorization. */
    public static FeatureSheet of(Factorization factorization) {
        return of(FeatureSet.of(factorization));
    }

    /** All columns, in the order in which they came. */
    public List<Column> columns() {
        return columns;
    }

    /** The column of this name. */
    public Optional<Column> column(String name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /** The texts of a column by feature index; empty if there is no such column. */
    public Map<Integer, String> texts(String name) {
        Map<Integer, String> texts = new TreeMap<>();
        column(name).ifPresent(c -> c.values().forEach((r, value) -> texts.put(r, String.valueOf(value))));
        return texts;
    }

    /**
     * With a column, in the place of one of the same name.
     *
     * @throws InputException if it names a feature that is not there
     */
    public FeatureSheet with(Column column) {
        for (Map<Integer, ?> part : List.of(column.values(), column.without())) {
            for (int r : part.keySet()) {
                if (r < 0 || r >= rank) {
                    throw new InputException(
                            "column " + column.name(), "features from 0 to " + (rank - 1), "feature " + r, "");
                }
            }
        }
        List<Column> more = new ArrayList<>(columns);
        more.removeIf(c -> c.name().equals(column.name()));
        more.add(column);
        return new FeatureSheet(features, rank, more);
    }

    /** Where the sheet of a factorization's file, or of a dictionary's folder, lies: beside it, {@code NAME.sheet.json}. */
    public static Path beside(Path source) {
        String name = source.getFileName().toString();
        String stem = name.toLowerCase(Locale.ROOT).endsWith(".safetensors")
                ? name.substring(0, name.length() - ".safetensors".length())
                : name;
        return source.resolveSibling(stem + ENDING);
    }

    /** Writes the sheet, whole or not at all. */
    public void save(Path file) {
        try {
            AtomicFile.write(file, JSON.writeValueAsString(new Content(FORMAT, features, rank, columns)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always writable", e);
        }
    }

    /**
     * Reads the sheet of these features.
     *
     * @throws InputException if the file is no sheet, is damaged, or is of other features
     */
    public static FeatureSheet load(Path file, FeatureSet features) {
        Content content;
        try {
            content = JSON.readValue(Files.readAllBytes(file), Content.class);
        } catch (JsonProcessingException e) {
            throw new InputException(
                    file.toString(), "a feature sheet (" + FORMAT + ")", "damaged or other text", "Remove it.", e);
        } catch (IOException e) {
            throw new InputException(file.toString(), "a readable file", e.toString(), "", e);
        }
        if (!FORMAT.equals(content.format())) {
            throw new InputException(
                    file.toString(), "a feature sheet (" + FORMAT + ")", String.valueOf(content.format()), "");
        }
        FeatureSheet empty = of(features);
        if (!empty.features.equals(content.features())) {
            throw new InputException(
                    file.toString(),
                    "the sheet of these features",
                    "the sheet of other features, k = " + content.rank(),
                    "It was left by an earlier fit of that name: remove it, or move it away.");
        }
        FeatureSheet sheet = empty;
        for (Column column : content.columns()) {
            sheet = sheet.with(column);
        }
        return sheet;
    }
}
