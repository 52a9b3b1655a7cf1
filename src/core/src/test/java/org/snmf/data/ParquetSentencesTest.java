package org.snmf.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.errors.InputException;
import org.snmf.store.Sentence;

/** Parquet files of another writer: make.py beside them says which. */
class ParquetSentencesTest {
    private static final List<Sentence> SENTENCES = List.of(
            new Sentence("Monday comes after Sunday.", "day"),
            new Sentence("Grüße an alle, 你好 🙂", "other"),
            new Sentence("Two\nlines, \"quoted\"", "other"),
            new Sentence("Monday again.", "day"),
            new Sentence("The last one.", ""));

    @TempDir
    private Path folder;

    private static Path golden(String name) {
        return Path.of("src/test/resources/parquet/" + name + ".parquet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4", "pages-v2"})
    void numbersAreLabelsByTheirNamesHoweverPagesArePacked(String name) {
        assertThat(DataSet.of(golden(name))).isEqualTo(SENTENCES);
    }

    @Test
    void textIsALabelAsItStands() {
        assertThat(DataSet.of(golden("words")))
                .extracting(Sentence::label)
                .containsExactly("day", "", "other", "day", "");
    }

    @Test
    void anUnknownPackingIsNamed() {
        assertThatThrownBy(() -> DataSet.of(golden("brotli")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("brotli.parquet")
                .hasMessageContaining("BROTLI");
    }

    @Test
    void shardsOfASplitAreReadInTheirOrder() throws IOException {
        Path data = Files.createDirectories(folder.resolve("hub/data"));
        Files.copy(golden("zstd"), data.resolve("train-00001-of-00002.parquet"));
        Files.copy(golden("words"), data.resolve("train-00000-of-00002.parquet"));
        assertThat(DataSet.of(folder.resolve("hub").toString())).hasSize(10).endsWith(SENTENCES.get(4));
        Files.copy(golden("none"), data.resolve("test-00000-of-00001.parquet"));
        assertThatThrownBy(() -> DataSet.of(folder.resolve("hub").toString()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("data/test, data/train")
                .hasMessageContaining("#data/test");
        assertThat(DataSet.of(folder.resolve("hub") + "#test")).isEqualTo(SENTENCES);
        assertThat(DataSet.of(folder.resolve("hub") + "#data/train")).hasSize(10);
        assertThatThrownBy(() -> DataSet.of(folder.resolve("hub") + "#dev")).hasMessageContaining("named dev");
    }

    @Test
    void foldersWithoutParquetSayWhatTheyHold() throws IOException {
        assertThatThrownBy(() -> DataSet.of(folder)).hasMessageContaining("a folder without any");
        Files.writeString(folder.resolve("data-00000-of-00001.arrow"), "ARROW");
        assertThatThrownBy(() -> DataSet.of(folder))
                .hasMessageContaining("save_to_disk")
                .hasMessageContaining("to_parquet");
    }

    @Test
    void filesThatAreCutOffOrNoParquetAreRefused() throws IOException {
        byte[] whole = Files.readAllBytes(golden("snappy"));
        for (int length = 0; length < whole.length; length += 7) {
            refused(java.util.Arrays.copyOf(whole, length));
        }
        refused("PAR1 and then nothing of the kind PAR1".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /** The length of the footer, the last number before the mark, says more than the file has. */
    @Test
    void aDeclaredLengthBeyondTheFileIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(golden("snappy"));
        for (int declared : new int[] {Integer.MAX_VALUE, whole.length, -1, 0}) {
            byte[] changed = whole.clone();
            ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(whole.length - 8, declared);
            refused(changed);
        }
    }

    /** Any number of the footer may become any other: the sentences come out, or an error of the file; never another exception. */
    @Test
    void changedBytesGiveSentencesOrAnErrorOfTheFile() throws IOException {
        byte[] whole = Files.readAllBytes(golden("zstd"));
        Random random = new Random(7);
        int refused = 0;
        for (int trial = 0; trial < 1500; trial++) {
            byte[] changed = whole.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                changed[4 + random.nextInt(whole.length - 12)] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : 0xff);
            }
            try {
                DataSet.of(write(changed));
            } catch (InputException e) {
                assertThat(e).hasMessageContaining("changed.parquet");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    private void refused(byte[] bytes) throws IOException {
        Path file = write(bytes);
        assertThatThrownBy(() -> DataSet.of(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("changed.parquet");
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("changed.parquet"), bytes);
    }
}
