package org.snmf.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.errors.InputException;
import org.snmf.files.SafetensorsWriter.Spec;

class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void readsWhatItWrote() {
        Path file = folder.resolve("a.safetensors");
        float[] floats = {1, -2.5f, Float.MIN_VALUE, 3e38f, 0, -0f};
        int[] ints = {7, -1};
        try (SafetensorsWriter writer = SafetensorsWriter.create(
                file,
                Map.of("who", "ünïcode \"quoted\""),
                List.of(
                        Spec.of("f", TensorType.F32, 2, 3),
                        Spec.of("i", TensorType.I32, 2),
                        Spec.of("none", TensorType.F32, 0, 4)))) {
            writer.write(floats);
            writer.write(ints);
            writer.commit();
        }
        try (Safetensors in = Safetensors.open(file)) {
            assertThat(in.metadata()).containsExactlyEntriesOf(Map.of("who", "ünïcode \"quoted\""));
            assertThat(in.tensor("f").floats()).containsExactly(floats);
            assertThat(in.tensor("i").ints()).containsExactly(ints);
            assertThat(in.tensor("none").floats()).isEmpty();
            assertThat(in.info("f").shape()).containsExactly(2L, 3L);
            assertThatThrownBy(() -> in.tensor("g"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("f, i, none");
        }
    }

    @Test
    void anAbandonedWriteLeavesWhatWasThere() throws IOException {
        Path file = folder.resolve("a.safetensors");
        Files.writeString(file, "before");
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(file, Map.of(), List.of(Spec.of("f", TensorType.F32, 5)))) {
            writer.write(new float[3]);
            assertThatThrownBy(writer::commit).hasMessageContaining("8 declared bytes were not written");
        }
        assertThat(Files.readString(file)).isEqualTo("before");
        try (var entries = Files.list(folder)) {
            assertThat(entries).containsExactly(file);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | 8 bytes for F32[2]",
                "{\"a\":{\"dtype\":\"F31\",\"shape\":[1],\"data_offsets\":[0,4]}} | a dtype of",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | whole numbers",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[9],\"data_offsets\":[0,36]}} | truncated",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}} | overlapping",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904],\"data_offsets\":[0,4]}} | below 2^63",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | not JSON",
                "{\"a\":3} | a dtype",
                "[] | a JSON object",
                "{broken | not JSON"
            })
    void refusesHeadersThatContradictThemselves(String header, String message) throws IOException {
        Path file = folder.resolve("bad.safetensors");
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        Files.write(
                file,
                ByteBuffer.allocate(8 + text.length + 8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(text.length)
                        .put(text)
                        .array());
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("bad.safetensors")
                .hasMessageContaining(message);
    }

    @Test
    void refusesFilesThatAreShorterThanTheySay() throws IOException {
        Path whole = folder.resolve("whole.safetensors");
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(whole, Map.of(), List.of(Spec.of("f", TensorType.F32, 50)))) {
            writer.write(new float[50]);
            writer.commit();
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path torn = folder.resolve("torn.safetensors");
        for (int length = 0; length < bytes.length; length++) {
            Files.write(torn, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> Safetensors.open(torn))
                    .as("%d bytes", length)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("torn.safetensors");
        }
    }

    @Test
    void refusesAPickleAndAMissingFile() throws IOException {
        Path pickle = folder.resolve("p.safetensors");
        Files.write(pickle, new byte[] {(byte) 0x80, 2, 0x7d, 0x71, 0, 0x58, 1, 0, 0, 0, 0x61});
        assertThatThrownBy(() -> Safetensors.open(pickle)).hasMessageContaining("pickle");
        assertThatThrownBy(() -> Safetensors.open(folder.resolve("none")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected a file, found nothing");
        assertThatThrownBy(() -> Safetensors.open(folder)).hasMessageContaining("a folder");
    }

    @Test
    void widensEveryHalfExactly() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            short half = (short) bits;
            float wide = HalfPrecision.fromFloat16(half);
            float brain = HalfPrecision.fromBfloat16(half);
            assertThat(Float.isNaN(brain) || HalfPrecision.toBfloat16(brain) == half)
                    .isTrue();
            assertThat(Float.isNaN(wide) || HalfPrecision.toFloat16(wide) == half)
                    .as("%x", bits)
                    .isTrue();
        }
        assertThat(HalfPrecision.fromFloat16((short) 0x3c00)).isEqualTo(1f);
        assertThat(HalfPrecision.fromFloat16((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(HalfPrecision.fromFloat16((short) 0x7bff)).isEqualTo(65504f);
        assertThat(HalfPrecision.fromFloat16((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(HalfPrecision.fromBfloat16((short) 0x4049)).isEqualTo(3.140625f);
    }
}
