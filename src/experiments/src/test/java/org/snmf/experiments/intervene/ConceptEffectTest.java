package org.snmf.experiments.intervene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.experiments.concepts.Concept;
import org.snmf.experiments.concepts.ConceptTokens;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.fit.Snmf;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.Captured;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;

class ConceptEffectTest {
    @Test
    void theSentenceSaysWhatWasMeasured() {
        try (LanguageModel model = EmbeddedModel.load()) {
            Captured captured = Capture.inMemory(
                    model, EmbeddedModel.sentences().subList(0, 60), CaptureOptions.layers(1), Progress.NONE);
            Factorization f =
                    Snmf.fit(captured.at(1, Site.MLP_ACT), SnmfOptions.rank(12).withSeed(0), Progress.NONE);
            Amplification once = new Amplification(1, f.typicalLength().orElseThrow());
            List<Concept> days = Concept.days();
            ConceptEffect effect = ConceptEffect.strongest(model, once, f.features(), days, 0, Progress.NONE);

            var prompts = NeutralPrompts.ids(model.tokenizer());
            int[] words = ConceptTokens.of(model.tokenizer(), days).ids();
            int own = words[days.indexOf(effect.concept())];
            assertThat(contrast(new LogitChange(model, prompts.subList(0, 12)), once, f, effect.feature(), own, words))
                    .as("no feature does more for its concept on the prompts of the choice")
                    .isGreaterThanOrEqualTo(
                            largest(new LogitChange(model, prompts.subList(0, 12)), once, f, words) - 1e-3);
            LogitChange test = new LogitChange(model, prompts.subList(12, 24));
            assertThat(effect.change()).isCloseTo(mean(test, once, f, effect.feature(), own), within(1e-3));
            assertThat(effect.with()).isBetween(0, 48);
            assertThat(effect.sentence())
                    .startsWith("Adding feature " + effect.feature() + " of 12 to layer 1 changes the logit of \""
                            + effect.concept().name() + "\" by ")
                    .endsWith("stands in " + effect.with() + " of 48 continuations with the feature, in "
                            + effect.without() + " without it.");
            assertThatThrownBy(() ->
                            ConceptEffect.strongest(model, once, f.features(), days.subList(0, 1), 0, Progress.NONE))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("two or more");
        }
    }

    private static double mean(LogitChange change, Amplification once, Factorization f, int feature, int word) {
        float[][] changed = change.under(once.along(f.features().column(feature)));
        double sum = 0;
        for (float[] logits : changed) {
            sum += logits[word];
        }
        return sum / changed.length;
    }

    private static double contrast(
            LogitChange change, Amplification once, Factorization f, int feature, int own, int[] words) {
        double others = 0;
        for (int word : words) {
            others += word == own ? 0 : mean(change, once, f, feature, word) / (words.length - 1);
        }
        return mean(change, once, f, feature, own) - others;
    }

    private static double largest(LogitChange change, Amplification once, Factorization f, int[] words) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int r = 0; r < f.rank(); r++) {
            for (int word : words) {
                largest = Math.max(largest, contrast(change, once, f, r, word, words));
            }
        }
        return largest;
    }
}
