package org.snmf.models.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.goldens.Goldens;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.Trace;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.store.ActivationStore;
import org.snmf.store.Sentence;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;

class CaptureTest {
    private static final List<Sentence> SENTENCES = List.of(
            new Sentence("Once upon a time, there was a little girl named Lily.", "girl"),
            new Sentence("The dog ran.", "dog"),
            new Sentence("She saw a big red ball and a small bird in the tree near the house.", "girl"),
            new Sentence("Tom sat.", "boy"));

    private static LanguageModel model;

    @BeforeAll
    static void load() {
        model = LanguageModel.load(Goldens.folder("llama-tied"));
    }

    @AfterAll
    static void close() {
        if (model != null) {
            model.close();
        }
    }

    @Test
    void columnsAreWhatSingleSentencesGiveInTheOrderOfTheData() {
        for (int batchTokens : new int[] {1, 7, 20, 1000}) {
            CaptureOptions options = CaptureOptions.layers(0, 1)
                    .withSites(Site.MLP_ACT, Site.RESID)
                    .withBatchTokens(batchTokens);
            Captured captured = Capture.inMemory(model, SENTENCES, options, Progress.NONE);
            for (int layer = 0; layer < 2; layer++) {
                assertColumns(captured.at(layer, Site.MLP_ACT), captured.tokens(), layer, Site.MLP_ACT);
                assertColumns(captured.at(layer, Site.RESID), captured.tokens(), layer, Site.RESID);
            }
        }
    }

    private static void assertColumns(ActivationMatrix a, TokenTable tokens, int layer, Site site) {
        assertThat(a.tokens()).isEqualTo(tokens.size()).isGreaterThan(30);
        List<Trace> traces = new ArrayList<>();
        SENTENCES.forEach(sentence ->
                traces.add(model.trace(model.tokenizer().encode(sentence.text()).ids(), List.of())));
        for (int t = 0; t < tokens.size(); t++) {
            Token token = tokens.token(t);
            float[] expected = traces.get(token.sentence()).at(layer, site)[token.position()];
            FloatBuffer found = a.block(t, 1);
            for (float value : expected) {
                assertThat(found.get()).isCloseTo(value, within(2e-4f));
            }
        }
    }

    @Test
    void tokensAreNamedAndSpecialOnesLeftOut() {
        Captured captured = Capture.inMemory(model, SENTENCES, CaptureOptions.layers(0), Progress.NONE);
        assertThat(captured.report().specialTokens()).isEqualTo(SENTENCES.size());
        assertThat(captured.tokens().tokens())
                .noneMatch(token -> model.tokenizer().isSpecial(token.id()));
        assertThat(captured.tokens().token(0).position()).isEqualTo(1);
        for (Token token : captured.tokens().tokens()) {
            String text = SENTENCES.get(token.sentence()).text();
            // Contains rather than equals: the space that this tokenizer puts before a text points at its first letter.
            assertThat(text.substring(token.start(), token.end()))
                    .contains(token.text().strip());
        }
        Captured withSpecial =
                Capture.inMemory(model, SENTENCES, CaptureOptions.layers(0).withSpecialTokens(true), Progress.NONE);
        assertThat(withSpecial.tokens().size()).isEqualTo(captured.tokens().size() + SENTENCES.size());
    }

    @Test
    void wordsAndPunctuationLeftOutAreCounted() {
        Captured all = Capture.inMemory(model, SENTENCES, CaptureOptions.layers(0), Progress.NONE);
        Captured some = Capture.inMemory(
                model, SENTENCES, CaptureOptions.layers(0).withLeaveOut(Set.of("a", "the"), true), Progress.NONE);
        assertThat(some.report().leftOut()).isPositive();
        assertThat(some.tokens().size() + some.report().leftOut())
                .isEqualTo(all.tokens().size());
        assertThat(some.tokens().tokens()).noneMatch(token -> Set.of("a", "the", ".", ",")
                .contains(token.text().strip().toLowerCase(Locale.ROOT)));
        assertThat(some.tokens().sentence(0)).isEqualTo(SENTENCES.get(0));
    }

    @Test
    void storeHoldsTheSameAndSaysWhereItIsFrom(@TempDir Path folder) {
        CaptureOptions options = CaptureOptions.layers(1);
        Captured inMemory = Capture.inMemory(model, SENTENCES, options, Progress.NONE);
        Capture.toFolder(model, SENTENCES, options, folder.resolve("store"), Progress.NONE);
        try (ActivationStore store = ActivationStore.open(folder.resolve("store"))) {
            ActivationMatrix a = store.activations(1, "mlp_act");
            assertThat(store.tokens().tokens()).isEqualTo(inMemory.tokens().tokens());
            assertThat(a.block(0, a.tokens()))
                    .isEqualTo(inMemory.at(1, Site.MLP_ACT).block(0, a.tokens()));
            assertThat(store.provenance().inputs()).containsKeys("config.json", "model.safetensors", "tokenizer.json");
        }
    }

    @Test
    void stopKeepsNothingOfAnIncompleteWindow() {
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
        Captured captured =
                Capture.inMemory(model, SENTENCES, CaptureOptions.layers(0).withBatchTokens(4), stopped);
        assertThat(captured.report().stopped()).isTrue();
        assertThat(captured.tokens().size())
                .isEqualTo(captured.at(0, Site.MLP_ACT).tokens())
                .isZero();
    }

    @Test
    void longSentencesAreRefusedOrCutAndCounted() {
        List<Sentence> sentences = List.of(new Sentence("dog ".repeat(600), ""), SENTENCES.get(1));
        assertThatThrownBy(() -> Capture.inMemory(model, sentences, CaptureOptions.layers(0), Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at most 512 tokens");
        List<String> warnings = new ArrayList<>();
        Captured captured = Capture.inMemory(
                model,
                sentences,
                CaptureOptions.layers(0).withTooLong(CaptureOptions.TooLong.TRUNCATE),
                Progress.of(step -> {}, warnings::add));
        assertThat(captured.report().truncatedSentences()).isEqualTo(1);
        assertThat(captured.report().truncatedTokens()).isPositive();
        assertThat(warnings).singleElement().asString().contains("cut off");
    }

    @Test
    void nothingToCaptureIsRefused() {
        assertThatThrownBy(() -> Capture.inMemory(
                        model,
                        List.of(new Sentence("...", "")),
                        CaptureOptions.layers(0).withLeaveOut(Set.of(), true),
                        Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at least one token");
        assertThatThrownBy(() -> Capture.inMemory(model, SENTENCES, CaptureOptions.layers(2), Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("0 to 1");
    }
}
