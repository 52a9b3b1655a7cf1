package org.snmf.models.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
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

    /** The oracle sorts everything; ids are equal in weight now and then. */
    @Test
    void theFewMostLikelyAreThoseOfSortingAll() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 200; round++) {
            float[] logits = new float[1 + random.nextInt(400)];
            for (int id = 0; id < logits.length; id++) {
                logits[id] = random.nextInt(60) / 7f - 4;
            }
            int k = 1 + random.nextInt(50);
            double temperature = .5 + random.nextDouble();
            int[] order = IntStream.range(0, logits.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer id) -> -logits[id])
                            .thenComparing(id -> id))
                    .limit(k)
                    .mapToInt(id -> id)
                    .toArray();
            double[] weights = IntStream.of(order)
                    .mapToDouble(id -> Math.exp((logits[id] - (double) logits[order[0]]) / temperature))
                    .toArray();
            double point = new SplittableRandom(round).nextDouble()
                    * DoubleStream.of(weights).sum();
            int expected = 0;
            while (expected < order.length - 1 && (point -= weights[expected]) >= 0) {
                expected++;
            }
            Sampler sampler =
                    new Sampler(GenerationOptions.sampled(1, temperature, round).withTopK(k), round, logits.length);
            assertThat(sampler.next(logits)).isEqualTo(order[expected]);
        }
    }
}
