package org.snmf.experiments.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.experiments.concepts.Samples;
import org.snmf.experiments.hierarchy.CoverageReport.ParentCoverage;
import org.snmf.experiments.intervene.Amplification;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.Level;
import org.snmf.hierarchy.forest.EdgeRule;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.testkit.ground.Small;

class CoverageTest {
    private static final CoverageOptions OPTIONS = new CoverageOptions(4, 9, 3, new Bootstrap(500, 0.95, 1));
    private static final Amplification AMPLIFICATION = new Amplification(1, 6);

    /** Six random features; parent 0 is the sum of 0 and 1, parent 1 of 2, 3 and 4, parent 2 has the child 5 alone. */
    private static Hierarchy hierarchy() {
        SplittableRandom random = new SplittableRandom(2);
        float[][] fine = new float[6][128];
        for (float[] column : fine) {
            for (int i = 0; i < 12; i++) {
                column[random.nextInt(128)] = (float) random.nextGaussian();
            }
        }
        float[][] coarse = new float[3][128];
        int[] parent = {0, 0, 1, 1, 1, 2};
        float[][] y = new float[3][6];
        for (int c = 0; c < 6; c++) {
            y[parent[c]][c] = 1;
            for (int j = 0; j < 128; j++) {
                coarse[parent[c]][j] += fine[c][j];
            }
        }
        float[][] tokens = new float[6][6];
        for (int r = 0; r < 6; r++) {
            tokens[r][r] = 1;
        }
        return new Hierarchy(List.of(
                new Level(Small.columns(fine), Samples.rows(tokens)),
                new Level(Small.columns(coarse), Samples.rows(y))));
    }

    private static FeatureForest forest(Hierarchy hierarchy) {
        return FeatureForest.of(hierarchy, Small.spacedWords("a b c d e f"), EdgeRule.appendixG());
    }

    /** The promoted tokens, one prompt after the other, by counting for each token how many rise more. */
    private static Set<Integer> slowPromoted(LanguageModel model, float[] z, int count) {
        double length = 0;
        for (float value : z) {
            length += value * value;
        }
        Intervention added = Intervention.add(1, Site.MLP_ACT, z, (float) (6 / Math.sqrt(length)));
        double[] rise = new double[257];
        for (int[] ids : Samples.prompts()) {
            float[] base = model.logits(ids, List.of())[ids.length - 1];
            float[] changed = model.logits(ids, List.of(added))[ids.length - 1];
            for (int v = 0; v < 257; v++) {
                rise[v] += changed[v] - base[v];
            }
        }
        Set<Integer> promoted = new HashSet<>();
        for (int v = 0; v < 257; v++) {
            double own = rise[v];
            if (IntStream.range(0, 257).filter(w -> rise[w] > own).count() < count) {
                promoted.add(v);
            }
        }
        return promoted;
    }

    @Test
    void agreesWithTheDefinitionComputedPromptByPrompt() {
        try (LanguageModel model = Samples.tinyModel()) {
            Hierarchy hierarchy = hierarchy();
            CoverageReport report = new Coverage(model, AMPLIFICATION, OPTIONS)
                    .measure(hierarchy, forest(hierarchy), 1, Samples.prompts(), Progress.NONE);
            assertThat(report.n()).isEqualTo(2);
            assertThat(report.skipped()).isEqualTo(1);
            assertThat(report.prompts()).isEqualTo(3);
            for (ParentCoverage parent : report.parents()) {
                Set<Integer> promoted =
                        slowPromoted(model, hierarchy.level(1).features().column(parent.parent()), 9);
                Set<Integer> union = new HashSet<>();
                Set<Integer> common = null;
                double perChild = 0;
                for (int child : parent.children()) {
                    Set<Integer> own =
                            slowPromoted(model, hierarchy.level(0).features().column(child), 4);
                    union.addAll(own);
                    common = common == null ? new HashSet<>(own) : common;
                    common.retainAll(own);
                    perChild += own.stream().filter(promoted::contains).count() / 4.0;
                }
                double covered = union.stream().filter(promoted::contains).count();
                assertThat(parent.coverage()).isCloseTo(covered / union.size(), within(1e-9));
                assertThat(parent.meanPerChild())
                        .isCloseTo(perChild / parent.children().size(), within(1e-9));
                assertThat(parent.diversity()).isCloseTo(1 - (double) common.size() / union.size(), within(1e-9));
            }
            // Parents that are sums of their children promote what these promote, more than what others do.
            assertThat(report.coverage().estimate())
                    .isGreaterThan(report.random().estimate() + 0.2);
            assertThat(report.aboveRandom().estimate())
                    .isCloseTo(report.coverage().estimate() - report.random().estimate(), within(1e-9));
        }
    }

    @Test
    void aStopReportsTheParentsSoFar() {
        try (LanguageModel model = Samples.tinyModel()) {
            Hierarchy hierarchy = hierarchy();
            Progress stopped = new Progress() {
                private int steps;

                @Override
                public void report(Step step) {
                    steps++;
                }

                @Override
                public boolean stopRequested() {
                    return steps > 0;
                }

                @Override
                public void warn(String message) {}
            };
            CoverageReport report = new Coverage(model, AMPLIFICATION, OPTIONS)
                    .measure(hierarchy, forest(hierarchy), 1, Samples.prompts(), stopped);
            assertThat(report.stopped()).isTrue();
            assertThat(report.n()).isEqualTo(1);
            Coverage coverage = new Coverage(model, AMPLIFICATION, OPTIONS);
            assertThatThrownBy(
                            () -> coverage.measure(hierarchy, forest(hierarchy), 0, Samples.prompts(), Progress.NONE))
                    .isInstanceOf(InputException.class);
            assertThatThrownBy(() -> coverage.measure(hierarchy, forest(hierarchy), 1, List.of(), Progress.NONE))
                    .isInstanceOf(InputException.class);
        }
        assertThatThrownBy(() -> new CoverageOptions(10, 9, 0, Bootstrap.seeded(0)))
                .isInstanceOf(InputException.class);
    }

    @Test
    void theReportSummarizesOverParents() {
        CoverageReport report = new CoverageReport(
                List.of(
                        new ParentCoverage(0, List.of(1, 2), 0.2, 1, 0.3, 0),
                        new ParentCoverage(3, List.of(4, 5), 0.6, 0.9, 0.5, 0.1)),
                0,
                20,
                false,
                new Bootstrap(200, 0.9, 1));
        assertThat(report.coverage().estimate()).isCloseTo(0.4, within(1e-12));
        assertThat(report.spread(ParentCoverage::coverage)).isCloseTo(Math.sqrt(0.08), within(1e-12));
        assertThat(report.coverage().low()).isGreaterThanOrEqualTo(0.2);
    }
}
