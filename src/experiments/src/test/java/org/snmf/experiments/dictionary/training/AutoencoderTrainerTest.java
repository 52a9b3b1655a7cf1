package org.snmf.experiments.dictionary.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.DictionaryCoder;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.Matrices;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** On tokens that are sums of two of six planted directions. */
class AutoencoderTrainerTest {
    private static final int D = 16;
    private static final int PLANTED = 6;
    private static final Location PLACE = new Location(0, Site.MLP_ACT);
    private static final float[][] DIRECTIONS = directions();

    private static float[][] directions() {
        SplittableRandom random = new SplittableRandom(1);
        float[][] rows = new float[PLANTED][D];
        for (float[] row : rows) {
            double squares = 0;
            for (int i = 0; i < D; i++) {
                row[i] = (float) random.nextGaussian();
                squares += row[i] * row[i];
            }
            for (int i = 0; i < D; i++) {
                row[i] /= (float) Math.sqrt(squares);
            }
        }
        return rows;
    }

    private static ActivationMatrix planted(int n) {
        SplittableRandom random = new SplittableRandom(2);
        float[] values = new float[n * D];
        for (int t = 0; t < n; t++) {
            for (int draw = 0; draw < 2; draw++) {
                float[] direction = DIRECTIONS[random.nextInt(PLANTED)];
                float strength = (float) (5 + 5 * random.nextDouble());
                for (int i = 0; i < D; i++) {
                    values[t * D + i] += strength * direction[i];
                }
            }
        }
        return Matrices.dense(D, n, values);
    }

    private static AutoencoderOptions options(Sparsity sparsity) {
        return new AutoencoderOptions(PLANTED, sparsity, 1e-2, 120, 100, 10, 3);
    }

    private static int recovered(AutoencoderWeights weights) {
        int found = 0;
        for (float[] direction : DIRECTIONS) {
            double best = 0;
            for (int j = 0; j < weights.latents(); j++) {
                float[] row = weights.direction(j);
                double dot = 0;
                double squares = 0;
                for (int i = 0; i < D; i++) {
                    dot += row[i] * direction[i];
                    squares += row[i] * row[i];
                }
                best = Math.max(best, dot / Math.sqrt(squares));
            }
            found += best > 0.95 ? 1 : 0;
        }
        return found;
    }

    private static Coefficients encode(AutoencoderWeights weights, ActivationMatrix a) {
        try (DictionaryCoder coder = new DictionaryCoder(weights.dictionary(PLACE), 1)) {
            return coder.encode(a, Progress.NONE);
        }
    }

    @Test
    void topKFindsPlantedDirections() {
        ActivationMatrix a = planted(500);
        TrainedAutoencoder trained = new AutoencoderTrainer(a).train(options(new Sparsity.TopK(2)), Progress.NONE);
        assertThat(trained.losses().get(119)).isLessThan(0.2 * trained.losses().get(0));
        assertThat(recovered(trained.last())).isGreaterThanOrEqualTo(5);
        Coefficients latents = encode(trained.last(), a);
        for (int t = 0; t < a.tokens(); t++) {
            int active = 0;
            for (float value : latents.token(t)) {
                assertThat(value).isNotNegative();
                active += value > 0 ? 1 : 0;
            }
            assertThat(active).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aGreaterPenaltyLeavesFewerActiveLatents() {
        ActivationMatrix a = planted(500);
        AutoencoderTrainer trainer = new AutoencoderTrainer(a);
        double few = meanActive(
                trainer.train(options(new Sparsity.L1(2)), Progress.NONE).last(), a);
        double many = meanActive(
                trainer.train(options(new Sparsity.L1(0.05)), Progress.NONE).last(), a);
        assertThat(few).isLessThan(many);
    }

    private static double meanActive(AutoencoderWeights weights, ActivationMatrix a) {
        Coefficients latents = encode(weights, a);
        int active = 0;
        for (int t = 0; t < a.tokens(); t++) {
            for (float value : latents.token(t)) {
                active += value > 0 ? 1 : 0;
            }
        }
        return active / (double) a.tokens();
    }

    @Test
    void whatIsReturnedTakesTokensAsTheyAre() {
        ActivationMatrix a = planted(500);
        AutoencoderWeights weights = new AutoencoderTrainer(a)
                .train(options(new Sparsity.TopK(2)), Progress.NONE)
                .last();
        ActivationMatrix made;
        try (DictionaryCoder coder = new DictionaryCoder(weights.dictionary(PLACE), 1)) {
            made = coder.reconstruct(a);
        }
        double error = 0;
        double squares = 0;
        for (int i = 0; i < 500 * D; i++) {
            float value = a.block(0, 500).get(i);
            error += Math.pow(value - made.block(0, 500).get(i), 2);
            squares += (double) value * value;
        }
        assertThat(error / squares).isLessThan(0.1);
    }

    @Test
    void tenCheckpointsEvenlySpacedAndTheSameSeedTheSameWeights() {
        AutoencoderTrainer trainer = new AutoencoderTrainer(planted(200));
        AutoencoderOptions options = options(new Sparsity.TopK(2)).withEpochs(25);
        TrainedAutoencoder trained = trainer.train(options, Progress.NONE);
        assertThat(trained.states().stream().map(TrainedAutoencoder.State::epoch))
                .containsExactly(3, 5, 8, 10, 13, 15, 18, 20, 23, 25);
        assertThat(trainer.train(options, Progress.NONE).last().decoder())
                .isEqualTo(trained.last().decoder());
        assertThat(trainer.train(options.withSeed(4), Progress.NONE).last().decoder())
                .isNotEqualTo(trained.last().decoder());
    }

    /** PyTorch records operations by default on every thread but the one that loaded it. */
    @Test
    void anyThreadTrainsTheSameWeights() throws Exception {
        AutoencoderTrainer trainer = new AutoencoderTrainer(planted(200));
        AutoencoderOptions options = options(new Sparsity.TopK(2)).withEpochs(5);
        float[] here = trainer.train(options, Progress.NONE).last().decoder();
        float[] there = CompletableFuture.supplyAsync(
                        () -> trainer.train(options, Progress.NONE).last().decoder())
                .get();
        assertThat(there).isEqualTo(here);
    }

    @Test
    void aStopKeepsTheStateOfThatMoment() {
        Progress stopsAtThree = new Progress() {
            private int epochs;

            @Override
            public void report(Step step) {}

            @Override
            public boolean stopRequested() {
                return ++epochs >= 3;
            }

            @Override
            public void warn(String message) {}
        };
        TrainedAutoencoder trained =
                new AutoencoderTrainer(planted(200)).train(options(new Sparsity.L1(1)), stopsAtThree);
        assertThat(trained.losses()).hasSize(3);
        assertThat(trained.states()).hasSize(1);
        assertThat(trained.states().get(0).epoch()).isEqualTo(3);
    }

    @Test
    void refusesWhatCannotBeTrained() {
        assertThatThrownBy(() -> new AutoencoderTrainer(Matrices.dense(2, 3, new float[6])))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new AutoencoderTrainer(Matrices.dense(2, 2, new float[] {1, 2, 1, 2})))
                .hasMessageContaining("tokens that differ");
        assertThatThrownBy(() -> options(new Sparsity.TopK(7))).hasMessageContaining("at most 6");
        assertThatThrownBy(() -> new Sparsity.L1(0)).isInstanceOf(InputException.class);
        assertThat(AutoencoderOptions.topKGrid(100, 1)).hasSize(9);
        assertThat(AutoencoderOptions.l1Grid(100, 1)).hasSize(9).allMatch(o -> o.epochs() == 500);
    }

    @Test
    void theVarianceIsThatOfTheScaledTokens() {
        assertThat(new AutoencoderTrainer(Matrices.dense(2, 2, new float[] {3, 0, -3, 0})).variance())
                .isCloseTo(2, within(1e-6));
    }
}
