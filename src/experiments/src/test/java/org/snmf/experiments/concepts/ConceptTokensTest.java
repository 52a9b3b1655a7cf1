package org.snmf.experiments.concepts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.models.tokens.Tokenizer;

class ConceptTokensTest {
    private static final String METASPACE = "\"pre_tokenizer\": {\"type\": \"Metaspace\", \"replacement\": \"\u2581\","
            + " \"prepend_scheme\": \"first\", \"split\": false}";
    private static final List<Concept> TWO = List.of(Concept.of("Monday"), Concept.of("Friday"));

    @TempDir
    Path folder;

    /** A byte-pair tokenizer that puts the mark for a space before a text, as those of SentencePiece do. */
    private Tokenizer load(String merges, String... tokens) throws IOException {
        StringBuilder vocabulary = new StringBuilder();
        for (int id = 0; id < tokens.length; id++) {
            vocabulary.append(id == 0 ? "" : ",").append("\"" + tokens[id] + "\":" + id);
        }
        Files.writeString(
                folder.resolve("tokenizer.json"),
                "{" + METASPACE + ", \"added_tokens\": [], \"model\": {\"type\": \"BPE\", \"vocab\": {" + vocabulary
                        + "}, \"merges\": [" + merges + "]}}");
        return Tokenizer.load(folder);
    }

    @Test
    void aSpaceThatIsATokenOfItsOwnIsNoWord() throws IOException {
        try (Tokenizer tokenizer = load("", "\u2581", "M", "F", "o", "n", "d", "a", "y", "r", "i", "t", "h")) {
            ConceptTokens tokens = ConceptTokens.of(tokenizer, TWO);
            assertThat(tokens.ids()).containsExactly(1, 2);
            assertThat(tokens.partial()).containsExactly("Monday", "Friday");
        }
    }

    @Test
    void aTokenWithItsSpaceIsTheWordAsInRunningText() throws IOException {
        String merges = "[\"\u2581\",\"M\"],[\"\u2581\",\"F\"]";
        try (Tokenizer tokenizer =
                load(merges, "\u2581", "M", "F", "o", "n", "d", "a", "y", "r", "i", "t", "h", "\u2581M", "\u2581F")) {
            assertThat(ConceptTokens.of(tokenizer, TWO).ids()).containsExactly(12, 13);
        }
    }

    @Test
    void conceptsThatShareATokenAreRefused() throws IOException {
        try (Tokenizer tokenizer = load("", "\u2581", "M", "a", "y", "r", "c", "h", "t", "n", "d", "o")) {
            List<Concept> months = List.of(Concept.of("May"), Concept.of("March"));
            assertThatThrownBy(() -> ConceptTokens.of(tokenizer, months))
                    .isInstanceOf(InputException.class)
                    .hasMessageContainingAll("May and March", "'M'");
        }
    }

    @Test
    void conceptsThatShareAWordAreRefused() {
        assertThatThrownBy(() -> Concept.requireDistinct(List.of(Concept.of("Monday"), Concept.of("monday"))))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("'monday'", "in Monday and in monday");
        Concept.requireDistinct(Concept.days());
    }
}
