package org.snmf.experiments.texts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;

class TextsTest {
    @Test
    void likeMeaningsAreNear() {
        SentenceSpace space = new SentenceSpace();
        float[] a = space.vector("The cat sleeps on the sofa.");
        assertThat(SentenceSpace.cosine(a, a)).isCloseTo(1, within(1e-5));
        assertThat(SentenceSpace.cosine(a, space.vector("A kitten naps on the couch.")))
                .isGreaterThan(SentenceSpace.cosine(a, space.vector("Interest rates rose in March.")) + 0.3);
        assertThat(space.vector(" ?! ")).containsOnly(0);
        assertThat(SentenceSpace.cosine(space.centre(List.of("cats"), new double[] {3}), space.vector("cats")))
                .isCloseTo(1, within(1e-5));
        assertThat(space.centre(List.of(), new double[0])).containsOnly(0);
        assertThat(space.similarity("cats", List.of())).isZero();
    }

    @Test
    void likelihoodsAreThoseOfTheLogits() {
        try (LanguageModel model = EmbeddedModel.load()) {
            List<double[]> found =
                    new TextLikelihood(model).logProbabilities("They went to", List.of(" church on Sunday", " x", ""));
            int[] prefix = model.tokenizer().encode("They went to", true).ids();
            int[] text = model.tokenizer().encode(" church on Sunday", false).ids();
            int[] ids = Arrays.copyOf(prefix, prefix.length + text.length);
            System.arraycopy(text, 0, ids, prefix.length, text.length);
            float[][] logits = model.logits(ids, List.of());
            assertThat(found).hasSize(3);
            assertThat(found.get(0)).hasSize(text.length);
            assertThat(found.get(2)).isEmpty();
            for (int i = 0; i < text.length; i++) {
                float[] row = logits[prefix.length + i - 1];
                double sum = 0;
                for (float x : row) {
                    sum += Math.exp(x);
                }
                assertThat(found.get(0)[i]).isCloseTo(row[text[i]] - Math.log(sum), within(1e-4));
            }
        }
    }

    @Test
    void textsThatAreTooLongAreReadAsFarAsTheyFit() {
        try (LanguageModel model = EmbeddedModel.load()) {
            int context = model.config().context();
            TextLikelihood likelihood = new TextLikelihood(model);
            String words = " the day".repeat(context);
            assertThat(likelihood.logProbabilities("", List.of(words)).get(0)).hasSize(context - 1);
            assertThat(likelihood.logProbabilities(words, List.of(words)).get(0))
                    .hasSize(context - context / 2);
        }
    }

    @Test
    void repeatedPairsAreCounted() {
        assertThat(Repetition.ofPairs("a b c d")).isZero();
        assertThat(Repetition.ofPairs("Go on, go on; go on.")).isCloseTo(3 / 5.0, within(1e-12));
        assertThat(Repetition.ofPairs("word")).isZero();
        assertThat(Repetition.ofPairs("")).isZero();
    }
}
