package org.snmf.demo.bpe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.models.tokens.Encoding;
import org.snmf.models.tokens.Tokenizer;

class BytePairTrainerTest {
    private static final String TEXT = "low low low low low lower lower newest newest newest newest newest newest";

    /** The merges of the example in Sennrich et al. 2016, with the space that precedes each word here. */
    @Test
    void mergesTheMostFrequentPairFirst() {
        Vocabulary vocabulary = trained(256 + 5 + 1);
        // Counts: "Ġ l", "l o", "o w" 7 each; "w e" 8; then ties go to the smaller pair.
        assertThat(vocabulary.merges()).startsWith("w e", "l o").hasSize(5);
        assertThat(vocabulary.entries()).hasSize(262).endsWith("<|endoftext|>");
        assertThat(vocabulary.specialId()).isEqualTo(261);
    }

    @Test
    void stopsWhenNoPairOccursTwice() {
        Vocabulary vocabulary = trained(4_096);
        assertThat(vocabulary.entries()).contains("Ġlow", "Ġnewest").hasSizeLessThan(300);
    }

    @Test
    void theTokenizersLibraryReadsTheFile(@TempDir Path directory) {
        trained(4_096).write(directory);
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            String text = "newest low é\u20ac lower";
            Encoding encoding = tokenizer.encode(text);
            assertThat(tokenizer.addsBos()).isTrue();
            assertThat(tokenizer.text(encoding.ids()[0])).isEqualTo("<|endoftext|>");
            assertThat(tokenizer.text(encoding.ids()[1])).isEqualTo(" newest");
            assertThat(tokenizer.text(encoding.ids()[2])).isEqualTo(" low");
            assertThat(encoding.starts()[1]).isZero();
            assertThat(encoding.ends()[1]).isEqualTo("newest".length());
            assertThat(tokenizer.decode(tokenizer.encode(text, false).ids())).isEqualTo(" " + text);
        }
    }

    private static Vocabulary trained(int size) {
        BytePairTrainer trainer = new BytePairTrainer();
        trainer.add(TEXT);
        return trainer.train(size, "<|endoftext|>");
    }
}
