package org.snmf.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.SparseColumns;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.store.Sentence;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;
import org.snmf.testkit.ground.Small;

class TopContextsTest {
    private static final SparseColumns ONE_FEATURE = Small.columns(new float[] {1, 0, -2});

    @Test
    void eachTextIsShownOnceAtItsStrongestTokenWithTheStrengthsOfTheWholeSentence() {
        TokenTable tokens = Small.words("red and green", "blue sky");
        Feature feature = TopContexts.of(ONE_FEATURE, coefficients(new float[] {3, 0, 2, 2.5f, 1}), tokens)
                .feature(0, 5);

        assertThat(texts(feature)).containsExactly("red", "blue");
        Context first = feature.contexts().get(0);
        assertThat(first.column()).isZero();
        assertThat(first.coefficient()).isEqualTo(3);
        assertThat(first.sentence().text()).isEqualTo("red and green");
        assertThat(first.coefficients())
                .extracting(TokenCoefficient::coefficient)
                .containsExactly(3f, 0f, 2f);
        assertThat(feature.supportSize()).isEqualTo(2);
        assertThat(feature.share()).isEqualTo(1);
        assertThat(feature.peak()).isEqualTo(3);
        assertThat(feature.dead()).isFalse();
    }

    @Test
    void contextsInTheMiddleAreAtQuantilesOfThePositiveCoefficients() {
        TokenTable tokens = Small.words("a b c d e", "f g h");
        TopContexts top = TopContexts.of(ONE_FEATURE, coefficients(new float[] {5, 0, 3, 1, 0, 4, 2, 0}), tokens);

        assertThat(top.at(0, 1, 0.5, 0.25, 0)).extracting(Context::coefficient).containsExactly(5f, 3f, 2f, 1f);
        assertThat(top.at(0, 0.5, 0.49)).hasSize(1);
        assertThatThrownBy(() -> top.at(0, 1.5)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> top.at(1, 0.5)).isInstanceOf(InputException.class);
        assertThat(TopContexts.of(ONE_FEATURE, coefficients(new float[8]), tokens)
                        .at(0, 0.5))
                .isEmpty();
    }

    @Test
    void purityIsTheShareOfContextsWithTheMostFrequentDataLabel() {
        List<Context> contexts = new ArrayList<>();
        for (String label : List.of("music", "", "school", "school")) {
            contexts.add(new Context(0, new Token(0, "a", 0, 0, 0, 1), new Sentence("a", label), 1, List.of()));
        }
        Feature feature = new Feature(0, 1, 1, 1, contexts);
        assertThat(feature.dataLabel()).contains("school");
        assertThat(feature.purity()).isEqualTo(0.5);
        assertThat(new Feature(0, 1, 1, 1, contexts.subList(1, 2)).purity()).isNaN();
    }

    @Test
    void theWordShareCountsTheWordThatStandsAtMostContextsInWhateverCase() {
        List<Context> contexts = new ArrayList<>();
        for (String text : List.of(" Friday", "friday", "the", " FRIDAY")) {
            contexts.add(
                    new Context(0, new Token(0, text, 0, 0, 0, text.length()), new Sentence(text, ""), 1, List.of()));
        }
        assertThat(new Feature(0, 1, 1, 1, contexts).wordShare()).isEqualTo(0.75);
        assertThat(new Feature(0, 1, 0, 0, List.of()).wordShare()).isZero();
    }

    @Test
    void sentencesOfEqualTextCountAsOne() {
        TokenTable tokens = Small.words("a b", "c d", "a b");
        TopContexts contexts = TopContexts.of(ONE_FEATURE, coefficients(new float[] {1, 2, 3, 4, 5, 6}), tokens);

        assertThat(contexts.feature(0, 9).contexts())
                .extracting(Context::column)
                .containsExactly(5, 3);
        assertThat(contexts.withDistinctSentences(false).feature(0, 4).contexts())
                .extracting(Context::column)
                .containsExactly(5, 4, 3, 2);
    }

    @Test
    void equalCoefficientsKeepTheOrderOfTheColumns() {
        TopContexts contexts = TopContexts.of(
                        ONE_FEATURE, coefficients(new float[] {1, 1, 1, 1}), Small.words("a b", "c d"))
                .withDistinctSentences(false);

        assertThat(contexts.feature(0, 3).contexts())
                .extracting(Context::column)
                .containsExactly(0, 1, 2);
    }

    @Test
    void zeroCoefficientsAreNoContextsAndDeadFeaturesHaveNone() {
        SparseColumns z = Small.columns(new float[] {1}, new float[] {0}, new float[] {1});
        Coefficients y = coefficients(new float[] {0, 7, 0}, new float[] {9, 9, 9}, new float[] {0, 0, 0});
        List<Feature> features =
                TopContexts.of(z, y, Small.words("a", "b", "c")).features(5);

        assertThat(texts(features.get(0))).containsExactly("b");
        assertThat(features.get(1).dead()).isTrue();
        assertThat(features.get(1).contexts()).isEmpty();
        assertThat(features.get(1).supportSize()).isZero();
        assertThat(features.get(2).dead()).isTrue();
        assertThat(features.get(2).supportSize()).isOne();
        assertThat(features.get(2).peak()).isZero();
    }

    @Test
    void agreesWithSortingEverything() {
        Random random = new Random(3);
        String[] texts = new String[40];
        Arrays.setAll(texts, s -> "word ".repeat(1 + random.nextInt(6)) + s);
        TokenTable tokens = Small.words(texts);
        float[] row = new float[tokens.size()];
        for (int t = 0; t < row.length; t++) {
            // Few distinct values, so that ties are common.
            row[t] = random.nextInt(6);
        }
        TopContexts contexts = TopContexts.of(ONE_FEATURE, coefficients(row), tokens);
        for (int count : new int[] {0, 1, 2, 7, 39, 500}) {
            assertThat(contexts.withDistinctSentences(false).feature(0, count).contexts())
                    .extracting(Context::column)
                    .isEqualTo(sorted(row, count));
            assertThat(contexts.feature(0, count).contexts())
                    .extracting(c -> c.token().sentence())
                    .doesNotHaveDuplicates()
                    .hasSizeLessThanOrEqualTo(count);
        }
    }

    private static List<Integer> sorted(float[] row, int count) {
        List<Integer> all = new ArrayList<>();
        for (int t = 0; t < row.length; t++) {
            if (row[t] > 0) {
                all.add(t);
            }
        }
        all.sort(Comparator.comparingDouble((Integer t) -> -row[t]).thenComparing(Comparator.naturalOrder()));
        return all.subList(0, Math.min(count, all.size()));
    }

    @Test
    void aRequestToStopReturnsWhatIsFinished() {
        SparseColumns z = Small.columns(new float[] {1}, new float[] {1}, new float[] {1});
        Coefficients y = coefficients(new float[] {1}, new float[] {1}, new float[] {1});
        List<Step> steps = new ArrayList<>();
        Progress stopAfterTwo = new Progress() {
            @Override
            public void report(Step step) {
                steps.add(step);
            }

            @Override
            public boolean stopRequested() {
                return steps.size() == 2;
            }

            @Override
            public void warn(String message) {}
        };

        assertThat(TopContexts.of(z, y, Small.words("a")).features(1, stopAfterTwo))
                .hasSize(2);
        assertThat(steps).extracting(Step::done).containsExactly(1L, 2L);
    }

    @Test
    void whatDoesNotFitIsRefusedWithItsNumbers() {
        Coefficients y = coefficients(new float[] {1, 2});
        assertThatThrownBy(() -> TopContexts.of(ONE_FEATURE, y, Small.words("a b c")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2 columns")
                .hasMessageContaining("3 rows");
        TopContexts contexts = TopContexts.of(ONE_FEATURE, y, Small.words("a b"));
        assertThatThrownBy(() -> contexts.feature(1, 1)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> contexts.features(-1)).isInstanceOf(InputException.class);
    }

    private static List<String> texts(Feature feature) {
        return feature.contexts().stream().map(c -> c.token().text()).toList();
    }

    static Coefficients coefficients(float[]... rows) {
        return new DenseCoefficients(rows);
    }
}
