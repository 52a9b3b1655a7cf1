package org.snmf.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class NgramModelTest {
    private final NgramModel model = new NgramModel(List.of(new int[] {0, 1, 2, 1, 2}, new int[] {0, 1, 1}), 5);

    @Test
    void countsWithTheStatedSmoothing() {
        // Predicted: 1, 2, 1, 2 and 1, 1: four 1s, two 2s, six in all.
        assertThat(model.unigram(1)).isEqualTo(5.0 / 11);
        assertThat(model.unigram(4)).isEqualTo(1.0 / 11);
        // After 1 came 2, 2 and 1: three tokens, two of them different.
        assertThat(model.bigram(1, 2)).isCloseTo((2 + 2 * 3.0 / 11) / 5, within(1e-12));
        assertThat(model.bigram(4, 2)).isEqualTo(model.unigram(2));
    }

    @Test
    void probabilitiesSumToOne() {
        for (int previous = 0; previous < 5; previous++) {
            double sum = 0;
            for (int id = 0; id < 5; id++) {
                sum += model.bigram(previous, id);
            }
            assertThat(sum).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void perplexityOfEqualLogitsIsTheVocabulary() {
        Perplexity perplexity = Perplexity.of(List.of(new int[] {0, 1, 2}), model, batch -> new float[1][3][5]);
        assertThat(perplexity.tokens()).isEqualTo(2);
        assertThat(perplexity.network()).isCloseTo(5, within(1e-9));
        assertThat(perplexity.unigram())
                .isCloseTo(Math.exp(-(Math.log(5.0 / 11) + Math.log(3.0 / 11)) / 2), within(1e-9));
    }
}
