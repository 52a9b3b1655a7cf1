package org.snmf.models.network.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.errors.InputException;
import org.snmf.goldens.Goldens;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.Trace;

/** What is written at a site is what is read there, and everything after it follows; nothing stays behind. */
class InterventionTest {
    private static final int[] IDS = {5, 99, 3, 210, 17, 44, 8, 61, 120, 7, 31};

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama31", "gemma2"})
    void everySiteCanBeChangedAtChosenPositions(String name) {
        try (LanguageModel model = LanguageModel.load(Goldens.folder(name))) {
            Trace plain = model.trace(IDS, List.of());
            for (Location location : Location.all(model.config())) {
                assertAllKinds(model, plain, location);
            }
            assertEqual(model.trace(IDS, List.of()).logits(), plain.logits(), 0);
        }
    }

    private static void assertAllKinds(LanguageModel model, Trace plain, Location location) {
        int width = location.site().width(model.config());
        int layer = location.layer();
        Site site = location.site();
        float[] v = vector(width);
        Positions some = Positions.of(2, 5);
        assertChange(model, plain, Intervention.add(layer, site, v, 1.5f, some), some, (x, j) -> x + 1.5f * v[j]);
        assertChange(model, plain, Intervention.replace(layer, site, v, some), some, (x, j) -> v[j]);
        Positions late = Positions.from(7);
        assertChange(model, plain, Intervention.scale(layer, site, width, -2, late), late, (x, j) -> -2 * x);
        Intervention zero = Intervention.zeroNeurons(layer, site, width, new int[] {0, 3}, Positions.ALL);
        assertChange(model, plain, zero, Positions.ALL, (x, j) -> j == 0 || j == 3 ? 0 : x);
    }

    private interface Expected {
        float of(float x, int j);
    }

    private static void assertChange(
            LanguageModel model, Trace plain, Intervention intervention, Positions positions, Expected expected) {
        Location location = intervention.location();
        Trace changed = model.trace(IDS, List.of(intervention));
        float[][] before = plain.activations().get(location);
        float[][] after = changed.activations().get(location);
        boolean moved = false;
        for (int t = 0; t < IDS.length; t++) {
            for (int j = 0; j < before[t].length; j++) {
                float want = positions.contains(t) ? expected.of(before[t][j], j) : before[t][j];
                assertThat(after[t][j]).as(intervention + " at " + t).isCloseTo(want, within(1e-4f));
            }
            moved |= difference(changed.logits()[t], plain.logits()[t]) > 1e-3;
        }
        assertThat(moved).as(intervention + " reaches the logits").isTrue();
        int first = positions.chosen().isEmpty()
                ? positions.first()
                : positions.chosen().get(0);
        for (int t = 0; t < first; t++) {
            assertThat(difference(changed.logits()[t], plain.logits()[t])).isLessThan(1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama31", "gemma2"})
    void rowsOfABatchHaveTheirOwn(String name) {
        try (LanguageModel model = LanguageModel.load(Goldens.folder(name))) {
            int width = model.config().mlp();
            List<int[]> prompts = List.of(IDS, new int[] {5, 99, 3}, IDS, new int[] {8, 61, 120, 7});
            List<List<Intervention>> rows = List.of(
                    List.of(),
                    List.of(Intervention.add(0, Site.MLP_ACT, vector(width), 2)),
                    List.of(
                            Intervention.add(0, Site.MLP_ACT, vector(width), -1),
                            Intervention.scale(1, Site.MLP_ACT, width, 0.5f, Positions.of(10))),
                    List.of(Intervention.add(0, Site.MLP_ACT, vector(width), 7, Positions.of(1))));
            float[][] together = model.nextLogits(prompts, rows);
            for (int row = 0; row < prompts.size(); row++) {
                float[][] alone = model.logits(prompts.get(row), rows.get(row));
                assertThat(difference(together[row], alone[alone.length - 1])).isLessThan(2e-4);
            }
            assertThat(difference(together[0], together[2])).isGreaterThan(1e-2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama31", "gemma2"})
    void severalActOneAfterTheOther(String name) {
        try (LanguageModel model = LanguageModel.load(Goldens.folder(name))) {
            int width = model.config().mlp();
            float[] v = vector(width);
            Intervention add = Intervention.add(1, Site.MLP_ACT, v, 3);
            Intervention twice = Intervention.scale(1, Site.MLP_ACT, width, 2, Positions.ALL);
            float[][] before = model.trace(IDS, List.of()).at(1, Site.MLP_ACT);
            float[][] addThenDouble = model.trace(IDS, List.of(add, twice)).at(1, Site.MLP_ACT);
            float[][] doubleThenAdd = model.trace(IDS, List.of(twice, add)).at(1, Site.MLP_ACT);
            for (int j = 0; j < width; j++) {
                assertThat(addThenDouble[4][j]).isCloseTo(2 * (before[4][j] + 3 * v[j]), within(1e-3f));
                assertThat(doubleThenAdd[4][j]).isCloseTo(2 * before[4][j] + 3 * v[j], within(1e-3f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "gemma2"})
    void whatDoesNotFitIsRefusedAndLeavesTheModelAsItWas(String name) {
        try (LanguageModel model = LanguageModel.load(Goldens.folder(name))) {
            float[][] plain = model.logits(IDS, List.of());
            int arrays = model.liveArrays();
            List<Intervention> wrong = new ArrayList<>();
            wrong.add(Intervention.add(9, Site.MLP_ACT, new float[model.config().mlp()], 1));
            wrong.add(Intervention.add(0, Site.MLP_ACT, new float[3], 1));
            wrong.add(Intervention.add(
                    0, Site.FINAL_NORM, new float[model.config().hidden()], 1));
            for (Intervention one : wrong) {
                assertThatThrownBy(() -> model.logits(IDS, List.of(one))).isInstanceOf(InputException.class);
            }
            assertThatThrownBy(() -> model.read(
                            List.of(IDS),
                            List.of(List.of(Intervention.scale(
                                    0, Site.MLP_ACT, model.config().mlp(), 5, Positions.ALL))),
                            java.util.Set.of(new Location(1, Site.RESID)),
                            64,
                            (location, sequence, rows) -> {
                                throw new IllegalStateException("a reader that fails");
                            },
                            org.snmf.progress.Progress.NONE))
                    .hasMessage("a reader that fails");
            assertThat(model.liveArrays()).isEqualTo(arrays);
            assertEqual(model.logits(IDS, List.of()), plain, 0);
        }
    }

    private static float[] vector(int width) {
        Random random = new Random(width);
        float[] v = new float[width];
        for (int j = 0; j < width; j++) {
            v[j] = (float) random.nextGaussian();
        }
        return v;
    }

    private static void assertEqual(float[][] found, float[][] expected, double tolerance) {
        for (int t = 0; t < expected.length; t++) {
            assertThat(difference(found[t], expected[t])).isLessThanOrEqualTo(tolerance);
        }
    }

    private static double difference(float[] a, float[] b) {
        double greatest = 0;
        for (int j = 0; j < a.length; j++) {
            greatest = Math.max(greatest, Math.abs((double) a[j] - b[j]));
        }
        return greatest;
    }
}
