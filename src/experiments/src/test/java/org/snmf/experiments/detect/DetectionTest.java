package org.snmf.experiments.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.snmf.experiments.directions.Activity;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.Matrices;
import org.snmf.models.capture.CaptureReport;
import org.snmf.models.capture.Captured;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;

/** Small numbers that can be checked by hand: activations of two neurons, sentences of one or two tokens. */
class DetectionTest {
    private static final Location SPACE = new Location(0, Site.MLP_ACT);
    private static final List<Sentence> SENTENCES =
            List.of(new Sentence("a1", "a"), new Sentence("a2", "a"), new Sentence("b1", "b"), new Sentence("b2", "b"));
    /** Sentence of each token, and its two activations. */
    private static final float[][] TOKENS = {{0, 3, 4}, {0, 0, 1}, {1, 5, 0}, {2, -6, 8}, {3, 0, 2}, {3, 0, 0}};

    private record Given(List<float[]> vectors) implements ConceptDirections {
        @Override
        public String method() {
            return "given";
        }

        @Override
        public Location space() {
            return SPACE;
        }

        @Override
        public int size() {
            return vectors.size();
        }

        @Override
        public int source(int i) {
            return i;
        }

        @Override
        public float[] detection(int i) {
            return vectors.get(i).clone();
        }

        @Override
        public Optional<float[]> steering(int i) {
            return Optional.empty();
        }
    }

    private static TokenTable table() {
        List<Token> tokens = new ArrayList<>();
        for (float[] token : TOKENS) {
            tokens.add(new Token(0, "x", (int) token[0], 0, 0, 1));
        }
        return new TokenTable(SENTENCES, tokens);
    }

    private static Captured captured() {
        float[] values = new float[TOKENS.length * 2];
        for (int t = 0; t < TOKENS.length; t++) {
            values[2 * t] = TOKENS[t][1];
            values[2 * t + 1] = TOKENS[t][2];
        }
        return new Captured(
                Map.of(SPACE, Matrices.dense(2, TOKENS.length, values)),
                table(),
                new CaptureReport(4, 6, 6, 0, 0, 0, 0, 0, 1, false));
    }

    private static MethodScores score(List<DirectionLabel> labels, float[]... vectors) {
        DetectionSet set = DetectionSet.ofLabels(SENTENCES, LabelFamilies.NONE, 1);
        return new Detection(set, captured()).score(new Given(List.of(vectors)), labels, Progress.NONE);
    }

    private static DirectionLabel label(String label) {
        return new DirectionLabel(Optional.of(label), 1, "test");
    }

    @Test
    void theScoreIsTheLogRatioOfMeanLargestCosines() {
        // direction (0, 2): cosines a1 .8 and 1, a2 0, b1 .8, b2 1 and 0
        Score score = score(List.of(label("a")), new float[] {0, 2}).scores().get(0);
        assertThat(score.state()).isEqualTo(Score.State.SCORED);
        assertThat(score.activating()).isCloseTo((1 + 0) / 2.0, within(1e-7));
        assertThat(score.neutral()).isCloseTo((.8 + 1) / 2, within(1e-7));
        assertThat(score.score().orElseThrow()).isCloseTo(Math.log(.5 / .9), within(1e-6));
        assertThat(score.higher()).isFalse();
        // a: 1, 0; b: .8, 1: of four pairs one is greater and one equal
        assertThat(score.auc()).isCloseTo(1.5 / 4, within(1e-12));
        assertThat(score.hardAuc()).isNaN();
    }

    @Test
    void theScaleOfADirectionIsOfNoAccount() {
        Score one = score(List.of(label("b")), new float[] {1, 2}).scores().get(0);
        Score other = score(List.of(label("b")), new float[] {50, 100}).scores().get(0);
        assertThat(other.score().orElseThrow()).isCloseTo(one.score().orElseThrow(), within(1e-12));
    }

    @Test
    void aMeanThatIsNotPositiveIsAStateAndTheRestIsKnown() {
        // direction (1, 0): a1 .6 and 0, a2 1; b1 −.6, b2 0 and 0
        Score score = score(List.of(label("a")), new float[] {1, 0}).scores().get(0);
        assertThat(score.state()).isEqualTo(Score.State.NOT_POSITIVE);
        assertThat(score.score()).isEmpty();
        assertThat(score.neutral()).isCloseTo(-.3, within(1e-7));
        assertThat(score.higher()).isTrue();
        assertThat(score.auc()).isEqualTo(1);
        assertThat(score.fade().purity()).isEqualTo(1);
        assertThat(score.fade().sign()).isEqualTo(1);
    }

    @Test
    void anAntiFeatureIsKnownByItsSign() {
        Score score = score(List.of(label("b")), new float[] {1, 0}).scores().get(0);
        assertThat(score.auc()).isEqualTo(0);
        assertThat(score.fade().sign()).isEqualTo(-1);
        assertThat(score.fade().responsiveness()).isEqualTo(1);
        assertThat(score.fade().purity()).isEqualTo(1);
    }

    @Test
    void whatCannotBeScoredSaysWhy() {
        MethodScores scores = score(
                List.of(label("a"), DirectionLabel.none("test"), label("c"), label("a")),
                new float[] {0, 0},
                new float[] {1, 1},
                new float[] {1, 1},
                new float[] {1, 1});
        assertThat(scores.scores().stream().map(Score::state))
                .containsExactly(Score.State.DEAD, Score.State.NO_LABEL, Score.State.NO_SENTENCES, Score.State.SCORED);
        assertThat(scores.states()).containsEntry(Score.State.DEAD, 1).containsEntry(Score.State.NOT_POSITIVE, 0);
        assertThat(scores.scored()).isEqualTo(1);
        assertThat(scores.logRatios()).hasSize(1);
        assertThat(scores.positiveShare(Bootstrap.seeded(1)).estimate()).isBetween(0.0, 1.0);
        assertThat(score(List.of(label("c")), new float[] {1, 1})
                        .positiveShare(Bootstrap.seeded(1))
                        .estimate())
                .isNaN();
    }

    @Test
    void otherSentencesThanThoseOfTheSetAreRefused() {
        DetectionSet set = DetectionSet.ofLabels(SENTENCES.subList(0, 3), LabelFamilies.NONE, 1);
        assertThatThrownBy(() -> new Detection(set, captured())).hasMessageContaining("Capture the sentences");
    }

    @Test
    void contextsGiveTheLabelOfMost() {
        float[][] strengths = {{1, 5, 2, 3, 3, 0}, {0, 0, 0, 2, 1, 1}, {0, 0, 0, 0, 0, 0}};
        List<DirectionLabel> labels = ContextLabels.of(new Activity(new DenseCoefficients(strengths), table()));
        // row 0: two sentences of each label, the strongest is of a
        assertThat(labels.get(0).label()).contains("a");
        assertThat(labels.get(0).share()).isEqualTo(.5);
        assertThat(labels.get(1).label()).contains("b");
        assertThat(labels.get(1).share()).isEqualTo(1);
        assertThat(labels.get(2).label()).isEmpty();
    }
}
