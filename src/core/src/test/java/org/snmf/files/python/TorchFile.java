package org.snmf.files.python;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes archives in the layout of torch.save, word by word, so that tests can write wrong ones as well. */
final class TorchFile {
    private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    private final Map<String, byte[]> storages = new LinkedHashMap<>();
    private String order = "little";
    private int method = ZipEntry.STORED;

    TorchFile() {
        bytes(0x80, 2);
    }

    TorchFile bytes(int... words) {
        for (int word : words) {
            pickle.write(word);
        }
        return this;
    }

    TorchFile text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bytes('X');
        little(utf8.length);
        pickle.writeBytes(utf8);
        return this;
    }

    TorchFile number(int value) {
        bytes('J');
        return little(value);
    }

    private TorchFile little(int value) {
        return bytes(value & 0xff, value >> 8 & 0xff, value >> 16 & 0xff, value >>> 24);
    }

    TorchFile global(String module, String name) {
        bytes('c');
        pickle.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A tensor on the stack: a view of a storage that is written with it. */
    TorchFile tensor(String type, String key, int count, int offset, int[] shape, int[] strides, byte[] data) {
        storages.put(key, data);
        global("torch._utils", "_rebuild_tensor_v2").bytes('(');
        bytes('(')
                .text("storage")
                .global("torch", type)
                .text(key)
                .text("cuda:0")
                .number(count)
                .bytes('t', 'Q');
        number(offset).tuple(shape).tuple(strides).bytes(0x89);
        return global("collections", "OrderedDict").bytes(')', 'R').bytes('t', 'R');
    }

    TorchFile floats(String key, int[] shape, int[] strides, int offset, float... data) {
        ByteOrder bytes = order.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer buffer = ByteBuffer.allocate(4 * data.length).order(bytes);
        buffer.asFloatBuffer().put(data);
        return tensor("FloatStorage", key, data.length, offset, shape, strides, buffer.array());
    }

    private TorchFile tuple(int[] values) {
        bytes('(');
        for (int value : values) {
            number(value);
        }
        return bytes('t');
    }

    TorchFile bigEndian() {
        order = "big";
        return this;
    }

    TorchFile packed() {
        method = ZipEntry.DEFLATED;
        return this;
    }

    Path write(Path file) {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            put(zip, "ae/data.pkl", pickle.toByteArray());
            put(zip, "ae/byteorder", order.getBytes(StandardCharsets.US_ASCII));
            for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
                put(zip, "ae/data/" + storage.getKey(), storage.getValue());
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            entry.setSize(bytes.length);
            entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
