package org.snmf.models.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.goldens.Goldens;

class TokenizerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Path> goldens() {
        Stream<Path> own = Stream.of("byte-level", "split", "metaspace", "space-after")
                .map(name -> Goldens.folder("tokenizers/" + name));
        return Stream.concat(own, Goldens.beside("gpt2-tokenizer"));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void allTextsAreEncodedAndDecodedAsTheReferenceDoes(Path folder) throws IOException {
        JsonNode golden = JSON.readTree(folder.resolve("golden.json").toFile());
        assertThat(golden).hasSizeGreaterThanOrEqualTo(25);
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            for (JsonNode one : golden) {
                String text = one.get("text").asText();
                int[] expected = JSON.convertValue(one.get("ids"), int[].class);
                assertThat(tokenizer.encodePlain(text).ids()).as(text).isEqualTo(expected);
                assertThat(tokenizer.encode(text, false).ids()).as(text).isEqualTo(expected);
                assertThat(tokenizer.decode(expected))
                        .isEqualTo(one.path("decoded").asText(text));
                if (one.has("ids_with_special")) {
                    int[] withSpecial = JSON.convertValue(one.get("ids_with_special"), int[].class);
                    assertThat(tokenizer.encode(text).ids()).as(text).isEqualTo(withSpecial);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"byte-level", "split"})
    void spansOfBytesCoverTheTextInOrder(String name) throws IOException {
        Path folder = Goldens.folder("tokenizers/" + name);
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            for (JsonNode one : JSON.readTree(folder.resolve("golden.json").toFile())) {
                String text = one.get("text").asText();
                assertSpansCoverInOrder(text, tokenizer.encodePlain(text));
            }
        }
    }

    private static void assertSpansCoverInOrder(String text, Encoding encoding) {
        int reached = 0;
        for (int i = 0; i < encoding.length(); i++) {
            assertThat(encoding.starts()[i]).as(text).isLessThanOrEqualTo(reached);
            assertThat(encoding.ends()[i]).as(text).isGreaterThanOrEqualTo(reached);
            reached = encoding.ends()[i];
        }
        assertThat(reached).isEqualTo(text.length());
    }

    @Test
    void oneTokenKeepsItsSpace() {
        try (Tokenizer before = Tokenizer.load(Goldens.folder("tokenizers/byte-level"))) {
            int[] ids = before.encode("on the").ids();
            assertThat(before.text(ids[ids.length - 1])).isEqualTo(" the");
        }
        try (Tokenizer after = Tokenizer.load(Goldens.folder("tokenizers/space-after"))) {
            assertThat(after.text(after.encode("the cat").ids()[0])).isEqualTo("the ");
        }
        try (Tokenizer begins = Tokenizer.load(Goldens.folder("tokenizers/metaspace"))) {
            Encoding encoding = begins.encode("the cat");
            assertThat(encoding.special()).startsWith(true, false);
            assertThat(encoding.special()).containsOnlyOnce(true);
            assertThat(begins.text(encoding.ids()[0])).isEqualTo("<s>");
        }
    }
}
