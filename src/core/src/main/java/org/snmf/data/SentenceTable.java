package org.snmf.data;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snmf.errors.InputException;
import org.snmf.store.Sentence;

/** Sentences as rows of a table in text: values parted by commas, semicolons or tabs, the first line naming columns. */
final class SentenceTable {
    private final String text;
    private final String where;
    private final char separator;
    private List<String> columns = List.of();

    private SentenceTable(String text, String where, char separator) {
        this.text = text;
        this.where = where;
        this.separator = separator;
    }

    /**
     * The table that a text is, if its first line names a column of sentences and another; a file whose name says that it
     * is a table must name one.
     */
    static Optional<SentenceTable> of(String text, String where) {
        String header = text.lines().findFirst().orElse("");
        char[] known = {',', '\t', ';'};
        for (char separator : known) {
            List<String> columns = names(header.split(Pattern.quote("" + separator), -1));
            boolean named = columns.size() > 1 || isTable(where);
            if (named && columns.stream().anyMatch(DataSet.PROMPT_KEYS::contains)) {
                return Optional.of(new SentenceTable(text, where, separator));
            }
        }
        if (isTable(where)) {
            throw new InputException(
                    where + ", line 1",
                    "names of columns, one of them " + String.join(" or ", DataSet.PROMPT_KEYS),
                    header.length() > 60 ? header.substring(0, 57) + "…" : header,
                    "Write such a line before the others; a column label is read, others are left out.");
        }
        return Optional.empty();
    }

    private static List<String> names(String[] header) {
        return Arrays.stream(header)
                .map(name -> name.strip().replaceAll("^\"|\"$", "").toLowerCase(Locale.ROOT))
                .toList();
    }

    private static boolean isTable(String where) {
        return where.toLowerCase(Locale.ROOT).matches(".*\\.(csv|tsv)");
    }

    List<Sentence> sentences() {
        CsvMapper mapper = CsvMapper.builder()
                .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                .build();
        CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator);
        List<Sentence> sentences = new ArrayList<>();
        int row = 0;
        try (MappingIterator<String[]> rows =
                mapper.readerFor(String[].class).with(schema).readValues(text)) {
            while (rows.hasNextValue()) {
                String[] values = rows.nextValue();
                row++;
                if (row == 1) {
                    columns = names(values);
                } else {
                    sentences.add(sentence(values, row));
                }
            }
        } catch (IOException | RuntimeJsonMappingException | UncheckedIOException e) {
            throw new InputException(
                    where + ", row " + (row + 1),
                    "values parted by " + (separator == '\t' ? "tabs" : "'" + separator + "'"),
                    "a row that cannot be read, as where a quote is not closed",
                    "A value with the separator, a quote or a line break stands in quotes; a quote in it is doubled.",
                    e);
        }
        return sentences;
    }

    private Sentence sentence(String[] values, int row) {
        String at = where + ", row " + row;
        if (values.length != columns.size()) {
            throw new InputException(
                    at,
                    columns.size() + " values, one a column",
                    values.length + " values",
                    "A value with the separator in it stands in quotes.");
        }
        int prompt = (int) columns.stream()
                .takeWhile(name -> !DataSet.PROMPT_KEYS.contains(name))
                .count();
        int label = columns.indexOf(DataSet.LABEL);
        return new Sentence(DataSet.valid(values[prompt], at), label < 0 ? "" : values[label].strip());
    }
}
