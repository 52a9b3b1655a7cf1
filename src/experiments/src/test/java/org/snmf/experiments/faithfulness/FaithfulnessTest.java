package org.snmf.experiments.faithfulness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Positions;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;

class FaithfulnessTest {
    private static final Location PLACE = new Location(0, Site.MLP_ACT);
    private static LanguageModel model;
    private static Faithfulness faithfulness;

    @BeforeAll
    static void load() {
        model = EmbeddedModel.load();
        faithfulness =
                Faithfulness.ofSentences(model, PLACE, EmbeddedModel.sentences().subList(0, 20), Progress.NONE);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private record Given(Location place, UnaryOperator<ActivationMatrix> made) implements Reconstruction {
        @Override
        public String method() {
            return "given";
        }

        @Override
        public ActivationMatrix of(ActivationMatrix a) {
            return made.apply(a);
        }
    }

    private static ActivationMatrix scaled(ActivationMatrix a, float factor) {
        float[] values = new float[a.neurons() * a.tokens()];
        a.block(0, a.tokens()).get(values);
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return Matrices.dense(a.neurons(), a.tokens(), values);
    }

    @Test
    void whatIsLeftAsItIsLosesNothing() {
        FaithfulnessReport report = faithfulness.of(new Given(PLACE, a -> a), Progress.NONE);
        assertThat(report.kl()).isLessThan(1e-6);
        assertThat(report.klRecovered()).isCloseTo(1, within(1e-5));
        assertThat(report.crossEntropyRecovered()).isCloseTo(1, within(1e-4));
        assertThat(report.explainedVariance()).isEqualTo(1);
        assertThat(report.tokens()).isEqualTo(faithfulness.activations().tokens());
    }

    @Test
    void zerosRecoverNothing() {
        FaithfulnessReport report = faithfulness.of(new Given(PLACE, a -> scaled(a, 0)), Progress.NONE);
        assertThat(report.klAblated()).isGreaterThan(0.05);
        assertThat(report.klRecovered()).isCloseTo(0, within(1e-9));
        assertThat(report.crossEntropyRecovered()).isCloseTo(0, within(1e-9));
        assertThat(report.explainedVariance()).isNegative();
    }

    /** Halved activations by another way: one factor on all neurons, sentence by sentence. */
    @Test
    void theDivergenceIsThatOfTheNextTokenDistributions() {
        FaithfulnessReport report = faithfulness.of(new Given(PLACE, a -> scaled(a, 0.5f)), Progress.NONE);
        double kl = 0;
        double loss = 0;
        int tokens = 0;
        int predicted = 0;
        for (var sentence : EmbeddedModel.sentences().subList(0, 20)) {
            var encoding = model.tokenizer().encode(sentence.text());
            int first = encoding.addedBefore();
            int[] ids = encoding.ids();
            float[][] before = model.logits(ids, List.of());
            float[][] after = model.logits(
                    ids,
                    List.of(Intervention.scale(0, Site.MLP_ACT, model.config().mlp(), 0.5f, Positions.from(first))));
            for (int t = first; t < ids.length; t++) {
                double[] p = softmax(before[t]);
                double[] q = softmax(after[t]);
                for (int v = 0; v < p.length; v++) {
                    kl += p[v] * Math.log(p[v] / q[v]);
                }
                tokens++;
                if (t + 1 < ids.length) {
                    loss -= Math.log(q[ids[t + 1]]);
                    predicted++;
                }
            }
        }
        assertThat(report.tokens()).isEqualTo(tokens);
        assertThat(report.kl()).isCloseTo(kl / tokens, within(1e-5));
        assertThat(report.crossEntropyReconstructed()).isCloseTo(loss / predicted, within(1e-5));
    }

    private static double[] softmax(float[] logits) {
        double sum = 0;
        double[] p = new double[logits.length];
        for (int v = 0; v < p.length; v++) {
            p[v] = Math.exp(logits[v]);
            sum += p[v];
        }
        for (int v = 0; v < p.length; v++) {
            p[v] /= sum;
        }
        return p;
    }

    @Test
    void anotherPlaceOrShapeIsRefused() {
        Given elsewhere = new Given(new Location(1, Site.MLP_ACT), a -> a);
        assertThatThrownBy(() -> faithfulness.of(elsewhere, Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("layer.1.mlp_act");
        Given short1 = new Given(PLACE, a -> Matrices.dense(a.neurons(), 1, new float[a.neurons()]));
        assertThatThrownBy(() -> faithfulness.of(short1, Progress.NONE)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new Faithfulness(model, PLACE, List.of(), 0, Progress.NONE))
                .isInstanceOf(InputException.class);
    }
}
