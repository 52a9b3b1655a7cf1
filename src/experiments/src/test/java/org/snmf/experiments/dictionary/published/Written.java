package org.snmf.experiments.dictionary.published;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.snmf.experiments.dictionary.RowMatrix;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.SafetensorsWriter.Spec;
import org.snmf.files.TensorType;

/** Arrays by name, written in the three kinds of files that dictionaries are published in. */
final class Written {
    private record Entry(float[] values, long[] shape) {}

    private final Map<String, Entry> arrays = new LinkedHashMap<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    Written matrix(String name, RowMatrix matrix) {
        arrays.put(name, new Entry(matrix.values(), new long[] {matrix.rows(), matrix.columns()}));
        return this;
    }

    Written vector(String name, float... numbers) {
        arrays.put(name, new Entry(numbers, new long[] {numbers.length}));
        return this;
    }

    Written scalar(String name, float number) {
        arrays.put(name, new Entry(new float[] {number}, new long[0]));
        return this;
    }

    Written value(String name, Object value) {
        values.put(name, value);
        return this;
    }

    Written without(String name) {
        arrays.remove(name);
        return this;
    }

    static void text(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path safetensors(Path file) {
        List<Spec> specs = new ArrayList<>();
        arrays.forEach((name, e) -> specs.add(Spec.of(name, TensorType.F32, e.shape())));
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, Map.of(), specs)) {
            arrays.values().forEach(e -> writer.write(e.values()));
            writer.commit();
        }
        return file;
    }

    private static byte[] little(float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return bytes.array();
    }

    Path npz(Path file) {
        return zip(file, zip -> {
            for (Map.Entry<String, Entry> array : arrays.entrySet()) {
                StringBuilder shape = new StringBuilder();
                for (long axis : array.getValue().shape()) {
                    shape.append(axis).append(", ");
                }
                String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }\n";
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
                out.write(header.length() & 0xff);
                out.write(header.length() >> 8);
                out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
                out.writeBytes(little(array.getValue().values()));
                put(zip, array.getKey() + ".npy", out.toByteArray());
            }
        });
    }

    Path pt(Path file) {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2, '}', '('});
        values.forEach((name, value) -> {
            string(pickle, name);
            value(pickle, value);
        });
        int key = 0;
        for (Map.Entry<String, Entry> array : arrays.entrySet()) {
            string(pickle, array.getKey());
            tensor(pickle, key++, array.getValue());
        }
        pickle.writeBytes(new byte[] {'u', '.'});
        return zip(file, zip -> {
            put(zip, "ae/data.pkl", pickle.toByteArray());
            int number = 0;
            for (Entry array : arrays.values()) {
                put(zip, "ae/data/" + number++, little(array.values()));
            }
        });
    }

    private static void value(ByteArrayOutputStream out, Object value) {
        if (value instanceof Map<?, ?> map) {
            out.writeBytes(new byte[] {'}', '('});
            map.forEach((k, v) -> {
                string(out, k.toString());
                value(out, v);
            });
            out.write('u');
        } else if (value instanceof Integer number) {
            number(out, number);
        } else {
            string(out, value.toString());
        }
    }

    private static void tensor(ByteArrayOutputStream out, int key, Entry e) {
        global(out, "torch._utils", "_rebuild_tensor_v2");
        out.writeBytes(new byte[] {'(', '('});
        string(out, "storage");
        global(out, "torch", "FloatStorage");
        string(out, String.valueOf(key));
        string(out, "cuda:0");
        number(out, e.values().length);
        out.writeBytes(new byte[] {'t', 'Q'});
        number(out, 0);
        out.write('(');
        for (long axis : e.shape()) {
            number(out, (int) axis);
        }
        out.writeBytes(new byte[] {'t', '('});
        for (int axis = 0; axis < e.shape().length; axis++) {
            long stride = 1;
            for (int later = axis + 1; later < e.shape().length; later++) {
                stride *= e.shape()[later];
            }
            number(out, (int) stride);
        }
        out.writeBytes(new byte[] {'t', (byte) 0x89});
        global(out, "collections", "OrderedDict");
        out.writeBytes(new byte[] {')', 'R', 't', 'R'});
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        little(out, utf8.length);
        out.writeBytes(utf8);
    }

    private static void number(ByteArrayOutputStream out, int number) {
        out.write('J');
        little(out, number);
    }

    private static void little(ByteArrayOutputStream out, int number) {
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array());
    }

    private static void global(ByteArrayOutputStream out, String module, String name) {
        out.write('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @FunctionalInterface
    private interface Filling {
        void fill(ZipOutputStream zip) throws IOException;
    }

    private static Path zip(Path file, Filling filling) {
        try {
            Files.createDirectories(file.getParent());
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
                filling.fill(zip);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
