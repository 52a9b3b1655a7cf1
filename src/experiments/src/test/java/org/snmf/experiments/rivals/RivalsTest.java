package org.snmf.experiments.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snmf.experiments.detect.Detection;
import org.snmf.experiments.detect.DetectionSet;
import org.snmf.experiments.detect.HoldOut;
import org.snmf.experiments.detect.LabelFamilies;
import org.snmf.experiments.detect.MethodScores;
import org.snmf.experiments.detect.Score;
import org.snmf.experiments.dictionary.training.AutoencoderOptions;
import org.snmf.experiments.dictionary.training.Sparsity;
import org.snmf.experiments.faithfulness.Faithfulness;
import org.snmf.experiments.faithfulness.FaithfulnessReport;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.compare.FitComparison;
import org.snmf.factorize.fit.Snmf;
import org.snmf.matrix.SparseColumns;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.Captured;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;

/** The whole way from sentences to scores of all methods on the model that comes with the library. */
class RivalsTest {
    private static final int LAYER = 1;
    private static LanguageModel model;
    private static Rivals rivals;
    private static Detection detection;
    private static Faithfulness validation;

    @BeforeAll
    static void prepare() {
        model = EmbeddedModel.load();
        HoldOut split = HoldOut.of(EmbeddedModel.sentences(), 5, 1);
        DetectionSet set = DetectionSet.ofLabels(split.held(), LabelFamilies.ofEmbeddedSentences(), 1);
        CaptureOptions capture = CaptureOptions.layers(LAYER).withSites(Site.MLP_ACT, Site.MLP_OUT);
        Captured fit = Capture.inMemory(model, split.fit(), capture, Progress.NONE);
        SparseColumns z = Snmf.fit(
                        fit.at(LAYER, Site.MLP_ACT),
                        SnmfOptions.rank(40).withSparsity(0.05).withStopping(Stopping.after(20)),
                        Progress.NONE)
                .features();
        rivals = new Rivals(model, LAYER, fit, z, 1, 1);
        detection = new Detection(set, Capture.inMemory(model, set.sentences(), capture, Progress.NONE));
        validation = Faithfulness.ofSentences(
                model, new Location(LAYER, Site.MLP_ACT), split.held().subList(0, 22), Progress.NONE);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static MethodScores score(Rival rival) {
        return detection.score(rival.directions(), rival.labels(), Progress.NONE);
    }

    @Test
    void featuresTellTheirLabelsBetterThanTheSameValuesOnRandomNeurons() {
        MethodScores snmf = score(rivals.snmf(Progress.NONE));
        MethodScores random = score(rivals.of(Method.RANDOM_ON_SUPPORTS, Progress.NONE));
        Bootstrap bootstrap = new Bootstrap(500, 0.95, 1);
        assertThat(snmf.mean(Score::auc, bootstrap).estimate())
                .isGreaterThan(random.mean(Score::auc, bootstrap).estimate() + 0.02);
        assertThat(snmf.positiveShare(bootstrap).low()).isGreaterThan(0.5);
    }

    @Test
    void heldOutSentencesScoreAComparisonAsTheStepsByHand() {
        HoldOut split = HoldOut.of(EmbeddedModel.sentences(), 5, 1);
        DetectionSet set = DetectionSet.ofLabels(split.held(), LabelFamilies.ofEmbeddedSentences(), 1);
        HeldOutDetection held = new HeldOutDetection(model, LAYER, split.fit(), set, 1, Progress.NONE);
        FitComparison fits = FitComparison.run(
                held.activations(),
                Map.of("own", SnmfOptions.rank(40).withSparsity(0.05).withStopping(Stopping.after(20))),
                1,
                Progress.NONE);
        MethodScores scores = held.score(fits, Progress.NONE).get("own");
        assertThat(scores.method()).isEqualTo("own");
        assertThat(scores.logRatios())
                .isEqualTo(score(rivals.snmf(Progress.NONE)).logRatios());
    }

    @Test
    void everyMethodScoresAllItsDirectionsOrSaysWhyNot() {
        for (Method method : Method.values()) {
            if (method == Method.SAE_TOPK || method == Method.SAE_L1) {
                assertThatThrownBy(() -> rivals.of(method, Progress.NONE)).hasMessageContaining("is trained");
                continue;
            }
            Rival rival = rivals.of(method, Progress.NONE);
            MethodScores scores = score(rival);
            int directions = method == Method.DIFFERENCE_IN_MEANS ? 22 : 40;
            assertThat(scores.scores()).as(method.key()).hasSize(directions);
            assertThat(scores.states().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(directions);
            assertThat(Method.of(method.key())).contains(method);
        }
    }

    @Test
    void theSupervisedMethodKnowsItsLabels() {
        MethodScores means = score(rivals.of(Method.DIFFERENCE_IN_MEANS, Progress.NONE));
        assertThat(means.space().site()).isEqualTo(Site.MLP_OUT);
        assertThat(means.mean(Score::auc, new Bootstrap(100, 0.95, 1)).estimate())
                .isGreaterThan(0.7);
    }

    @Test
    void theChosenAutoencoderIsTheBestOfItsCheckpoints() {
        List<AutoencoderOptions> grid = List.of(
                new AutoencoderOptions(40, new Sparsity.TopK(5), 1e-3, 4, 512, 2, 1),
                new AutoencoderOptions(40, new Sparsity.TopK(5), 1e-5, 4, 512, 2, 1));
        Rivals.Trained trained = rivals.autoencoder(grid, validation, Progress.NONE);
        assertThat(trained.choice().candidates()).hasSize(4);
        // All four have the same number of active latents at most, so the one that learned most is the most faithful.
        assertThat(trained.choice().best().options().rate()).isEqualTo(1e-3);
        assertThat(trained.choice().best().epoch()).isEqualTo(4);
        FaithfulnessReport report =
                validation.of(trained.rival().reconstruction().orElseThrow(), Progress.NONE);
        assertThat(report.kl()).isEqualTo(trained.choice().best().kl());
        assertThat(score(trained.rival()).scores()).hasSize(40);
    }

    @Test
    void featuresKeepMoreOfTheNetworkThanZeros() {
        FaithfulnessReport report =
                validation.of(rivals.snmf(Progress.NONE).reconstruction().orElseThrow(), Progress.NONE);
        assertThat(report.klRecovered()).isBetween(0.1, 1.0);
        assertThat(report.explainedVariance()).isBetween(0.1, 1.0);
    }
}
