package org.snmf.models.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;

class SamplerTest {
    private static final float[] LOGITS = logs(0.4, 0.1, 0.3, 0.05, 0.15);

    private static float[] logs(double... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(probabilities[i]) + 3;
        }
        return logits;
    }

    private static double[] shares(GenerationOptions options) {
        int draws = 40_000;
        double[] shares = new double[LOGITS.length];
        Sampler sampler = new Sampler(options, options.seed(), LOGITS.length);
        for (int i = 0; i < draws; i++) {
            shares[sampler.next(LOGITS)] += 1.0 / draws;
        }
        return shares;
    }

    @Test
    void drawsInProportion() {
        assertThat(shares(GenerationOptions.sampled(1, 1, 5)))
                .containsExactly(new double[] {0.4, 0.1, 0.3, 0.05, 0.15}, within(0.01));
        double total = Math.sqrt(.4) + Math.sqrt(.1) + Math.sqrt(.3) + Math.sqrt(.05) + Math.sqrt(.15);
        assertThat(shares(GenerationOptions.sampled(1, 2, 5))[0]).isCloseTo(Math.sqrt(.4) / total, within(0.01));
    }

    @Test
    void cutsToTheMostLikely() {
        assertThat(shares(GenerationOptions.sampled(1, 1, 5).withTopK(2)))
                .containsExactly(new double[] {4 / 7.0, 0, 3 / 7.0, 0, 0}, within(0.01));
        assertThat(shares(GenerationOptions.sampled(1, 1, 5).withTopP(0.69)))
                .containsExactly(new double[] {4 / 7.0, 0, 3 / 7.0, 0, 0}, within(0.01));
        assertThat(shares(GenerationOptions.sampled(1, 1, 5).withTopP(0.71)))
                .containsExactly(new double[] {4 / 8.5, 0, 3 / 8.5, 0, 1.5 / 8.5}, within(0.01));
    }

    @Test
    void penaltyCountsWhatWasGenerated() {
        GenerationOptions options = GenerationOptions.greedy(1).withFrequencyPenalty(0.2);
        Sampler sampler = new Sampler(options, options.seed(), LOGITS.length);
        // ln .4 − ln .3 is .288: one penalty leaves token 0 in front, the second puts token 2 there.
        assertThat(sampler.next(LOGITS)).isZero();
        assertThat(sampler.next(LOGITS)).isZero();
        assertThat(sampler.next(LOGITS)).isEqualTo(2);
    }

    @Test
    void equalLogitsGiveTheLowestId() {
        assertThat(new Sampler(GenerationOptions.greedy(1), 0, 3).next(new float[] {1, 2, 2}))
                .isEqualTo(1);
    }

    @Test
    void optionsRefuseNonsense() {
        GenerationOptions greedy = GenerationOptions.greedy(1);
        assertThatThrownBy(() -> GenerationOptions.greedy(0)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> GenerationOptions.sampled(1, -1, 0)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> greedy.withTopK(-1)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> greedy.withTopP(0)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> greedy.withTopP(1.1)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> greedy.withFrequencyPenalty(Double.NaN)).isInstanceOf(InputException.class);
    }
}
