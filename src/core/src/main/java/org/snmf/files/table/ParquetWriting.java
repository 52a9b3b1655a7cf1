package org.snmf.files.table;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;
import org.snmf.files.table.Table.Column;

/** Writes a table as Parquet, packed by Snappy, which every reader knows. */
final class ParquetWriting {
    private ParquetWriting() {}

    static void write(OutputStream out, Table table) throws IOException {
        MessageType schema = schema(table.columns());
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new Target(out))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withCodecFactory(new Codecs())
                .build()) {
            for (List<@Nullable Object> row : table.rows()) {
                writer.write(group(schema, table.columns(), row));
            }
        }
    }

    private static MessageType schema(List<Column> columns) {
        Types.MessageTypeBuilder schema = Types.buildMessage();
        for (Column column : columns) {
            switch (column.kind()) {
                case WHOLE -> schema.optional(PrimitiveTypeName.INT32).named(column.name());
                case SINGLE -> schema.optional(PrimitiveTypeName.FLOAT).named(column.name());
                case DOUBLE -> schema.optional(PrimitiveTypeName.DOUBLE).named(column.name());
                case TEXT ->
                    schema.optional(PrimitiveTypeName.BINARY)
                            .as(LogicalTypeAnnotation.stringType())
                            .named(column.name());
            }
        }
        return schema.named("table");
    }

    private static Group group(MessageType schema, List<Column> columns, List<@Nullable Object> row) {
        Group group = new SimpleGroup(schema);
        for (int c = 0; c < row.size(); c++) {
            Object value = Table.fit(row.get(c), columns.get(c).kind());
            if (value instanceof Integer number) {
                group.add(c, number);
            } else if (value instanceof Float number) {
                group.add(c, number);
            } else if (value instanceof Double number) {
                group.add(c, number);
            } else if (value != null) {
                group.add(c, value.toString());
            }
        }
        return group;
    }

    /** A stream, which counts what was written. */
    private record Target(OutputStream out) implements OutputFile {
        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new PositionOutputStream() {
                private long position;

                @Override
                public long getPos() {
                    return position;
                }

                @Override
                public void write(int b) throws IOException {
                    out.write(b);
                    position++;
                }

                @Override
                public void write(byte[] bytes, int from, int count) throws IOException {
                    out.write(bytes, from, count);
                    position += count;
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }
}
