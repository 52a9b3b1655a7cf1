package org.snmf.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snmf.errors.InputException;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.hierarchy.RecursiveOptions.Scale;
import org.snmf.hierarchy.finetune.FineTuneOptions;
import org.snmf.hierarchy.finetune.JointFineTuning;
import org.snmf.hierarchy.forest.EdgeRule;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.store.Sentence;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;

class RecursiveSnmfTest {
    private static final SnmfOptions FIT =
            SnmfOptions.rank(1).withSparsity(0.15).withStopping(Stopping.after(40));

    private static TokenTable anonymous(int n) {
        List<Sentence> sentences = new ArrayList<>();
        List<Token> tokens = new ArrayList<>();
        for (int t = 0; t < n; t++) {
            sentences.add(new Sentence("w" + t, ""));
            tokens.add(new Token(t, "w" + t, t, 0, 0, 1));
        }
        return new TokenTable(sentences, tokens);
    }

    private static Progress counting(List<Step> steps, int stopAfter) {
        return new Progress() {
            @Override
            public void report(Step step) {
                steps.add(step);
            }

            @Override
            public boolean stopRequested() {
                return steps.size() >= stopAfter;
            }

            @Override
            public void warn(String message) {}
        };
    }

    /** Share of planted edges found and share of found edges planted, with their chance levels, over seeds. */
    private static double[] plantedEdges(Scale scale, boolean fineTuned, int seeds) {
        double[] sums = new double[4];
        for (int seed = 0; seed < seeds; seed++) {
            Planted planted = Planted.of(4, 3, 12, 0.1, seed);
            RecursiveOptions options =
                    RecursiveOptions.of(FIT.withSeed(seed), 16, 5).withScale(scale);
            Hierarchy hierarchy = new RecursiveSnmf(options).fit(planted.a(), Progress.NONE);
            if (fineTuned) {
                hierarchy = new JointFineTuning(FineTuneOptions.defaults().withIterations(60))
                        .run(planted.a(), hierarchy, Progress.NONE);
            }
            FeatureForest forest = FeatureForest.of(hierarchy, anonymous(hierarchy.tokens()), EdgeRule.appendixG());
            Planted.Edges found = planted.edges(hierarchy, forest);
            Planted.Edges chance = planted.chance(hierarchy, forest);
            double[] values = {found.recall(), found.precision(), chance.recall(), chance.precision()};
            for (int i = 0; i < 4; i++) {
                sums[i] += values[i] / seeds;
            }
        }
        return sums;
    }

    @ParameterizedTest
    @EnumSource(Scale.class)
    void plantedEdgesAreFoundFarMoreOftenThanByChance(Scale scale) {
        double[] raw = plantedEdges(scale, false, 5);
        double[] tuned = plantedEdges(scale, true, 5);
        assertThat(raw[0]).isGreaterThan(2.5 * raw[2]).isGreaterThan(0.45);
        assertThat(raw[1]).isGreaterThan(2.5 * raw[3]);
        assertThat(tuned[0]).isGreaterThan(2.5 * tuned[2]).isGreaterThan(0.5);
        assertThat(tuned[1]).isGreaterThan(raw[1]);
    }

    @Test
    void eachLevelFactorizesTheFeaturesOfTheLevelBelow() {
        Planted planted = Planted.of(3, 2, 10, 0.1, 1);
        Hierarchy hierarchy = new RecursiveSnmf(
                        RecursiveOptions.of(FIT, 9, 4, 2).withScale(Scale.UNIT))
                .fit(planted.a(), Progress.NONE);
        assertThat(hierarchy.depth()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(hierarchy.negativeShare(i)).isZero();
            assertThat(error(hierarchy, i, planted))
                    .isCloseTo(hierarchy.level(i).fit().orElseThrow().relativeError(), within(1e-4));
            for (int r = 0; r < hierarchy.rank(i); r++) {
                assertThat(length(hierarchy.level(i).features().column(r))).isCloseTo(1, within(1e-5));
            }
        }
    }

    private static double length(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }

    /** ‖X − Z_i Y_i‖_F / ‖X‖_F with X = A or Z_(i−1). */
    private static double error(Hierarchy h, int i, Planted planted) {
        double squares = 0;
        double all = 0;
        Level level = h.level(i);
        for (int t = 0; t < level.coefficients().tokens(); t++) {
            float[] rest = new float[h.neurons()];
            if (i == 0) {
                planted.a().block(t, 1).get(rest);
            } else {
                rest = h.level(i - 1).features().column(t);
            }
            all += Math.pow(length(rest), 2);
            for (int r = 0; r < level.rank(); r++) {
                float[] z = level.features().column(r);
                for (int j = 0; j < rest.length; j++) {
                    rest[j] -= z[j] * level.coefficients().get(r, t);
                }
            }
            squares += Math.pow(length(rest), 2);
        }
        return Math.sqrt(squares / all);
    }

    @Test
    void theScaleMovesLengthsAndLeavesTheProduct() {
        Planted planted = Planted.of(3, 2, 10, 0.1, 1);
        RecursiveOptions options = RecursiveOptions.of(FIT, 8);
        Hierarchy unit = new RecursiveSnmf(options.withScale(Scale.UNIT)).fit(planted.a(), Progress.NONE);
        Hierarchy fitted = new RecursiveSnmf(options).fit(planted.a(), Progress.NONE);
        for (int r = 0; r < 8; r++) {
            float[] z = unit.level(0).features().column(r);
            float[] other = fitted.level(0).features().column(r);
            for (int j = 0; j < z.length; j++) {
                double product = z[j] * (double) unit.level(0).coefficients().get(r, 5);
                assertThat(product)
                        .isCloseTo(
                                other[j]
                                        * (double)
                                                fitted.level(0).coefficients().get(r, 5),
                                within(1e-5));
            }
        }
    }

    @Test
    void aHierarchyReadsBackEqual(@TempDir Path folder) throws Exception {
        Planted planted = Planted.of(3, 2, 10, 0.1, 1);
        Hierarchy fitted = new RecursiveSnmf(RecursiveOptions.of(FIT, 8, 3)).fit(planted.a(), Progress.NONE);
        Hierarchy hierarchy = new JointFineTuning(FineTuneOptions.defaults().withIterations(3))
                .run(planted.a(), fitted, Progress.NONE);
        Path file = folder.resolve("tree.safetensors");
        hierarchy.save(file);
        Hierarchy read = Hierarchy.load(file);
        assertThat(read.depth()).isEqualTo(2);
        assertThat(read.fineTuning()).isEqualTo(hierarchy.fineTuning());
        assertThat(read.provenance()).isEqualTo(hierarchy.provenance());
        for (int i = 0; i < 2; i++) {
            assertThat(read.level(i).fit()).isEqualTo(hierarchy.level(i).fit());
            for (int r = 0; r < read.rank(i); r++) {
                assertThat(read.level(i).features().column(r))
                        .containsExactly(hierarchy.level(i).features().column(r));
                assertThat(read.level(i).coefficients().feature(r))
                        .containsExactly(hierarchy.level(i).coefficients().feature(r));
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 9));
        assertThatThrownBy(() -> Hierarchy.load(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("tree.safetensors");
    }

    @Test
    void anInterruptedRunContinuesWithTheLevelThatWasNotFinished(@TempDir Path folder) {
        Planted planted = Planted.of(3, 2, 10, 0.1, 1);
        RecursiveOptions options = RecursiveOptions.of(FIT, 8, 4, 2);
        Path file = folder.resolve("tree.safetensors");
        List<Step> steps = new ArrayList<>();
        Hierarchy part = new RecursiveSnmf(options).fit(planted.a(), file, counting(steps, 60));
        assertThat(part.depth()).isEqualTo(2);
        assertThat(part.level(1).fit().orElseThrow().stopped()).isTrue();
        assertThat(steps.get(59).task()).isEqualTo("factorize level 1");

        List<Step> more = new ArrayList<>();
        Hierarchy whole = new RecursiveSnmf(options).fit(planted.a(), file, counting(more, Integer.MAX_VALUE));
        assertThat(more).hasSize(80).noneMatch(s -> s.task().endsWith("level 0"));
        Hierarchy atOnce = new RecursiveSnmf(options).fit(planted.a(), Progress.NONE);
        for (int r = 0; r < 2; r++) {
            assertThat(whole.level(2).coefficients().feature(r))
                    .containsExactly(atOnce.level(2).coefficients().feature(r));
        }
        RecursiveOptions others = RecursiveOptions.of(FIT.withSeed(9), 8, 4, 2);
        assertThatThrownBy(() -> new RecursiveSnmf(others).fit(planted.a(), file, Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("level 0");
        assertThatThrownBy(
                        () -> new RecursiveSnmf(options).fit(Matrices.dense(2, 3, new float[6]), file, Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2 × 3");
    }

    @Test
    void ranksThatDoNotDescendAreRefused() {
        assertThatThrownBy(() -> RecursiveOptions.of(FIT, 8, 8))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rank of level 1");
        assertThatThrownBy(() -> RecursiveOptions.of(FIT)).isInstanceOf(InputException.class);
    }
}
