package org.snmf.experiments.steer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.experiments.detect.ContextLabels;
import org.snmf.experiments.directions.Activity;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.directions.SingleNeurons;
import org.snmf.experiments.judge.Continuations;
import org.snmf.experiments.judge.Judge;
import org.snmf.experiments.judge.Judgement;
import org.snmf.experiments.judge.Score;
import org.snmf.experiments.judge.Target;
import org.snmf.experiments.rivals.Rival;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.experiments.stats.MeanDifference;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.generate.GenerationOptions;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.ScoredToken;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;

/** What texts are judged for, what the judge gets to read, and what is measured without one. */
class SteeringScoresTest {
    private static final LanguageModel MODEL = EmbeddedModel.load();
    private static final SteeringOptions OPTIONS = new SteeringOptions(
            List.of("I think that"),
            List.of(.1),
            1e-3,
            2,
            GenerationOptions.sampled(5, 1, 7).withTopK(30));

    @AfterAll
    static void close() {
        MODEL.close();
    }

    private static TokenTable table() {
        List<Sentence> sentences =
                List.of(new Sentence("a b", "first"), new Sentence("c d", "second"), new Sentence("e f", "first"));
        List<Token> tokens = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            tokens.add(new Token(100 + t, "t", t / 2, t % 2, 0, 1));
        }
        return new TokenTable(sentences, tokens);
    }

    private static Rival rival() {
        ConceptDirections neurons = SingleNeurons.of(MODEL, 0, 3, 9);
        Activity activity =
                new Activity(new DenseCoefficients(new float[][] {{1, 5, 2, 3, 6, 0}, {0, 0, 0, 2, 1, 1}}), table());
        return new Rival(neurons, ContextLabels.of(activity), activity, Optional.empty(), "");
    }

    @Test
    void peaksAreTheStrongestTokensOfSentencesInOrder() {
        Activity activity = rival().activity();
        assertThat(activity.peaks(0, 10).stream().map(Token::id)).containsExactly(104, 101, 103);
        assertThat(activity.peaks(1, 10).stream().map(Token::id)).containsExactly(103, 104);
        assertThat(activity.contexts(0, 2)).containsExactly("e f", "a b");
    }

    @Test
    void theBestOfSomeAreNotTheBest() {
        ConceptDirections neurons = SingleNeurons.of(MODEL, 0, 3, 9, 11);
        OutputScore scores = new OutputScore(MODEL, 0);
        assertThat(scores.best(neurons, 2, Progress.NONE)).hasSize(2);
        assertThatThrownBy(() -> scores.best(neurons, 2, Progress.stopAfter(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("all 3 features");
    }

    @Test
    void contextsDescribeBothSignsAndTokensEachItsOwn() {
        Aim contexts = new MethodAims(MODEL, 0, MethodAims.Source.CONTEXTS).of(rival(), 0);
        assertThat(contexts.targets().get(0)).isEqualTo(contexts.targets().get(1));
        assertThat(contexts.targets().get(0).description()).isEqualTo("first");
        assertThat(contexts.targets().get(0).contexts()).containsExactly("e f", "a b", "c d");
        assertThat(contexts.peaks()).containsExactly(104, 101, 103);
        Aim tokens = new MethodAims(MODEL, 0, MethodAims.Source.TOKENS).of(rival(), 0);
        assertThat(tokens.targets().get(0).labelTokens())
                .hasSize(10)
                .doesNotContainAnyElementsOf(tokens.targets().get(1).labelTokens());
        assertThat(tokens.label()).contains("first");
        assertThat(MethodAims.Source.usual(MODEL.config(), 0)).isEqualTo(MethodAims.Source.CONTEXTS);
        assertThat(MethodAims.Source.usual(MODEL.config(), MODEL.config().layers() - 1))
                .isEqualTo(MethodAims.Source.TOKENS);
    }

    /** Gives every text full marks and keeps what it read. */
    private static final class Reader implements Judge {
        private final List<Continuations> read = new ArrayList<>();

        @Override
        public String name() {
            return "reader";
        }

        @Override
        public List<Judgement> judge(Target target, Continuations continuations, Progress progress) {
            read.add(continuations);
            return continuations.texts().stream()
                    .map(text -> new Judgement(Score.of(2, ""), Score.of(1, "")))
                    .toList();
        }
    }

    private static SteeredMethod scored(Reader reader, boolean published) {
        Steering steering = new Steering(MODEL, 0, OPTIONS, published);
        SteeringScores scores = new SteeringScores(MODEL, steering, steering.unsteered(), Optional.of(reader));
        Rival rival = rival();
        List<SteeredDirection> steered =
                steering.run(rival.directions(), new int[] {0}, Optional.empty(), Progress.NONE);
        return scores.score(rival, steered, new MethodAims(MODEL, 0, MethodAims.Source.CONTEXTS), Progress.NONE);
    }

    @Test
    void onlyThePublishedJudgeReadsThePrompt() {
        Reader reader = new Reader();
        ScoredDirection one = scored(reader, false).directions().get(0);
        assertThat(one.scores(Aggregation.BEST_CELL).finalScore()).isCloseTo(4 / 3.0, within(1e-9));
        assertThat(reader.read).isNotEmpty().allSatisfy(given -> {
            assertThat(given.prompt()).isEqualTo("I think that");
            assertThat(given.texts()).noneMatch(text -> text.startsWith("I think that"));
        });
        LogitShift shift = one.effects().shift().orElseThrow();
        assertThat(shift.risen()).hasSize(10).allMatch(change -> change.logit() > 0);
        assertThat(shift.fallen()).hasSize(10).allMatch(change -> change.logit() < 0);
        assertThat(shift.risen().get(0).after())
                .isGreaterThan(shift.risen().get(0).before());
        Reader ofPublished = new Reader();
        scored(ofPublished, true);
        assertThat(ofPublished.read).allSatisfy(given -> {
            assertThat(given.prompt()).isEmpty();
            assertThat(given.texts()).allMatch(text -> text.startsWith("I think that"));
            assertThat(given.unsteered()).allMatch(text -> text.startsWith("I think that"));
        });
    }

    @Test
    void theInputScoreIsTheShareOfPeaksThatArePromoted() {
        List<ScoredToken> promoted = List.of(new ScoredToken(3, "a", 1), new ScoredToken(4, "b", 1));
        assertThat(Effects.inputScore(List.of(3, 4, 5, 6, 3, 8, 9, 10, 11, 12), promoted))
                .isEqualTo(.3);
        assertThat(Effects.inputScore(List.of(3, 4, 5), promoted)).isNaN();
    }

    private static ScoredDirection direction(String label, double finalScore, double output) {
        Target target = new Target(label, List.of(), List.of());
        CellScore cell =
                new CellScore(new Strength.Reached(.1, 1, 1, .1, 1, 1, true), 1, 1, finalScore, 1, Map.of(), 1, 0);
        Effects effects = new Effects(
                List.of(output, 0.0), Double.NaN, List.of(List.of(), List.of()), Optional.empty(), Optional.empty());
        SteeredDirection steered = new SteeredDirection("m", 0, 0, "n", "v", List.of());
        return new ScoredDirection(
                steered,
                new Aim(List.of(target, target), Optional.of(label), List.of()),
                List.of(cell),
                List.of(),
                effects);
    }

    @Test
    void methodsArePairedByTheLabelsOfBothAndScoresWithoutAJudgeAreSetBesideIt() {
        SteeredMethod one = new SteeredMethod(
                "one", "", 0, List.of(direction("x", 2, .9), direction("x", 1, .5), direction("y", .5, .1)));
        SteeredMethod other = new SteeredMethod("other", "", 0, List.of(direction("x", .5, 0), direction("z", 2, 0)));
        MeanDifference less =
                one.less(other, d -> d.scores(Aggregation.BEST_CELL).finalScore(), Bootstrap.seeded(1));
        assertThat(less.first()).isEqualTo(1);
        assertThat(less.mean().estimate()).isEqualTo(1);
        assertThat(one.foretells(d -> d.effects().greaterOutputScore(), Aggregation.BEST_CELL)
                        .orElseThrow()
                        .spearman()
                        .estimate())
                .isEqualTo(1);
        assertThat(other.foretells(d -> d.effects().greaterOutputScore(), Aggregation.BEST_CELL))
                .isEmpty();
    }
}
