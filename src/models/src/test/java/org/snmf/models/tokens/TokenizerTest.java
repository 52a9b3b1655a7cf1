package org.snmf.models.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.snmf.models.Fixtures;

class TokenizerTest {
    @Test
    void gpt2AgreesOnAllGoldenStrings() throws IOException {
        Path folder = Fixtures.folder("gpt2-tokenizer");
        JsonNode golden =
                new ObjectMapper().readTree(folder.resolve("golden.json").toFile());
        assertThat(golden).hasSize(44);
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            for (JsonNode one : golden) {
                String text = one.get("text").asText();
                int[] expected = new ObjectMapper().convertValue(one.get("ids"), int[].class);
                Encoding encoding = tokenizer.encode(text);
                assertThat(encoding.ids()).as(text).isEqualTo(expected);
                assertThat(tokenizer.decode(expected)).isEqualTo(text);
                assertSpansCoverInOrder(text, encoding);
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
        try (Tokenizer tokenizer = Tokenizer.load(Fixtures.folder("gpt2-tokenizer"))) {
            int[] ids = tokenizer.encode("a cat").ids();
            assertThat(tokenizer.text(ids[0])).isEqualTo("a");
            assertThat(tokenizer.text(ids[1])).isEqualTo(" cat");
        }
        try (Tokenizer tokenizer = Tokenizer.load(Fixtures.folder("real/tinystories-656k"))) {
            Encoding encoding = tokenizer.encode("Once upon a time");
            assertThat(encoding.ids()).containsExactly(1, 80, 147, 201, 282, 57);
            assertThat(encoding.special()).containsExactly(true, false, false, false, false, false);
            assertThat(tokenizer.text(1)).isEqualTo("<|start_story|>");
        }
    }
}
