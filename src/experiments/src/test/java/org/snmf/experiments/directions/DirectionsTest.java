package org.snmf.experiments.directions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.goldens.Goldens;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.matrix.SparseColumns;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;

/** Each kind against its formula. */
class DirectionsTest {
    private static final LanguageModel MODEL = EmbeddedDirections.MODEL;

    @Test
    void aFeatureDetectsByItselfAndSteersByWhatItWrites() {
        SparseColumns z = EmbeddedDirections.FIT.features();
        ConceptDirections directions = SnmfDirections.of(z, MODEL, 1);
        assertThat(directions.detection(3)).isEqualTo(z.column(3));
        float[] f = Vectors.unit(VocabularyProjection.of(MODEL, 1).direction(z.column(3)))
                .orElseThrow();
        assertThat(directions.steering(3).orElseThrow()).containsExactly(f, within(1e-6f));
        assertThat(directions.space().site()).isEqualTo(Site.MLP_ACT);
    }

    @Test
    void anEmptyFeatureIsDead() {
        SparseColumns z = new SparseColumns(MODEL.config().mlp(), new int[] {0, 1, 1}, new int[] {5}, new float[] {2});
        ConceptDirections directions = SnmfDirections.of(z, MODEL, 0);
        assertThat(directions.dead(0)).isFalse();
        assertThat(directions.dead(1)).isTrue();
        assertThat(directions.steering(1)).isEmpty();
    }

    @Test
    void featuresOfAnotherWidthAreRefused() {
        SparseColumns z = new SparseColumns(7, new int[] {0, 1}, new int[] {5}, new float[] {2});
        assertThatThrownBy(() -> SnmfDirections.of(z, MODEL, 0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(MODEL.config().mlp() + " values");
        assertThatThrownBy(() -> RandomDirections.of(MODEL, 9, 1, 0)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> SingleNeurons.of(MODEL, 0, -1)).isInstanceOf(InputException.class);
    }

    /** Two sentences of "a" (one and three tokens), one of "b", one without label; outputs are 128 copies of one number. */
    private static ConceptDirections means(DifferenceInMeans.Over over) {
        List<Sentence> sentences = List.of(
                new Sentence("x", "a"), new Sentence("xxx", "a"), new Sentence("y", "b"), new Sentence("n", ""));
        int[] of = {0, 1, 1, 1, 2, 3};
        float[] values = {8, 1, 2, 3, 10, 20};
        int d = MODEL.config().hidden();
        float[] all = new float[values.length * d];
        List<Token> tokens = new ArrayList<>();
        for (int t = 0; t < of.length; t++) {
            Arrays.fill(all, t * d, (t + 1) * d, values[t]);
            tokens.add(new Token(0, "x", of[t], t, 0, 1));
        }
        return DifferenceInMeans.of(
                MODEL.config(), 0, Matrices.dense(d, of.length, all), new TokenTable(sentences, tokens), over);
    }

    @Test
    void meansAreTakenPerSentenceFirst() {
        ConceptDirections directions = means(DifferenceInMeans.Over.SENTENCES);
        assertThat(directions.size()).isEqualTo(2);
        assertThat(directions.name(0)).isEqualTo("a");
        // (8 + 2)/2 − (10 + 20)/2 and 10 − (8 + 2 + 20)/3
        assertThat(directions.detection(0)[5]).isEqualTo(-10);
        assertThat(directions.detection(1)[5]).isEqualTo(0);
    }

    @Test
    void orPerTokenOnRequest() {
        ConceptDirections directions = means(DifferenceInMeans.Over.TOKENS);
        // (8 + 1 + 2 + 3)/4 − (10 + 20)/2 and 10 − (14 + 20)/5
        assertThat(directions.detection(0)[5]).isEqualTo(-11.5f);
        assertThat(directions.detection(1)[5]).isCloseTo(3.2f, within(1e-6f));
    }

    @Test
    void oneLabelAloneHasNothingToDifferFrom() {
        TokenTable table = new TokenTable(List.of(new Sentence("x", "a")), List.of(new Token(0, "x", 0, 0, 0, 1)));
        ActivationMatrix outputs = Matrices.dense(
                MODEL.config().hidden(), 1, new float[MODEL.config().hidden()]);
        assertThatThrownBy(
                        () -> DifferenceInMeans.of(MODEL.config(), 0, outputs, table, DifferenceInMeans.Over.SENTENCES))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("only \"a\"");
    }

    @Test
    void componentsAreThoseOfTheCovariance() {
        ActivationMatrix a = EmbeddedDirections.A;
        int d = a.neurons();
        ConceptDirections components = PrincipalComponents.of(MODEL, 1, a, 5, 2, Progress.NONE);
        EigenDecomposition slow = new EigenDecomposition(new Array2DRowRealMatrix(covariance(a), false));
        for (int i = 0; i < 5; i++) {
            float[] fast = components.detection(i);
            double dot = 0;
            for (int j = 0; j < d; j++) {
                dot += fast[j] * slow.getV().getEntry(j, i);
            }
            assertThat(Math.abs(dot)).as("component " + i).isCloseTo(1, within(1e-3));
        }
    }

    private static double[][] covariance(ActivationMatrix a) {
        int d = a.neurons();
        double[] mean = new double[d];
        double[][] covariance = new double[d][d];
        for (int t = 0; t < a.tokens(); t++) {
            FloatBuffer token = a.block(t, 1);
            for (int j = 0; j < d; j++) {
                mean[j] += token.get(j) / (double) a.tokens();
            }
        }
        for (int t = 0; t < a.tokens(); t++) {
            FloatBuffer token = a.block(t, 1);
            for (int i = 0; i < d; i++) {
                double left = token.get(i) - mean[i];
                for (int j = 0; j < d; j++) {
                    covariance[i][j] += left * (token.get(j) - mean[j]);
                }
            }
        }
        return covariance;
    }

    @Test
    void theNeuronThatVariesMostComesFirst() {
        float[] values = new float[3 * MODEL.config().mlp()];
        Arrays.fill(values, 4);
        values[9] = 1;
        values[MODEL.config().mlp() + 7] = 9;
        ConceptDirections neurons = SingleNeurons.mostVarying(
                MODEL, 0, Matrices.dense(MODEL.config().mlp(), 3, values), 2);
        assertThat(neurons.source(0)).isEqualTo(7);
        assertThat(neurons.source(1)).isEqualTo(9);
        assertThat(neurons.detection(0)[7]).isEqualTo(1);
    }

    @Test
    void theSameSeedDrawsTheSameDirections() {
        assertThat(RandomDirections.of(MODEL, 0, 3, 5).detection(2))
                .isEqualTo(RandomDirections.of(MODEL, 0, 3, 5).detection(2))
                .isNotEqualTo(RandomDirections.of(MODEL, 0, 3, 6).detection(2));
        SparseColumns z = EmbeddedDirections.FIT.features();
        float[] dealt = RandomDirections.likeFeatures(z, MODEL, 1, 5).detection(4);
        float[] own = z.column(4);
        assertThat(dealt).isNotEqualTo(own);
        Arrays.sort(dealt);
        Arrays.sort(own);
        assertThat(dealt).isEqualTo(own);
    }

    @Test
    void gemmaReadsOutputsAfterItsPostNorm() {
        try (LanguageModel gemma = LanguageModel.load(Goldens.folder("gemma2"))) {
            assertThat(OutputDirections.space(gemma.config(), 1).site()).isEqualTo(Site.MLP_OUT_POSTNORM);
            ConceptDirections neuron = SingleNeurons.of(gemma, 1, 4);
            float[] f = VocabularyProjection.of(gemma, 1).direction(neuron.detection(0));
            assertThat(neuron.steering(0).orElseThrow())
                    .isEqualTo(Vectors.unit(f).orElseThrow());
        }
    }
}
