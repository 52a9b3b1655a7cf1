package org.snmf.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
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
        Perplexity perplexity = Perplexity.of(List.of(new int[] {0, 1, 2}), 1, model, 8, batch -> new float[1][3][5]);
        assertThat(perplexity.tokens()).isEqualTo(2);
        assertThat(perplexity.perToken(perplexity.network())).isCloseTo(5, within(1e-9));
        assertThat(perplexity.perWord(perplexity.network())).isCloseTo(25, within(1e-9));
        assertThat(perplexity.perToken(perplexity.unigram()))
                .isCloseTo(Math.exp(-(Math.log(5.0 / 11) + Math.log(3.0 / 11)) / 2), within(1e-9));
    }

    /** Every token but the first is counted once, however the text is cut, and after what stood before it. */
    @Test
    void longTextsAreReadInWindowsThatCountEachTokenOnce() {
        int[] text = {0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0};
        List<int[]> seen = new ArrayList<>();
        Perplexity cut = Perplexity.of(List.of(text), 1, model, 4, batch -> {
            seen.addAll(batch);
            return batch.stream().map(NgramModelTest::nextIsOneMore).toArray(float[][][]::new);
        });
        assertThat(cut.tokens()).isEqualTo(text.length - 1);
        assertThat(cut.perToken(cut.network())).isCloseTo(1 + 4 * Math.exp(-9), within(1e-4));
        assertThat(seen).allSatisfy(window -> assertThat(window).hasSizeLessThanOrEqualTo(4));
        Perplexity whole = Perplexity.of(List.of(text), 1, model, 64, batch -> batch.stream()
                .map(NgramModelTest::nextIsOneMore)
                .toArray(float[][][]::new));
        assertThat(cut.bigram()).isCloseTo(whole.bigram(), within(1e-9));
    }

    private static float[][] nextIsOneMore(int[] ids) {
        float[][] logits = new float[ids.length][5];
        for (int t = 0; t < ids.length; t++) {
            logits[t][(ids[t] + 1) % 5] = 9;
        }
        return logits;
    }
}
