package org.snmf.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.files.table.ParquetRows;
import org.snmf.store.Sentence;

/**
 * Sentences of a Parquet file: a column of text named prompt, text or sentence, and, where there is one, a column label. Labels
 * that Hugging Face's {@code datasets} keeps as numbers get the names that the file gives them.
 */
final class ParquetSentences {
    private final Path file;
    private final ParquetRows rows;
    private final String prompt;
    private final Optional<String> label;
    private final List<String> labelNames;

    private ParquetSentences(Path file, ParquetRows rows) {
        this.file = file;
        this.rows = rows;
        this.prompt = named(DataSet.PROMPT_KEYS)
                .filter(rows::isText)
                .orElseThrow(() -> new InputException(
                        file.toString(),
                        "a column of text named " + String.join(", ", DataSet.PROMPT_KEYS),
                        "columns " + String.join(", ", rows.columns()),
                        "Rename the one with the sentences, one sentence a row."));
        this.label = named(List.of(DataSet.LABEL));
        label.filter(column -> !rows.isText(column) && !rows.isWhole(column)).ifPresent(column -> {
            throw new InputException(
                    file + ", column " + column, "one text or whole number a row", "another type", "Rename it.");
        });
        this.labelNames = label.map(this::names).orElse(List.of());
    }

    static List<Sentence> of(Path file) {
        try (ParquetRows rows = ParquetRows.open(file)) {
            return new ParquetSentences(file, rows).read();
        }
    }

    private Optional<String> named(List<String> names) {
        return rows.columns().stream()
                .filter(column -> names.contains(column.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** Names of the numbers of a column, as {@code datasets} notes them; empty if it notes none. */
    private List<String> names(String column) {
        try {
            JsonNode notes = new ObjectMapper().readTree(rows.notes().getOrDefault("huggingface", "{}"));
            List<String> names = new ArrayList<>();
            notes.path("info").path("features").path(column).path("names").forEach(name -> names.add(name.asText()));
            return names;
        } catch (JsonProcessingException e) {
            throw new InputException(
                    file + ", note huggingface", "JSON with the columns' features", e.getOriginalMessage(), "", e);
        }
    }

    private List<Sentence> read() {
        List<String> columns = new ArrayList<>(List.of(prompt));
        label.ifPresent(columns::add);
        List<Sentence> sentences = new ArrayList<>();
        rows.read(columns, row -> {
            String at = file + ", row " + (sentences.size() + 1);
            String text = row.get(0);
            sentences.add(new Sentence(
                    DataSet.valid(text == null ? "" : text, at), row.size() < 2 ? "" : label(row.get(1), at)));
        });
        return sentences;
    }

    private String label(@Nullable String value, String at) {
        if (value == null || labelNames.isEmpty() || !value.matches("-?\\d{1,9}")) {
            return value == null ? "" : value.strip();
        }
        int number = Integer.parseInt(value);
        if (number == -1) {
            return "";
        }
        if (number < 0 || number >= labelNames.size()) {
            throw new InputException(
                    at + ", label", "a number below " + labelNames.size() + ", or -1 for none", value, "");
        }
        return labelNames.get(number);
    }
}
