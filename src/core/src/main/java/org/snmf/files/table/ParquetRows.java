package org.snmf.files.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;

/**
 * A Parquet file that is read: its columns by name and, of those that are asked for, the rows. What a file declares of itself is
 * not believed: a count or size that its bytes do not bear out is an error of the file.
 */
public final class ParquetRows implements AutoCloseable {
    private final Path path;
    private final ParquetFileReader reader;

    private ParquetRows(Path path, ParquetFileReader reader) {
        this.path = path;
        this.reader = reader;
    }

    /** Work on a file that may be broken in any way. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Opens a file and reads what it says of itself.
     *
     * @throws InputException if it is not Parquet, cut off, encrypted or broken
     */
    public static ParquetRows open(Path path) {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new Codecs())
                .build();
        ParquetRows rows =
                new ParquetRows(path, trying(path, () -> ParquetFileReader.open(new LocalInputFile(path), options)));
        try {
            trying(path, rows::check);
            return rows;
        } catch (RuntimeException | Error e) {
            rows.close();
            throw e;
        }
    }

    /** Sizes that the file cannot hold are refused before anybody makes room for them. */
    private Boolean check() throws IOException {
        long bytes = Files.size(path);
        for (var group : reader.getRowGroups()) {
            for (var column : group.getColumns()) {
                long start = column.getStartingPos();
                long size = column.getTotalSize();
                if (start < 0 || size < 0 || start > bytes - size || column.getValueCount() < 0) {
                    throw new IOException("a column of " + size + " bytes from byte " + start + " on, in a file of "
                            + bytes + " bytes");
                }
            }
            if (group.getRowCount() < 0) {
                throw new IOException("a group of " + group.getRowCount() + " rows");
            }
        }
        return true;
    }

    /** Whatever a reader throws over a file's bytes is said as an error of the file. */
    private static <T> T trying(Path path, Work<T> work) {
        try {
            return work.run();
        } catch (InputException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            // A damaged file may declare lists that no machine has memory for; a whole one may be larger than this
            // heap.
            throw new InputException(
                    path.toString(),
                    "a Parquet file whose parts fit into the heap of "
                            + Runtime.getRuntime().maxMemory() / 1048576 + " MiB",
                    "one that asks for more (" + e.getMessage() + ")",
                    "Give more heap (SNMF_HEAP, such as 4g); where that does not help, the file is damaged: copy or write it again.",
                    e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new InputException(
                    path.toString(),
                    "a whole Parquet file",
                    "one that cannot be read (" + reason(e) + ")",
                    "Copy or write it again.",
                    e);
        }
    }

    private static String reason(Throwable e) {
        Throwable last = e;
        while (last.getCause() != null && last.getCause() != last) {
            last = last.getCause();
        }
        String message = String.valueOf(last.getMessage());
        return message.length() > 160 ? message.substring(0, 157) + "…" : message;
    }

    /** Names of the columns, in their order. */
    public List<String> columns() {
        return schema().getFields().stream().map(Type::getName).toList();
    }

    /** What the file's writer noted beside the rows. */
    public Map<String, String> notes() {
        return reader.getFileMetaData().getKeyValueMetaData();
    }

    private MessageType schema() {
        return reader.getFileMetaData().getSchema();
    }

    /** Whether a column holds one text a row. */
    public boolean isText(String column) {
        Type type = schema().getType(column);
        return type.isPrimitive()
                && !type.isRepetition(Type.Repetition.REPEATED)
                && type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                && (type.getLogicalTypeAnnotation() == null
                        || type.getLogicalTypeAnnotation() instanceof StringLogicalTypeAnnotation);
    }

    /** Whether a column holds one whole number a row. */
    public boolean isWhole(String column) {
        Type type = schema().getType(column);
        return type.isPrimitive()
                && !type.isRepetition(Type.Repetition.REPEATED)
                && (type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT64
                        || type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32);
    }

    /**
     * Goes through the rows.
     *
     * @param columns which of the columns are read, all of them {@link #isText} or {@link #isWhole}; the others are not unpacked
     * @param row takes the values of a row in this order; null where the file has none
     * @throws InputException if the file is broken within
     */
    public void read(List<String> columns, Consumer<List<@Nullable String>> row) {
        MessageType wanted = new MessageType(
                schema().getName(),
                columns.stream().distinct().map(schema()::getType).toList());
        trying(path, () -> {
            reader.setRequestedSchema(wanted);
            MessageColumnIO io = new ColumnIOFactory().getColumnIO(wanted, schema());
            PageReadStore pages;
            while ((pages = reader.readNextRowGroup()) != null) {
                RecordReader<Group> records = io.getRecordReader(pages, new GroupRecordConverter(wanted));
                for (long i = 0; i < pages.getRowCount(); i++) {
                    Group group = records.read();
                    row.accept(columns.stream()
                            .<@Nullable String>map(name -> group.getFieldRepetitionCount(name) == 0
                                    ? null
                                    : group.getValueToString(index(wanted, name), 0))
                            .toList());
                }
            }
            return true;
        });
    }

    private static int index(MessageType wanted, String name) {
        return wanted.getFieldIndex(name);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new InputException(path.toString(), "a readable file", e.toString(), "", e);
        }
    }
}
