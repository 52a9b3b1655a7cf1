package org.snmf.models.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.models.OddCheckpoints;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.Trace;
import org.snmf.models.network.place.Site;
import org.snmf.models.tokens.IdText;
import org.snmf.progress.Progress;
import org.snmf.store.ActivationStore;
import org.snmf.store.Sentence;
import org.snmf.store.Token;

/** A model without a tokenizer is given lists of ids. */
class CaptureIdsTest {
    private static final int[] FIRST = {3, 17, 2};
    private static final int[] SECOND = {30};
    private static final List<Sentence> LISTS = List.of(new Sentence(IdText.of(FIRST), ""), new Sentence("30", ""));

    @TempDir
    Path folder;

    @Test
    void columnsAreTheActivationsOfTheIdsAsTheyAre() throws IOException {
        try (LanguageModel model = LanguageModel.load(OddCheckpoints.write("llama", folder.resolve("model")))) {
            Captured captured =
                    Capture.inMemory(model, LISTS, CaptureOptions.layers(1).withIdLists(), Progress.NONE);
            Trace first = model.trace(FIRST, List.of());
            Trace second = model.trace(SECOND, List.of());
            float[][] expected = {
                first.at(1, Site.MLP_ACT)[0],
                first.at(1, Site.MLP_ACT)[1],
                first.at(1, Site.MLP_ACT)[2],
                second.at(1, Site.MLP_ACT)[0]
            };
            var a = captured.at(1, Site.MLP_ACT);
            for (int t = 0; t < expected.length; t++) {
                for (int j = 0; j < expected[t].length; j++) {
                    assertThat(a.block(t, 1).get(j))
                            .isCloseTo(expected[t][j], org.assertj.core.api.Assertions.within(1e-5f));
                }
            }
            Token token = captured.tokens().token(1);
            assertThat(token.text()).isEqualTo("17");
            assertThat("3 17 2".substring(token.start(), token.end())).isEqualTo("17");
        }
    }

    @Test
    void aStoreOfThemIsCheckedAsOne() throws IOException {
        Path store = folder.resolve("store");
        try (LanguageModel model = LanguageModel.load(OddCheckpoints.write("llama", folder.resolve("model")))) {
            Capture.toFolder(model, LISTS, CaptureOptions.layers(0).withIdLists(), store, Progress.NONE);
            try (ActivationStore opened = ActivationStore.open(store)) {
                assertThat(CaptureCheck.of(opened, model).fits()).isTrue();
            }
        }
    }

    @Test
    void textForAModelWithoutTokenizerIsRefused() throws IOException {
        try (LanguageModel model = LanguageModel.load(OddCheckpoints.write("llama", folder))) {
            assertThatThrownBy(() -> Capture.inMemory(model, LISTS, CaptureOptions.layers(0), Progress.NONE))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("--ids");
            CaptureOptions ids = CaptureOptions.layers(0).withIdLists();
            assertThatThrownBy(() -> Capture.inMemory(model, List.of(new Sentence("3 x", "")), ids, Progress.NONE))
                    .hasMessageContaining("numbers such as 3 17 42");
            assertThatThrownBy(() -> Capture.inMemory(model, List.of(new Sentence("3 99", "")), ids, Progress.NONE))
                    .hasMessageContaining("ids from 0 to 31");
        }
    }
}
