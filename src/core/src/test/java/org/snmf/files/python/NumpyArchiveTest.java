package org.snmf.files.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.errors.InputException;

class NumpyArchiveTest {
    @TempDir
    Path folder;

    private static byte[] npy(String descr, String fortran, String shape, int version, byte[] data) {
        String text = "{'descr': '" + descr + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }\n";
        ByteBuffer start = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        start.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        start.put((byte) version).put((byte) 0);
        if (version == 1) {
            start.putShort((short) text.length());
        } else {
            start.putInt(text.length());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(start.array(), 0, start.position());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(data);
        return out.toByteArray();
    }

    private static byte[] floats(ByteOrder order, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(order);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private Path npz(byte[]... entries) throws IOException {
        Path file = folder.resolve("params.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < entries.length; i++) {
                zip.putNextEntry(new ZipEntry("a" + i + ".npy"));
                zip.write(entries[i]);
                zip.closeEntry();
            }
        }
        return file;
    }

    @Test
    void readsBothOrdersOfAxesAndBytes() throws IOException {
        float[] values = {1, 2, 3, 4, 5, 6};
        Path file = npz(
                npy("<f4", "False", "(2, 3)", 1, floats(ByteOrder.LITTLE_ENDIAN, values)),
                npy("<f4", "True", "(2, 3)", 2, floats(ByteOrder.LITTLE_ENDIAN, values)),
                npy(">f4", "False", "(6,)", 3, floats(ByteOrder.BIG_ENDIAN, values)),
                npy("<f4", "False", "()", 1, floats(ByteOrder.LITTLE_ENDIAN, 7)),
                npy("<i4", "False", "(1,)", 1, new byte[] {9, 0, 0, 0}),
                npy("<f4", "False", "(0, 4)", 1, new byte[0]));
        try (NamedArrays arrays = NamedArrays.open(file)) {
            assertThat(arrays.names()).containsExactly("a0", "a1", "a2", "a3", "a4", "a5");
            assertThat(arrays.shape("a1")).containsExactly(2L, 3L);
            assertThat(arrays.floats("a0")).containsExactly(values);
            assertThat(arrays.floats("a1")).containsExactly(1, 3, 5, 2, 4, 6);
            assertThat(arrays.floats("a2")).containsExactly(values);
            assertThat(arrays.floats("a3")).containsExactly(7);
            assertThat(arrays.floats("a4")).containsExactly(9);
            assertThat(arrays.floats("a5")).isEmpty();
            assertThatThrownBy(() -> arrays.floats("b")).hasMessageContaining("an array named b, found a0, a1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "|O; False; (2, 2); 1; pickled Python objects",
                "<f4; False; (2, 3); 1; 24 bytes",
                "<f4; False; (2, -2); 1; whole numbers",
                "<f4; False; (9223372036854775807, 2); 1; whole numbers",
                "<f4; False; (922337203685477580, 20); 1; fewer than 2^60",
                "<f4; Maybe; (2, 2); 1; fortran_order",
                "<f4; False; 4; 1; shape",
                "<c8; False; (2, 2); 1; dtype float32",
                "<f4; False; (2, 2); 9; version 9"
            })
    void refusesHeadersThatContradict(String descr, String fortran, String shape, int version, String reason)
            throws IOException {
        Path file = npz(npy(descr, fortran, shape, version, floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4)));
        try (NamedArrays arrays = NamedArrays.open(file)) {
            assertThatThrownBy(() -> arrays.floats("a0"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("params.npz!a0.npy")
                    .hasMessageContaining(reason.replace("24 bytes", "bytes for shape [2, 3]"));
        }
    }

    @Test
    void refusesWhatIsCutOffAndWhatFillsTheMemory() throws IOException {
        Path file = npz(npy("<f4", "False", "(2, 2)", 1, floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4)));
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 11) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> NamedArrays.open(file))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("params.npz");
        }
        Path bomb = npz(npy("<f4", "False", "(8388608,)", 1, new byte[32 << 20]));
        try (NamedArrays arrays = NamedArrays.open(bomb)) {
            assertThatThrownBy(() -> arrays.floats("a0")).hasMessageContaining("made to fill the memory");
        }
        Path notZip = Files.writeString(folder.resolve("x.npz"), "none");
        assertThatThrownBy(() -> NamedArrays.open(notZip)).hasMessageContaining("no whole archive");
    }
}
