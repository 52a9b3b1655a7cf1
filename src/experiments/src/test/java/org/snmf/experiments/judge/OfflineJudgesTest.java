package org.snmf.experiments.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.experiments.texts.SentenceSpace;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.Progress;

class OfflineJudgesTest {
    private static final SentenceSpace SPACE = new SentenceSpace();
    private static LanguageModel model;

    @BeforeAll
    static void load() {
        model = EmbeddedModel.load();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static void tellsTheThreeTextsApart(Judge judge) {
        List<Judgement> judged = judge.judge(JudgeContract.DAYS, JudgeContract.TEXTS, Progress.NONE);
        assertThat(judged.get(0).concept().value())
                .isGreaterThan(judged.get(1).concept().value());
        assertThat(judged.get(2).concept().value())
                .isGreaterThan(judged.get(1).concept().value());
        assertThat(judged.get(2).fluency().value())
                .isLessThan(judged.get(0).fluency().value())
                .isLessThan(judged.get(1).fluency().value());
    }

    @Nested
    class Offline extends JudgeContract {
        @Override
        Judge judge() {
            return new OfflineJudge(SPACE, model);
        }

        @Test
        void conceptAndFluencyAreToldApart() {
            tellsTheThreeTextsApart(judge());
        }

        @Test
        void withoutUnsteeredTextsThereIsNoYardstick() {
            Continuations alone = new Continuations("", List.of(), List.of("a text"));
            assertThatThrownBy(() -> judge().judge(DAYS, alone, Progress.NONE)).isInstanceOf(InputException.class);
        }

        @Test
        void aTextWithoutTokensHasNoFluency() {
            Continuations empty = new Continuations("I think", TEXTS.unsteered(), List.of(""));
            Judgement judged = judge().judge(DAYS, empty, Progress.NONE).get(0);
            assertThat(judged.concept().value()).isLessThan(1);
            assertThat(judged.fluency().scored()).isTrue();
        }

        @Test
        void unsteeredTextsMeasureZeroOnAverage() {
            Continuations themselves = new Continuations(TEXTS.prompt(), TEXTS.unsteered(), TEXTS.unsteered());
            List<Measures> measured = new OfflineJudge(SPACE, model).measure(DAYS, themselves);
            assertThat(measured.stream().mapToDouble(Measures::similarity).sum())
                    .isCloseTo(0, within(1e-9));
            assertThat(measured.stream().mapToDouble(Measures::likelihood).sum())
                    .isCloseTo(0, within(1e-9));
        }
    }

    @Nested
    class Local extends JudgeContract {
        @Override
        Judge judge() {
            return new LocalJudge(model, "embedded");
        }

        @Test
        void shuffledTextIsLessFluent() {
            List<Judgement> judged = judge().judge(DAYS, TEXTS, Progress.NONE);
            assertThat(judged.get(2).fluency().value())
                    .isLessThan(judged.get(1).fluency().value());
        }

        @Test
        void anchorsInTheWrongOrderAreRefused() {
            Target backwards =
                    new Target(DAYS.description(), List.of(TEXTS.unsteered().get(0)), List.of());
            Continuations days = new Continuations(
                    TEXTS.prompt(), List.of("it is Monday, and Tuesday comes after Monday."), TEXTS.texts());
            Judgement judged = judge().judge(backwards, days, Progress.NONE).get(0);
            assertThat(judged.concept().state()).isEqualTo(Score.State.REFUSED);
            assertThat(judged.harmonicMean().value()).isNaN();
        }

        @Test
        void itNeedsContexts() {
            Target bare = new Target("days", List.of(), List.of());
            assertThatThrownBy(() -> judge().judge(bare, TEXTS, Progress.NONE)).isInstanceOf(InputException.class);
        }
    }

    @Test
    void theShippedSheetCalibratesAJudgeThatAgreesOnWhatItDidNotSee() {
        var parts = RatedText.shipped().stream().collect(Collectors.partitioningBy(RatedText::heldOut));
        assertThat(parts.get(false)).hasSize(40);
        List<RatedText> heldOut = parts.get(true);
        assertThat(heldOut).hasSize(20);
        Calibration calibration = Calibration.fit(parts.get(false));
        Agreement concept = Agreement.of(
                heldOut.stream().mapToDouble(RatedText::conceptRating).toArray(),
                heldOut.stream()
                        .mapToDouble(r -> calibration.concept(r.measures()).value())
                        .toArray());
        Agreement fluency = Agreement.of(
                heldOut.stream().mapToDouble(RatedText::fluencyRating).toArray(),
                heldOut.stream()
                        .mapToDouble(r -> calibration.fluency(r.measures()).value())
                        .toArray());
        assertThat(concept.spearman().estimate()).isGreaterThan(0.6);
        assertThat(fluency.spearman().estimate()).isGreaterThan(0.8);
        assertThat(concept.p()).isLessThan(0.01);
        assertThat(fluency.p()).isLessThan(0.01);
    }

    @Test
    void theSheetsMeasuresAreThoseOfTheJudge() {
        RatedText rated = RatedText.shipped().stream()
                .filter(r -> r.model().equals("embedded"))
                .findFirst()
                .orElseThrow();
        Measures now = new OfflineJudge(SPACE, model)
                .measure(rated.target(), rated.continuations())
                .get(0);
        assertThat(now.similarity()).isCloseTo(rated.measures().similarity(), within(1e-3));
        assertThat(now.tokens()).isCloseTo(rated.measures().tokens(), within(1e-9));
        assertThat(now.likelihood()).isCloseTo(rated.measures().likelihood(), within(1e-2));
        assertThat(now.repetition()).isCloseTo(rated.measures().repetition(), within(1e-9));
    }

    @Test
    void calibrationFindsPlantedThresholds() {
        List<RatedText> planted = IntStream.rangeClosed(0, 40)
                .mapToObj(i -> {
                    double x = i / 40.0;
                    double rating = 2 * Math.max(0, Math.min(1, (x - 0.25) / 0.5));
                    Measures m = new Measures(x, 0, x - 1, 0);
                    return new RatedText(
                            i, "", 0, 0, JudgeContract.DAYS, JudgeContract.TEXTS, rating, rating, m, false);
                })
                .toList();
        Calibration found = Calibration.fit(planted);
        assertThat(found.conceptLow()).isCloseTo(0.25, within(1e-9));
        assertThat(found.conceptHigh()).isCloseTo(0.75, within(1e-9));
        assertThat(found.fluencyLow()).isCloseTo(-0.75, within(1e-9));
        assertThat(found.fluencyHigh()).isCloseTo(-0.25, within(1e-9));
    }
}
