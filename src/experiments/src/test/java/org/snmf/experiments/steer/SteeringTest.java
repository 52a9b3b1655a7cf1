package org.snmf.experiments.steer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.directions.RandomDirections;
import org.snmf.experiments.steer.Strength.OutOfRange;
import org.snmf.experiments.steer.Strength.Reached;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.generate.GenerationOptions;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.tokens.Tokenizer;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** Strengths and texts under random directions of the embedded model. */
class SteeringTest {
    private static final LanguageModel MODEL = EmbeddedModel.load();
    private static final int LAYER = 0;
    private static final SteeringOptions OPTIONS = new SteeringOptions(
            List.of("I think that"),
            List.of(.05, .3),
            1e-3,
            3,
            GenerationOptions.sampled(6, 1, 7).withTopK(30));
    private static final ConceptDirections DIRECTIONS = RandomDirections.of(MODEL, LAYER, 6, 3);

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        MODEL.close();
    }

    private static List<float[]> vectors() {
        return IntStream.range(0, DIRECTIONS.size())
                .mapToObj(i -> DIRECTIONS.steering(i).orElseThrow())
                .toList();
    }

    @Test
    void theDivergenceIsThatOfTheDefinitionAtTheLastPosition() {
        Steering steering = new Steering(MODEL, LAYER, OPTIONS);
        Divergences divergences = new Divergences(MODEL, steering.location(), OPTIONS.prompts());
        float[] f = vectors().get(0);
        int[] ids = MODEL.tokenizer().encode("I think that", true).ids();
        float[] base = MODEL.logits(ids, List.of())[ids.length - 1];
        float[] steered = MODEL.logits(
                        ids, List.of(Intervention.add(LAYER, steering.location().site(), f, -2)))[ids.length - 1];
        double sumBase = 0;
        double sumSteered = 0;
        for (int v = 0; v < base.length; v++) {
            sumBase += Math.exp(base[v]);
            sumSteered += Math.exp(steered[v]);
        }
        double expected = 0;
        for (int v = 0; v < base.length; v++) {
            double p = Math.exp(base[v]) / sumBase;
            expected += p * Math.log(p / (Math.exp(steered[v]) / sumSteered));
        }
        assertThat(divergences.of(f, -2)).isCloseTo(expected, within(1e-5 * expected));
        assertThat(divergences.of(f, 0)).isZero();
    }

    @Test
    void everyReachedStrengthHasItsDivergenceWhenMeasuredAnewAndSignsAreSearchedApart() {
        Steering steering = new Steering(MODEL, LAYER, OPTIONS);
        Divergences divergences = new Divergences(MODEL, steering.location(), OPTIONS.prompts());
        List<float[]> vectors = vectors();
        List<List<Strength>> found = steering.search().find(vectors);
        int reached = 0;
        boolean differ = false;
        for (int i = 0; i < vectors.size(); i++) {
            assertThat(found.get(i)).hasSize(4);
            for (Strength strength : found.get(i)) {
                if (strength instanceof Reached one) {
                    double again = divergences.of(vectors.get(i), one.sign() * one.alpha());
                    assertThat(again).isCloseTo(one.target(), within(1.1e-3 * one.target()));
                    assertThat(one.relative() * steering.search().meanNorm()).isCloseTo(one.alpha(), within(1e-6));
                    reached++;
                }
            }
            if (found.get(i).get(0) instanceof Reached plus && found.get(i).get(2) instanceof Reached minus) {
                differ |= Math.abs(plus.alpha() - minus.alpha()) > .01 * plus.alpha();
            }
        }
        assertThat(reached).isGreaterThan(12);
        assertThat(differ).isTrue();
    }

    @Test
    void aDirectionAloneHasTheStrengthsThatItHasAmongOthers() {
        StrengthSearch search = new Steering(MODEL, LAYER, OPTIONS).search();
        List<float[]> vectors = vectors();
        List<List<Strength>> together = search.find(vectors);
        for (int i = 0; i < vectors.size(); i++) {
            List<Strength> alone = search.find(List.of(vectors.get(i))).get(0);
            for (int t = 0; t < alone.size(); t++) {
                if (alone.get(t) instanceof Reached one) {
                    Reached other = (Reached) together.get(i).get(t);
                    assertThat(one.alpha()).isCloseTo(other.alpha(), within(1e-4 * one.alpha()));
                } else {
                    assertThat(together.get(i).get(t)).isInstanceOf(OutOfRange.class);
                }
            }
        }
    }

    /** Bisection from scratch, one strength at a time. */
    @Test
    void theFastSearchFindsWhatASlowOneFinds() {
        Steering steering = new Steering(MODEL, LAYER, OPTIONS);
        Divergences divergences = new Divergences(MODEL, steering.location(), OPTIONS.prompts());
        float[] f = vectors().get(1);
        for (Strength strength : steering.search().find(List.of(f)).get(0)) {
            if (strength instanceof Reached one && one.monotone()) {
                double low = 0;
                double high = 2 * one.alpha();
                for (int step = 0; step < 25; step++) {
                    double middle = (low + high) / 2;
                    if (divergences.of(f, one.sign() * middle) < one.target()) {
                        low = middle;
                    } else {
                        high = middle;
                    }
                }
                assertThat(one.alpha()).isCloseTo(low, within(2e-3 * low));
            }
        }
    }

    @Test
    void aTargetBeyondWhatADirectionCanDoIsOutOfRangeWithTheCurve() {
        Steering steering = new Steering(
                MODEL,
                LAYER,
                new SteeringOptions(OPTIONS.prompts(), List.of(.1, 500.0), 1e-3, 1, OPTIONS.generation()));
        Strength strength =
                steering.search().find(List.of(vectors().get(0))).get(0).get(1);
        assertThat(strength).isInstanceOf(OutOfRange.class);
        OutOfRange out = (OutOfRange) strength;
        assertThat(out.high()).isPositive().isLessThan(500);
        assertThat(out.curve()).hasSizeGreaterThan(10);
    }

    @Test
    void textsAreTheSameAloneAmongOthersAndAfterAResume() {
        Steering steering = new Steering(MODEL, LAYER, OPTIONS);
        Path file = folder.resolve("texts.json");
        List<SteeredDirection> together =
                steering.run(DIRECTIONS, new int[] {0, 1, 2}, Optional.of(SteeringFile.of(file)), Progress.NONE);
        assertThat(together).hasSize(3);
        assertThat(steering.run(DIRECTIONS, new int[] {2}, Optional.empty(), Progress.NONE))
                .containsExactly(together.get(2));
        SteeringFile again = SteeringFile.of(file);
        assertThat(again.size()).isEqualTo(3);
        assertThat(steering.run(DIRECTIONS, new int[] {2, 3, 0}, Optional.of(again), Progress.NONE))
                .hasSize(3)
                .startsWith(together.get(2))
                .endsWith(together.get(0));
        assertThat(again.size()).isEqualTo(4);
        List<String> texts =
                together.get(0).reached().flatMap(cell -> cell.texts().stream()).toList();
        assertThat(texts).hasSizeGreaterThan(5).doesNotHaveDuplicates();
    }

    @Test
    void aFileOfOtherOptionsIsRefused() {
        Path file = folder.resolve("texts.json");
        new Steering(MODEL, LAYER, OPTIONS)
                .run(DIRECTIONS, new int[] {0}, Optional.of(SteeringFile.of(file)), Progress.NONE);
        Steering other = new Steering(MODEL, LAYER, SteeringOptions.DEFAULT);
        assertThatThrownBy(
                        () -> other.run(DIRECTIONS, new int[] {0}, Optional.of(SteeringFile.of(file)), Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("texts of others");
    }

    @Test
    void allDirectionsAreOneTaskThatGoesOnWithinEach() {
        List<Step> heard = new ArrayList<>();
        new Steering(MODEL, LAYER, OPTIONS)
                .run(DIRECTIONS, new int[] {0, 1}, Optional.empty(), Progress.of(heard::add, warning -> {}));
        assertThat(heard).extracting(Step::task).containsOnly("steer");
        assertThat(heard).extracting(Step::fraction).isSorted().contains(.25, .5, .75, 1.);
        assertThat(heard).extracting(Step::done).startsWith(0L).endsWith(2L);
    }

    @Test
    void aStopReturnsTheDirectionsThatAreDone() {
        List<String> heard = new ArrayList<>();
        Progress stopsAfterOne = new Progress() {
            @Override
            public void report(Step step) {
                if (step.done() == 1) {
                    heard.add(step.task());
                }
            }

            @Override
            public boolean stopRequested() {
                return !heard.isEmpty();
            }

            @Override
            public void warn(String message) {
                heard.add(message);
            }
        };
        Path file = folder.resolve("texts.json");
        List<SteeredDirection> done = new Steering(MODEL, LAYER, OPTIONS)
                .run(DIRECTIONS, new int[] {0, 1, 2}, Optional.of(SteeringFile.of(file)), stopsAfterOne);
        assertThat(done).hasSize(1);
        assertThat(Files.exists(file)).isTrue();
    }

    @Test
    void thePublishedSearchSearchesOneSignAndUsesItsStrengthForBoth() {
        Steering steering = new Steering(MODEL, LAYER, OPTIONS);
        PublishedSearch published =
                new PublishedSearch(new Divergences(MODEL, steering.location(), OPTIONS.prompts()), List.of(.3));
        List<Strength> found = published.find(vectors().get(0));
        assertThat(found).hasSize(2);
        if (found.get(0) instanceof Reached plus) {
            assertThat(plus.kl()).isCloseTo(.3, within(.01));
            assertThat(((Reached) found.get(1)).alpha()).isEqualTo(plus.alpha());
        } else {
            assertThat(((OutOfRange) found.get(0)).curve()).hasSize(20);
        }
    }

    @Test
    void optionsWithoutSenseAreRefused() {
        assertThatThrownBy(
                        () -> new SteeringOptions(List.of("a"), List.of(.5, .1), 1e-3, 8, GenerationOptions.greedy(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("ascending");
        assertThatThrownBy(() -> new SteeringOptions(List.of(), List.of(.5), 1e-3, 8, GenerationOptions.greedy(1)))
                .isInstanceOf(InputException.class);
    }

    @Test
    void textsHaveNoBeginOrEndTokens() {
        Tokenizer tokenizer = MODEL.tokenizer();
        int end = tokenizer.bos().orElseThrow();
        int[] home = tokenizer.encode(" home.", false).ids();
        int[] tom = tokenizer.encode("Tom", false).ids();
        int[] ids = IntStream.of(end).boxed().collect(Collectors.collectingAndThen(Collectors.toList(), list -> {
            IntStream.of(home).forEach(list::add);
            list.add(end);
            list.add(end);
            IntStream.of(tom).forEach(list::add);
            list.add(end);
            return list.stream().mapToInt(Integer::intValue).toArray();
        }));
        assertThat(tokenizer.isSpecial(end)).isTrue();
        assertThat(Steering.text(tokenizer, ids)).isEqualTo(" home. Tom");
        assertThat(Steering.text(tokenizer, new int[] {end})).isEmpty();
    }

    @Test
    void theCurveOfADirectionIsWhatIsMeasuredAtItsPoints() {
        Steering steering = new Steering(MODEL, LAYER, OPTIONS);
        float[] f = vectors().get(2);
        Divergences divergences = new Divergences(MODEL, steering.location(), OPTIONS.prompts());
        List<Strength.Point> curve = steering.curve(f, -1);
        assertThat(curve).hasSizeGreaterThan(10);
        for (int i = 1; i < curve.size(); i++) {
            assertThat(curve.get(i).alpha()).isGreaterThan(curve.get(i - 1).alpha());
        }
        Strength.Point last = curve.get(curve.size() - 1);
        assertThat(last.kl()).isCloseTo(divergences.of(f, -last.alpha()), within(1e-4 * last.kl()));
    }
}
