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
                "[{\"txt\": \"a\"}]        | an object with \"prompt\"",
                "{\"a\": [\"b\"], \"a\": [\"c\"]} | each key once, found a second 'a'",
                "[{\"prompt\": \"a\", \"label\": [\"x\", \"y\"]}] | one label, or none, found [\"x\",\"y\"]",
                "[{\"prompt\": \"a\", \"label\": {\"x\": 1}}]   | one label, or none",
                "[{\"prompt\": \"a \\ud83d\"}] | half of one, \\uD83D, at index 2",
                "{\"a\": [\"\\udc00\"]}    | half of one, \\uDC00, at index 0",
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
    void readsJsonLines() {
        assertThat(DataSet.parse(
                        "{\"prompt\": \"A\", \"label\": \"x\"}\n\n{\"text\": \"B\", \"label\": [\"y\"]}\n", "x"))
                .containsExactly(new Sentence("A", "x"), new Sentence("B", "y"));
        assertThat(DataSet.parse("{\"sentence\": \"A\", \"label\": 3}", "x")).containsExactly(new Sentence("A", "3"));
        assertThat(DataSet.parse("{\"text\": [\"a label by that name\"]}", "x"))
                .containsExactly(new Sentence("a label by that name", "text"));
        assertThatThrownBy(() -> DataSet.parse("{\"prompt\": \"A\"}\n{\"promt\": \"B\"}", "file"))
                .hasMessageContainingAll("file, value 1", "an object with \"prompt\"");
        assertThatThrownBy(() -> DataSet.parse("{\"prompt\": \"A\"}\n{\"prompt\": ", "file"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("file, line 2");
    }

    @Test
    void readsTables() {
        Sentence quoted = new Sentence("She said \"no\", and left\nat once", "speech");
        assertThat(DataSet.parse("id,Label,prompt\n7,speech,\"She said \"\"no\"\", and left\nat once\"\n\n8,,B\n", "x"))
                .containsExactly(quoted, new Sentence("B", ""));
        assertThat(DataSet.parse("text\tlabel\nA, b\tx", "x")).containsExactly(new Sentence("A, b", "x"));
        assertThat(DataSet.parse("label;sentence\nx;A", "x")).containsExactly(new Sentence("A", "x"));
        assertThat(DataSet.parse("text\nA\nB", "list.csv"))
                .containsExactly(new Sentence("A", ""), new Sentence("B", ""));
        assertThat(DataSet.parse("text\nA\nB", "list.txt")).hasSize(3);
        assertThat(DataSet.parse("The text, which is long,\nis a poem", "x")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'word,label\na,b'      | names of columns",
                "'prompt,label\na'      | row 2: expected 2 values",
                "'prompt,label\na,b,c'  | row 2: expected 2 values",
                "'prompt,label\n ,b'    | row 2: expected a sentence that is not blank",
                "'prompt,label\n\"a,b' | row 2: expected values parted by ','",
            })
    void refusesTablesThatDoNotHold(String content, String expected) {
        String unescaped = content.replace("\\n", "\n").replace("\\\"", "\"");
        assertThatThrownBy(() -> DataSet.parse(unescaped, "data.csv"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("data.csv")
                .hasMessageContaining(expected);
    }

    @Test
    void refusesWhatIsNoText(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("data.txt");
        assertThatThrownBy(() -> DataSet.of(file)).hasMessageContaining("no such file");
        Files.write(file, new byte[] {'a', (byte) 0xC3, (byte) 0x28});
        assertThatThrownBy(() -> DataSet.of(file)).hasMessageContaining("UTF-8");
    }
}
