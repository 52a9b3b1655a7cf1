package org.snmf.models.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.errors.InputException;
import org.snmf.models.OddCheckpoints;

/**
 * Folders whose files disagree or are old give the ids of AutoTokenizer; {@code src/test/python/make_odd_tokenizers.py}
 * made the goldens.
 */
class OddTokenizerTest {
    private static final JsonNode GOLDEN = OddCheckpoints.read("odd-tokenizers.json");

    @TempDir
    Path folder;

    static List<String> names() {
        List<String> names = new ArrayList<>();
        GOLDEN.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private Path write(String name) throws IOException {
        for (Map.Entry<String, JsonNode> file : GOLDEN.path(name).path("files").properties()) {
            JsonNode content = file.getValue();
            Files.writeString(
                    folder.resolve(file.getKey()), content.isTextual() ? content.asText() : content.toString());
        }
        return folder;
    }

    private static int[] ids(JsonNode text) {
        return new ObjectMapper().convertValue(text.path("ids"), int[].class);
    }

    @ParameterizedTest
    @MethodSource("names")
    void idsAndTextsAreThoseOfTransformers(String name) throws IOException {
        JsonNode golden = GOLDEN.path(name);
        try (Tokenizer tokenizer = Tokenizer.load(write(name))) {
            for (JsonNode text : golden.path("texts")) {
                Encoding encoding = tokenizer.encode(text.path("text").asText());
                assertThat(encoding.ids()).as("%s, %s", name, text.path("text")).isEqualTo(ids(text));
                assertThat(tokenizer.decode(encoding.ids()))
                        .isEqualTo(text.path("decoded").asText());
            }
            assertThat(tokenizer.vocabularySize()).isEqualTo(golden.path("size").asInt());
            for (JsonNode special : golden.path("special")) {
                assertThat(tokenizer.isSpecial(special.asInt())).isTrue();
            }
            if (golden.path("bos").isInt()) {
                assertThat(tokenizer.bos()).hasValue(golden.path("bos").asInt());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsPutAroundATextCanBeLeftOut(String name) throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(write(name))) {
            for (JsonNode text : GOLDEN.path(name).path("texts")) {
                String sentence = text.path("text").asText();
                Encoding whole = tokenizer.encode(sentence);
                Encoding plain = tokenizer.encodePlain(sentence);
                assertThat(whole.length()).isEqualTo(whole.addedBefore() + plain.length() + whole.addedBehind());
                assertThat(whole.part(whole.addedBefore(), whole.addedBefore() + plain.length())
                                .ids())
                        .isEqualTo(plain.ids());
                assertThat(tokenizer.encode(sentence, false).addedBefore()).isZero();
                assertThat(tokenizer.encodePrompt(sentence).addedBehind()).isZero();
                if (tokenizer.bos().isPresent()) {
                    assertThat(tokenizer.encode(sentence, true).special()[0]).isTrue();
                }
                for (int i = 0; i < plain.length(); i++) {
                    assertThat(plain.ends()[i]).isBetween(plain.starts()[i], sentence.length());
                }
            }
        }
    }

    @Test
    void tokensAreSpelledWithTheirSpacesAndNames() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(write("pieces"))) {
            int[] week = tokenizer.encodePlain("the week").ids();
            assertThat(tokenizer.decode(week)).isEqualTo("the week");
            assertThat(tokenizer.spelled(week)).isEqualTo(" the week");
            assertThat(tokenizer.spelled(new int[] {1, week[0], 335, 2}))
                    .isEqualTo("<s>" + tokenizer.text(week[0]) + "<335></s>");
            assertThat(tokenizer.decode(new int[] {335})).isEqualTo("<335>");
        }
    }

    @Test
    void aCharacterOfSeveralTokensIsSpelledWhole() throws IOException {
        String bytes = "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"Ã\": 0, \"©\": 1}, \"merges\": []},"
                + " \"pre_tokenizer\": {\"type\": \"ByteLevel\", \"add_prefix_space\": false, \"trim_offsets\": true,"
                + " \"use_regex\": true}, \"decoder\": {\"type\": \"ByteLevel\", \"add_prefix_space\": true,"
                + " \"trim_offsets\": true, \"use_regex\": true}, \"added_tokens\": []}";
        Files.writeString(folder.resolve("tokenizer.json"), bytes);
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            assertThat(tokenizer.encode("é").ids()).containsExactly(0, 1);
            assertThat(tokenizer.spelled(new int[] {0, 1})).isEqualTo("é");
            assertThat(tokenizer.text(0)).isEqualTo("\uFFFD");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\": {\"vocab\": {\"a\": 0}}, \"added_tokens\": [3]}",
                "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": \"x\"}, \"merges\": [\"a\"]}, \"added_tokens\": []}",
                "{\"model\": {\"vocab\": [1, 2]}, \"added_tokens\": {}}",
                "{\"model\": {\"type\": \"None\", \"vocab\": {\"a\": 0}}}"
            })
    void damagedFilesAreRefusedByName(String content) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), content);
        assertThatThrownBy(() -> Tokenizer.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(folder.toString());
    }

    @Test
    void otherFormatsAreNamedWithTheWayOut() throws IOException {
        assertThat(Tokenizer.isIn(folder)).isFalse();
        Files.write(folder.resolve("tokenizer.model"), new byte[8]);
        assertThatThrownBy(() -> Tokenizer.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("SentencePiece", "AutoTokenizer");
        write("vocab.json and merges.txt");
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"llama\"}");
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"tokenizer_class\": \"LlamaTokenizer\"}");
        assertThatThrownBy(() -> Tokenizer.load(folder)).hasMessageContainingAll("GPT2Tokenizer", "LlamaTokenizer");
    }
}
