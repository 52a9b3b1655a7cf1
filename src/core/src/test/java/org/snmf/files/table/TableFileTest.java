package org.snmf.files.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.data.DataSet;
import org.snmf.errors.InputException;
import org.snmf.files.table.Table.Column;
import org.snmf.files.table.Table.Kind;
import org.snmf.store.Sentence;

class TableFileTest {
    private static final Table TABLE = new Table(
            List.of(
                    new Column("feature", Kind.WHOLE),
                    new Column("peak", Kind.SINGLE),
                    new Column("share", Kind.DOUBLE),
                    new Column("label", Kind.TEXT)),
            List.of(
                    Arrays.<@Nullable Object>asList(0, 0.1f, 1 / 3.0, "days, \"all\"\nof them"),
                    Arrays.<@Nullable Object>asList(1, null, Double.NaN, null)));

    @TempDir
    private Path folder;

    private String written(String name) throws IOException {
        TableFile.write(folder.resolve(name), TABLE);
        return Files.readString(folder.resolve(name));
    }

    @Test
    void textFormatsFollowTheMapping() throws IOException {
        assertThat(written("t.csv"))
                .isEqualTo("feature,peak,share,label\n0,0.1,0.3333333333333333,\"days, \"\"all\"\"\nof them\"\n1,,,\n");
        assertThat(written("t.TSV")).startsWith("feature\tpeak\tshare\tlabel\n0\t0.1\t");
        assertThat(written("t.jsonl"))
                .isEqualTo("{\"feature\":0,\"peak\":0.1,\"share\":0.3333333333333333,"
                        + "\"label\":\"days, \\\"all\\\"\\nof them\"}\n"
                        + "{\"feature\":1,\"peak\":null,\"share\":null,\"label\":null}\n");
    }

    @Test
    void parquetIsReadAgain() throws IOException {
        TableFile.write(folder.resolve("t.parquet"), TABLE);
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (ParquetRows parquet = ParquetRows.open(folder.resolve("t.parquet"))) {
            assertThat(parquet.columns()).containsExactly("feature", "peak", "share", "label");
            assertThat(parquet.isText("label")).isTrue();
            assertThat(parquet.isWhole("feature")).isTrue();
            assertThat(parquet.isText("peak")).isFalse();
            parquet.read(List.of("label", "feature"), rows::add);
        }
        assertThat(rows).containsExactly(List.of("days, \"all\"\nof them", "0"), Arrays.asList(null, "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".csv", ".tsv", ".jsonl", ".parquet"})
    void sentencesComeBackAsTheyWere(String ending) {
        List<Sentence> sentences = List.of(
                new Sentence("A, \"b\" and\ttabs; ends.", "x"),
                new Sentence("Grüße, 你好 🙂", ""),
                new Sentence("=1+1 is no formula, # no comment", "a;b"));
        Path file = folder.resolve("s" + ending);
        TableFile.write(
                file,
                new Table(
                        List.of(new Column("prompt", Kind.TEXT), new Column("label", Kind.TEXT)),
                        sentences.stream()
                                .map(s -> Arrays.<@Nullable Object>asList(s.text(), s.label()))
                                .toList()));
        assertThat(DataSet.of(file)).isEqualTo(sentences);
    }

    @Test
    void otherEndingsAndNamesTwiceAreRefused() {
        assertThatThrownBy(() -> TableFile.write(folder.resolve("t.xls"), TABLE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(".parquet");
        assertThatThrownBy(() -> new Table(List.of(new Column("a", Kind.TEXT), new Column("a", Kind.TEXT)), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
