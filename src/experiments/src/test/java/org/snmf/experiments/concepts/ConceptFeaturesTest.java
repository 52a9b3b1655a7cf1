package org.snmf.experiments.concepts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.experiments.concepts.ConceptFeatures.By;
import org.snmf.experiments.concepts.ConceptFeatures.Choice;
import org.snmf.features.Feature;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.store.Sentence;
import org.snmf.store.TokenTable;
import org.snmf.testkit.ground.Small;

class ConceptFeaturesTest {
    private static final List<Concept> DAYS = Concept.list("Monday Friday");

    /** Ten sentences each of "on Monday we" and "by Friday you": columns 3s, 3s + 1, 3s + 2. */
    private static TokenTable table() {
        String[] texts = new String[20];
        for (int s = 0; s < 20; s++) {
            texts[s] = s < 10 ? "on Monday we" : "by friday you";
        }
        return Small.spacedWords(texts);
    }

    /** Rows strong at one place of the first or second ten sentences. */
    private static float[] row(boolean monday, int place) {
        float[] row = new float[60];
        for (int s = monday ? 0 : 10; s < (monday ? 10 : 20); s++) {
            row[3 * s + place] = 1 + s;
        }
        return row;
    }

    private static ConceptFeatures features() {
        float[][] columns = new float[4][128];
        for (int r = 0; r < 4; r++) {
            columns[r][r] = 1;
        }
        return new ConceptFeatures(
                Small.columns(columns),
                Samples.rows(row(false, 1), row(true, 0), row(true, 1), row(false, 0)),
                table());
    }

    @Test
    void theCurrentTokenFindsTheFeatureThatReadsTheWord() {
        List<Choice> choices = features().choose(DAYS, By.CURRENT_TOKEN, Optional.empty());
        assertThat(choices).extracting(Choice::feature).containsExactly(2, 0);
        assertThat(choices).allMatch(Choice::own).extracting(Choice::hits).containsExactly(10, 10);
        assertThat(choices.get(0).score()).isEqualTo(11);
    }

    @Test
    void theLabelFindsTheFeatureOfItsSentences() {
        TokenTable words = table();
        List<Sentence> labelled = words.sentences().stream()
                .map(s -> new Sentence(s.text(), s.text().contains("Monday") ? "hours, minutes" : "ends"))
                .toList();
        ConceptFeatures features = new ConceptFeatures(
                Small.columns(new float[] {1, 0}, new float[] {0, 1}),
                Samples.rows(row(false, 1), row(true, 0)),
                new TokenTable(labelled, words.tokens()));
        List<Choice> choices =
                features.choose(List.of(Concept.of("hours, minutes"), Concept.of("ends")), By.LABEL, Optional.empty());
        assertThat(choices).extracting(Choice::feature).containsExactly(1, 0);
        assertThat(choices).extracting(Choice::hits).containsExactly(10, 10);
    }

    @Test
    void whatIsStrongestAtAWordIsFoundWithItsContexts() {
        assertThat(features().strongestAt(DAYS, 3))
                .hasSize(2)
                .allMatch(f -> f.contexts().size() <= 3)
                .extracting(Feature::index)
                .containsExactly(0, 2);
        assertThat(features().strongestAt(Concept.list("on"), 3))
                .extracting(Feature::index)
                .containsExactly(1);
    }

    @Test
    void theNextTokenFindsTheFeatureBeforeTheWord() {
        List<Choice> choices = features().choose(DAYS, By.NEXT_TOKEN, Optional.empty());
        assertThat(choices).extracting(Choice::feature).containsExactly(1, 3);
    }

    @Test
    void conceptsWithoutAFeatureAreLeftOutAndNoneMayStandTwice() {
        assertThat(features().choose(Concept.list("Monday Sunday"), By.CURRENT_TOKEN, Optional.empty()))
                .hasSize(1);
        assertThatThrownBy(() ->
                        features().choose(Concept.list("Monday monday Sunday"), By.CURRENT_TOKEN, Optional.empty()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("each concept once");
    }

    @Test
    void classesAreByHalfOfTheStrongestTokens() {
        List<Concept> kinds = List.of(Concept.together("days", DAYS), Concept.of("on"));
        assertThat(features().classes(kinds, false)).containsExactly(0, 1, 0, -1);
        assertThat(features().classes(kinds, true)).containsExactly(-1, 0, -1, 0);
    }

    @Test
    void theProjectionFindsTheFeatureThatPromotesTheToken() {
        try (LanguageModel model = Samples.tinyModel()) {
            VocabularyProjection projection = VocabularyProjection.of(model, 1);
            int[] tokens = new int[2];
            for (int c = 0; c < 2; c++) {
                float[] column = new float[128];
                column[3 - c] = 1;
                tokens[c] = strongest(projection.scores(column));
            }
            Optional<ConceptFeatures.Vocabulary> vocabulary =
                    Optional.of(new ConceptFeatures.Vocabulary(projection, tokens));
            List<Choice> choices = features().choose(DAYS, By.PROJECTION, vocabulary);
            assertThat(choices).extracting(Choice::feature).containsExactly(3, 2);
            assertThat(choices.get(0).score()).isGreaterThan(1.5);
            int best = 0;
            double[] margins = new double[4];
            for (int r = 0; r < 4; r++) {
                float[] column = new float[128];
                column[r] = 1;
                float[] scores = projection.scores(column);
                margins[r] = scores[tokens[0]] > 0 ? scores[tokens[0]] - scores[tokens[1]] : 0;
                best = margins[r] > margins[best] ? r : best;
            }
            assertThat(features()
                            .choose(DAYS.subList(0, 2), By.CONTRAST, vocabulary)
                            .get(0)
                            .feature())
                    .isEqualTo(best);
            // By next token 1 and 3 stand for Monday and Friday; the token of Monday is promoted by 3, of Friday by 2.
            assertThat(features().choose(DAYS, By.NEXT_TOKEN_AND_PROJECTION, vocabulary))
                    .hasSize(2);
        }
        assertThatThrownBy(() -> features().choose(DAYS, By.PROJECTION, Optional.empty()))
                .isInstanceOf(InputException.class);
    }

    private static int strongest(float[] scores) {
        int best = 0;
        for (int v = 0; v < scores.length; v++) {
            best = scores[v] > scores[best] ? v : best;
        }
        return best;
    }
}
