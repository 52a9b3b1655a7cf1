package org.snmf.experiments.chat;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;

/** A labelled data set from a server that writes another sentence for every prompt, unless it is told to fail. */
class ChatDataSetTest {
    private final FakeChat chat = new FakeChat();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        chat.close();
    }

    private ChatDataSet set(int budget, int each, String... concepts) {
        ChatOptions options = ChatOptions.of(ChatOptions.Provider.OPENAI, chat.base(), "m")
                .withRetries(Duration.ofSeconds(10), 2, Duration.ofMillis(1));
        ChatBudget priced =
                new ChatBudget(budget, Optional.empty(), Optional.of(new ChatBudget.Prices(1_000_000, 1_000_000)));
        return new ChatDataSet(
                new ChatClient(options, Optional.empty(), priced, folder), Optional.empty(), List.of(concepts), each);
    }

    private ChatDataSet.Written write(int budget, int each, String... concepts) {
        try (ChatDataSet set = set(budget, each, concepts)) {
            return set.write(Progress.NONE);
        }
    }

    /** The n-th sentence about a concept comes where the one before is shown. */
    private void writes(String concept, int count) {
        for (int n = 0; n < count; n++) {
            chat.server()
                    .stubFor(post(anyUrl())
                            .withRequestBody(containing("strongly so:\\n" + concept + "\\n"))
                            .withRequestBody(containing(n == 0 ? "(none)" : concept + " " + (n - 1) + "."))
                            .willReturn(FakeChat.says(concept + " " + n + ".")));
        }
    }

    @Test
    void sentencesOfAConceptBearItsNameAndASecondRunMakesNoCall() {
        writes("rain", 3);
        writes("bread, still warm", 3);
        ChatDataSet.Written written = write(100, 3, "rain", " bread, still warm ");
        assertThat(written.sentences())
                .containsExactly(
                        new Sentence("rain 0.", "rain"),
                        new Sentence("rain 1.", "rain"),
                        new Sentence("rain 2.", "rain"),
                        new Sentence("bread, still warm 0.", "bread, still warm"),
                        new Sentence("bread, still warm 1.", "bread, still warm"),
                        new Sentence("bread, still warm 2.", "bread, still warm"));
        assertThat(written.without()).isEmpty();
        assertThat(chat.calls()).isEqualTo(6);
        assertThat(write(0, 3, "rain", "bread, still warm")).isEqualTo(written);
        assertThat(chat.calls()).isEqualTo(6);
    }

    @Test
    void aBudgetThatEndsInTheMiddleLosesNothing() {
        writes("rain", 4);
        ChatDataSet.Written some = write(2, 4, "rain");
        assertThat(some.sentences()).hasSize(2);
        assertThat(some.without().get("rain")).contains("2 written", "budget");
        assertThat(write(2, 4, "rain").sentences()).hasSize(4);
        assertThat(chat.calls()).isEqualTo(4);
    }

    @Test
    void aConceptThatFailsTakesNoOtherWithIt() {
        writes("rain", 2);
        chat.when("violence", FakeChat.says("I'm sorry, but I can't help with that."));
        chat.when("broken", FakeChat.status(500, "oops"));
        ChatDataSet.Written written = write(100, 2, "violence", "broken", "rain");
        assertThat(written.sentences()).extracting(Sentence::label).containsOnly("rain");
        assertThat(written.without()).containsOnlyKeys("violence", "broken");
        assertThat(written.without().get("violence")).contains("0 written", "declined");
    }

    @Test
    void aPlanSendsNothingAndIsAtLeastWhatIsSpent() {
        chat.otherwise(aResponse());
        try (ChatDataSet set = set(100, 10, "rain", "snow", "hail")) {
            ChatPlan plan = set.plan();
            assertThat(plan.calls()).isEqualTo(30);
            assertThat(plan.cost().orElseThrow()).isGreaterThan(30);
        }
        assertThat(chat.calls()).isZero();
    }

    @Test
    void namesMustDiffer() {
        assertThatThrownBy(() -> set(1, 1)).isInstanceOf(InputException.class).hasMessageContaining("at least one");
        assertThatThrownBy(() -> set(1, 1, "rain", "rain ")).hasMessageContaining("'rain' twice");
        assertThatThrownBy(() -> set(1, 1, "rain", " ")).hasMessageContaining("an empty one");
        assertThatThrownBy(() -> set(1, 0, "rain")).hasMessageContaining("at least 1");
    }
}
