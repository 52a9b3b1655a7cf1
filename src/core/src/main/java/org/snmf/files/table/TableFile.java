package org.snmf.files.table;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.files.AtomicFile;
import org.snmf.files.table.Table.Column;

/** Writes a table in the format that the file's ending says. */
public final class TableFile {
    /** Endings that say a format. */
    public static final List<String> ENDINGS = List.of(".csv", ".tsv", ".jsonl", ".parquet");

    private TableFile() {}

    /** Whether the file's ending says one of the formats. */
    public static boolean isNamed(Path file) {
        return ENDINGS.stream().anyMatch(name(file)::endsWith);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }

    /**
     * Writes the table as {@link Table} says, whole or not at all.
     *
     * @throws InputException if the ending says no format, or the place cannot be written
     */
    public static void write(Path file, Table table) {
        String name = name(file);
        AtomicFile.Content content;
        if (name.endsWith(".csv")) {
            content = out -> separated(out, table, ',');
        } else if (name.endsWith(".tsv")) {
            content = out -> separated(out, table, '\t');
        } else if (name.endsWith(".jsonl")) {
            content = out -> lines(out, table);
        } else if (name.endsWith(".parquet")) {
            content = out -> ParquetWriting.write(out, table);
        } else {
            throw new InputException(
                    file.toString(),
                    "a name that ends in " + String.join(", ", ENDINGS),
                    "another",
                    "The ending says the format.");
        }
        AtomicFile.write(file, content);
    }

    private static void separated(OutputStream out, Table table, char separator) throws IOException {
        CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true).setColumnSeparator(separator);
        table.columns().forEach(column -> schema.addColumn(column.name()));
        try (CsvGenerator csv = new CsvFactory().createGenerator(out, JsonEncoding.UTF8)) {
            csv.setSchema(schema.build());
            csv.enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING);
            objects(csv, table);
        }
    }

    private static void lines(OutputStream out, Table table) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
            json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
            objects(json, table);
            json.writeRaw('\n');
        }
    }

    private static void objects(JsonGenerator json, Table table) throws IOException {
        for (List<@Nullable Object> row : table.rows()) {
            json.writeStartObject();
            for (int c = 0; c < row.size(); c++) {
                Column column = table.columns().get(c);
                json.writeFieldName(column.name());
                write(json, Table.fit(row.get(c), column.kind()));
            }
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Float number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else {
            json.writeString(value.toString());
        }
    }
}
