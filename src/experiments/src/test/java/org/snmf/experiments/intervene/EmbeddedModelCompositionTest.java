package org.snmf.experiments.intervene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snmf.data.FunctionWords;
import org.snmf.experiments.concepts.Concept;
import org.snmf.experiments.concepts.ConceptFeatures;
import org.snmf.experiments.concepts.ConceptFeatures.By;
import org.snmf.experiments.concepts.ConceptFeatures.Choice;
import org.snmf.experiments.concepts.ConceptTokens;
import org.snmf.experiments.describe.LexicalDescriber;
import org.snmf.experiments.hierarchy.Coverage;
import org.snmf.experiments.hierarchy.CoverageOptions;
import org.snmf.experiments.hierarchy.CoverageReport;
import org.snmf.experiments.hierarchy.ParentPurity;
import org.snmf.experiments.hierarchy.TreeLabels;
import org.snmf.experiments.overlap.NeuronGroups;
import org.snmf.experiments.overlap.OverlapGroups;
import org.snmf.experiments.stats.Permutation;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.features.NeuronOverlap;
import org.snmf.features.TopNeurons;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.RecursiveOptions;
import org.snmf.hierarchy.RecursiveSnmf;
import org.snmf.hierarchy.forest.EdgeRule;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.SparseColumns;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.Captured;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.store.TokenTable;

/** The whole way from sentences to causal tests on the model that comes with the library. */
class EmbeddedModelCompositionTest {
    private static LanguageModel model;
    private static ActivationMatrix a;
    private static TokenTable tokens;
    private static Hierarchy hierarchy;

    @BeforeAll
    static void factorize() {
        model = EmbeddedModel.load();
        Captured captured = Capture.inMemory(
                model,
                EmbeddedModel.timeUnits(),
                CaptureOptions.layers(0).withLeaveOut(FunctionWords.ENGLISH, true),
                Progress.NONE);
        a = captured.at(0, Site.MLP_ACT);
        tokens = captured.tokens();
        SnmfOptions fit = SnmfOptions.rank(1).withSparsity(0.05).withStopping(Stopping.after(30));
        hierarchy = new RecursiveSnmf(RecursiveOptions.of(fit, 300, 60)).fit(a, Progress.NONE);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static List<int[]> prompts(int count) {
        return NeutralPrompts.TEXTS.stream()
                .limit(count)
                .map(text -> model.tokenizer().encode(text).ids())
                .toList();
    }

    private static ConceptFeatures features() {
        return new ConceptFeatures(
                hierarchy.level(0).features(), hierarchy.level(0).coefficients(), tokens);
    }

    @Test
    void daysShareMoreNeuronsThanFeaturesDoInGeneral() {
        int[] days = features().choose(Concept.days(), By.CURRENT_TOKEN, Optional.empty()).stream()
                .mapToInt(Choice::feature)
                .toArray();
        assertThat(days).hasSize(7);
        NeuronOverlap overlap = NeuronOverlap.of(hierarchy.level(0).features(), TopNeurons.support());
        Permutation.Result result = new OverlapGroups(overlap, Permutation.seeded(1)).within(days);
        assertThat(result.observed()).isGreaterThan(1.5 * result.chance());
        assertThat(result.p()).isLessThan(0.01);
    }

    @Test
    void theCoreOfTheDaysRaisesEveryDay() {
        EffectMatrix matrix = effects(By.PROJECTION);
        assertThat(matrix.raisedByCore()).isGreaterThanOrEqualTo(6);
        assertThat(matrix.meanDiagonal()).isGreaterThan(matrix.meanOffDiagonal());
    }

    @Test
    void theExclusiveNeuronsOfADayRaiseItMost() {
        EffectMatrix matrix = effects(By.CONTRAST);
        assertThat(matrix.prompts()).isEqualTo(NeutralPrompts.TEXTS.size());
        assertThat(matrix.rowsOwnLargest()).isGreaterThanOrEqualTo(6);
        assertThat(matrix.meanDiagonal()).isGreaterThan(matrix.meanOffDiagonal() + 0.3);
    }

    private static EffectMatrix effects(By by) {
        SparseColumns z = hierarchy.level(0).features();
        ConceptTokens ids = ConceptTokens.of(model.tokenizer(), Concept.days());
        assertThat(ids.partial()).isEmpty();
        var vocabulary = new ConceptFeatures.Vocabulary(VocabularyProjection.of(model, 0), ids.ids());
        int[] chosen = features().choose(Concept.days(), by, Optional.of(vocabulary)).stream()
                .mapToInt(Choice::feature)
                .toArray();
        return GroupEffects.measure(
                model,
                NeutralPrompts.ids(model.tokenizer()),
                NeuronGroups.of(z, chosen, TopNeurons.support(), NeuronGroups.thirdOf(7)),
                Concept.days().stream().map(Concept::name).toList(),
                ids.ids(),
                Amplification.ofTypicalLength(0, a, 0.5),
                Progress.NONE);
    }

    @Test
    void parentsCoverTheirChildrenMoreThanOtherFeatures() {
        FeatureForest forest = FeatureForest.of(hierarchy, tokens, EdgeRule.appendixG());
        CoverageReport report = new Coverage(model, Amplification.ofTypicalLength(0, a, 1), CoverageOptions.paper(1))
                .measure(hierarchy, forest, 1, prompts(4), Progress.NONE);
        assertThat(report.n()).isGreaterThan(15);
        assertThat(report.aboveRandom().low()).isPositive();
        assertThat(report.meanPerChild().estimate()).isBetween(0.0, 1.0);
    }

    @Test
    void parentsGatherFeaturesOfOneKind() {
        FeatureForest forest = FeatureForest.of(hierarchy, tokens, EdgeRule.appendixG());
        List<Concept> kinds =
                List.of(Concept.together("day", Concept.days()), Concept.together("month", Concept.months()));
        Permutation.Result result = new ParentPurity(forest, features().classes(kinds, false))
                .test(1, Permutation.seeded(1))
                .orElseThrow();
        assertThat(result.observed()).isGreaterThan(result.chance());
        FeatureForest labelled =
                TreeLabels.label(forest, hierarchy, tokens, new LexicalDescriber(tokens), 10, Progress.NONE);
        assertThat(labelled.find("monday")).isNotEmpty();
        assertThat(labelled.level(0)).noneMatch(n -> n.label().isEmpty());
    }
}
