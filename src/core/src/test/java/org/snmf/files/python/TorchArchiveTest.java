package org.snmf.files.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snmf.errors.InputException;

class TorchArchiveTest {
    private static final float[] DATA = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

    @TempDir
    Path folder;

    private Path write(UnaryOperator<TorchFile> words) {
        return words.apply(new TorchFile()).write(folder.resolve("ae.pt"));
    }

    private static int[] axes(int... axes) {
        return axes;
    }

    @Test
    void readsViewsByOffsetAndStride() {
        Path file = write(t -> t.bytes('}', '(')
                .text("plain")
                .floats("0", axes(3, 4), axes(4, 1), 0, DATA)
                .text("turned")
                .floats("1", axes(4, 3), axes(1, 4), 0, DATA)
                .text("part")
                .floats("2", axes(2, 2), axes(4, 1), 5, DATA)
                .text("scalar")
                .floats("3", axes(), axes(), 11, DATA)
                .text("repeated")
                .floats("4", axes(2, 3), axes(0, 1), 0, DATA)
                .bytes('u', '.'));
        try (NamedArrays arrays = NamedArrays.open(file)) {
            assertThat(arrays.names()).containsExactly("plain", "turned", "part", "scalar", "repeated");
            assertThat(arrays.shape("turned")).containsExactly(4L, 3L);
            assertThat(arrays.floats("plain")).containsExactly(DATA);
            assertThat(arrays.floats("turned")).containsExactly(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11);
            assertThat(arrays.floats("part")).containsExactly(5, 6, 9, 10);
            assertThat(arrays.shape("scalar")).isEmpty();
            assertThat(arrays.floats("scalar")).containsExactly(11);
            assertThat(arrays.floats("repeated")).containsExactly(0, 1, 2, 0, 1, 2);
        }
    }

    @Test
    void widensSixteenBitsReadsWholeNumbersAndTheOtherByteOrder() {
        ByteBuffer bfloats = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        bfloats.putShort((short) 0x3fc0).putShort((short) 0xc000);
        ByteBuffer longs = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(64);
        Path file = write(t -> t.bytes('}', '(')
                .text("b")
                .tensor("BFloat16Storage", "0", 2, 0, axes(2), axes(1), bfloats.array())
                .text("k")
                .tensor("LongStorage", "1", 1, 0, axes(), axes(), longs.array())
                .bytes('u', '.'));
        try (NamedArrays arrays = NamedArrays.open(file)) {
            assertThat(arrays.floats("b")).containsExactly(1.5f, -2);
            assertThat(arrays.floats("k")).containsExactly(64);
        }
        Path big = new TorchFile()
                .bigEndian()
                .bytes('}')
                .text("x")
                .floats("0", axes(12), axes(1), 0, DATA)
                .bytes('s', '.')
                .write(folder.resolve("big.pt"));
        try (NamedArrays arrays = NamedArrays.open(big)) {
            assertThat(arrays.floats("x")).containsExactly(DATA);
        }
    }

    @Test
    void keepsPlainValuesAndNamesInnerDictionariesWithADot() {
        Path file = write(t -> t.bytes('}', '(')
                .text("cfg")
                .bytes('}', '(')
                .text("k")
                .number(20)
                .text("dtype")
                .global("torch", "float32")
                .text("device")
                .global("torch", "device")
                .bytes('(')
                .text("cuda")
                .bytes('t', 'R')
                .text("flag")
                .bytes(0x88, 'u')
                .text("state")
                .bytes('}')
                .text("w")
                .floats("0", axes(12), axes(1), 0, DATA)
                .bytes('s', 'u', '.'));
        try (NamedArrays arrays = NamedArrays.open(file)) {
            assertThat(arrays.names()).containsExactly("state.w");
            assertThat(arrays.values())
                    .isEqualTo(
                            Map.of("cfg.k", 20L, "cfg.dtype", "torch.float32", "cfg.device", "cuda", "cfg.flag", true));
        }
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                refused("posix.system", t -> t.global("posix", "system")
                        .bytes('(')
                        .text("touch RAN")
                        .bytes('t', 'R')),
                refused(
                        "builtins.eval",
                        t -> t.global("builtins", "eval").bytes('(').text("1").bytes('t', 'R')),
                refused("builtins.getattr", t -> t.bytes(0x8c, 8)
                        .bytes("builtins".chars().toArray())
                        .bytes(0x8c, 7)
                        .bytes("getattr".chars().toArray())
                        .bytes(0x93)),
                refused("sae.AutoEncoder", t -> t.global("sae", "AutoEncoder").bytes(')', 0x81)),
                refused("INST", t -> t.bytes('(', 'i')),
                refused("OBJ", t -> t.bytes('(', 'o')),
                refused("NEWOBJ", t -> t.global("collections", "OrderedDict").bytes(')', 0x81)),
                refused("EXT", t -> t.bytes(0x82, 1)),
                refused("a call of something else", t -> t.global("collections", "OrderedDict")
                        .bytes(')', 'R', ')', 'R')),
                refused("a call of something else", t -> t.global("torch", "FloatStorage")
                        .bytes(')', 'R')),
                refused(
                        "arguments of torch._utils._rebuild_tensor_v2",
                        t -> t.global("torch._utils", "_rebuild_tensor_v2").bytes(')', 'R')),
                refused("state of another object", t -> t.bytes(']', '}', 'b')),
                refused("a dictionary of tensors", t -> t.bytes(']')),
                refused("at byte", t -> t.bytes('}', 'u')),
                refused(
                        "a dictionary and pairs",
                        t -> t.bytes('}', '(').text("a").bytes('u')),
                refused("a key that is text", t -> t.bytes('}', ']', ']', 's')),
                refused("something remembered as 7", t -> t.bytes('h', 7)),
                refused("more bytes", t -> t.bytes('X', 0xff, 0xff, 0xff, 0x7f)),
                refused("protocol 0", t -> t.bytes(0x80, 0)),
                refused("a view within a storage", t -> t.bytes('}')
                        .text("w")
                        .floats("0", axes(3, 4), axes(4, 1), 1, DATA)
                        .bytes('s')),
                refused("a view within a storage", t -> t.bytes('}')
                        .text("w")
                        .floats("0", axes(1 << 30, 8), axes(0, 0), 0, DATA)
                        .bytes('s')),
                refused("a view of its storage", t -> t.bytes('}')
                        .text("w")
                        .floats("0", axes(1 << 30, 1 << 30, 1 << 30), axes(0, 0, 0), 0, DATA)
                        .bytes('s')),
                refused("lengths of at least 0", t -> t.bytes('}')
                        .text("w")
                        .floats("0", axes(-1), axes(1), 0, DATA)
                        .bytes('s')),
                refused(
                        "the place of a storage",
                        t -> t.bytes('(').text("storage").bytes('t', 'Q')));
    }

    private static Arguments refused(String reason, UnaryOperator<TorchFile> words) {
        return Arguments.of(reason, words);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void refusesByNameAndRunsNothing(String reason, UnaryOperator<TorchFile> words) {
        Path file = write(t -> words.apply(t).bytes('.'));
        refusal(file, reason);
        assertThat(Path.of("RAN")).doesNotExist();
    }

    private static void refusal(Path file, String reason) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(1), () -> assertThatThrownBy(() -> {
                    try (TorchArchive archive = TorchArchive.open(file)) {
                        archive.names().forEach(archive::floats);
                    }
                })
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason));
    }

    @Test
    void deepAndRepeatedContentsCostNoMoreThanTheirWords() {
        TorchFile deep = new TorchFile();
        for (int i = 0; i < 200_000; i++) {
            deep.bytes(']');
        }
        for (int i = 1; i < 200_000; i++) {
            deep.bytes('a');
        }
        refusal(deep.bytes('.').write(folder.resolve("deep.pt")), "a dictionary of tensors");
        TorchFile laughs = new TorchFile().bytes('}', 'q', 0);
        for (int i = 0; i < 60; i++) {
            laughs.bytes('}', 'q', i + 1, '(');
            for (int j = 0; j < 10; j++) {
                laughs.text("k" + j).bytes('h', i);
            }
            laughs.bytes('u');
        }
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(1), () -> {
            try (TorchArchive archive = TorchArchive.open(laughs.bytes('.').write(folder.resolve("laughs.pt")))) {
                assertThat(archive.names()).isEmpty();
            }
        });
        TorchFile own = new TorchFile().bytes('}', 'q', 0).text("self").bytes('h', 0, 's', '.');
        try (TorchArchive archive = TorchArchive.open(own.write(folder.resolve("own.pt")))) {
            assertThat(archive.names()).isEmpty();
        }
        TorchFile endless = new TorchFile();
        for (int i = 0; i < 1_100_000; i++) {
            endless.bytes(')');
        }
        refusal(endless.bytes('.').write(folder.resolve("endless.pt")), "at most 1000000 words");
    }

    @Test
    void refusesArchivesMadeToFillTheMemory() {
        byte[] zeros = new byte[64 << 20];
        Path file = new TorchFile()
                .packed()
                .bytes('}')
                .text("w")
                .tensor("FloatStorage", "0", zeros.length / 4, 0, axes(zeros.length / 4), axes(1), zeros)
                .bytes('s', '.')
                .write(folder.resolve("bomb.pt"));
        refusal(file, "stored as it is");
        TorchFile long_ = new TorchFile().packed();
        for (int i = 0; i < 9 << 20; i++) {
            long_.bytes('}');
        }
        refusal(long_.write(folder.resolve("long.pt")), "at most 8388608 bytes");
    }

    @Test
    void refusesWhatIsCutOffOrChanged() throws IOException {
        Path file = write(t -> t.bytes('}')
                .text("w")
                .floats("0", axes(3, 4), axes(4, 1), 0, DATA)
                .bytes('s', '.'));
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 13) {
            Files.write(file, Arrays.copyOf(whole, length));
            refusal(file, "");
        }
        Files.write(file, new byte[] {(byte) 0x80, 2, '}', '.'});
        refusal(file, "begins as a bare pickle");
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 500; i++) {
            byte[] changed = whole.clone();
            for (int j = 0; j < 3; j++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, changed);
            try (TorchArchive archive = TorchArchive.open(file)) {
                archive.names().forEach(archive::floats);
            } catch (InputException e) {
                assertThat(e).hasMessageContaining("ae.pt");
            }
        }
    }

    @Test
    void pointersAndProgramsAreNamed() throws IOException {
        Path pointer = Files.writeString(folder.resolve("a.pt"), "version https://git-lfs.github.com/spec/v1\n");
        refusal(pointer, "pointer to the real one");
        refusal(folder.resolve("none.pt"), "found nothing");
        assertThat(List.of(pointer)).hasSize(1);
    }
}
