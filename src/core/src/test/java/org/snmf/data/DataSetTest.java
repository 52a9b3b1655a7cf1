package org.snmf.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.errors.InputException;
import org.snmf.store.Sentence;

class DataSetTest {
    @Test
    void readsTheThreeShapes() {
        assertThat(DataSet.parse("[{\"prompt\": \"A dog.\", \"label\": \"pets\"}, {\"prompt\": \"B\"}]", "x"))
                .containsExactly(new Sentence("A dog.", "pets"), new Sentence("B", ""));
        assertThat(DataSet.parse("{\"pets\": [\"A dog.\", \"A cat.\"], \"food\": [\"Soup\"]}", "x"))
                .containsExactly(
                        new Sentence("A dog.", "pets"), new Sentence("A cat.", "pets"), new Sentence("Soup", "food"));
        assertThat(DataSet.parse("\uFEFFA dog.\n\n  A cat. \r\nSoup", "x"))
                .containsExactly(new Sentence("A dog.", ""), new Sentence("A cat.", ""), new Sentence("Soup", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | at least one sentence",
                "[]                        | at least one sentence",
                "{}                        | at least one sentence",
                "[\"a\"]                   | an object with \"prompt\"",
                "[{\"text\": \"a\"}]       | an object with \"prompt\"",
                "[{\"prompt\": 3}]         | a sentence that is not blank",
                "[{\"prompt\": \" \"}]     | a sentence that is not blank",
                "{\"a\": \"b\"}            | a list of sentences",
                "{\"a\": [1]}              | a sentence that is not blank",
                "{\"a\": [\"b\"]           | JSON",
                "[{\"prompt\": \"a\"}] x   | JSON",
            })
    void refusesOtherShapes(String content, String expected) {
        assertThatThrownBy(() -> DataSet.parse(content, "file"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(expected)
                .hasMessageStartingWith("file");
    }

    @Test
    void refusesWhatIsNoText(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("data.txt");
        assertThatThrownBy(() -> DataSet.of(file)).hasMessageContaining("no such file");
        Files.write(file, new byte[] {'a', (byte) 0xC3, (byte) 0x28});
        assertThatThrownBy(() -> DataSet.of(file)).hasMessageContaining("UTF-8");
    }
}
