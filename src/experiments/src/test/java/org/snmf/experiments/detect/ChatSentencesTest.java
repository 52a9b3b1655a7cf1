package org.snmf.experiments.detect;

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
import org.snmf.experiments.chat.ChatBudget;
import org.snmf.experiments.chat.ChatClient;
import org.snmf.experiments.chat.ChatOptions;
import org.snmf.experiments.chat.FakeChat;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** A server that writes another sentence for every prompt, unless it is told to fail. */
class ChatSentencesTest {
    private static final String RESPONDS = "would respond";
    private static final String NOT = "would not respond";

    private final FakeChat chat = new FakeChat();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        chat.close();
    }

    private ChatSentences sentences(int budget) {
        ChatOptions options = ChatOptions.of(ChatOptions.Provider.OPENAI, chat.base(), "m")
                .withRetries(Duration.ofSeconds(10), 2, Duration.ofMillis(1));
        return new ChatSentences(
                new ChatClient(options, Optional.empty(), ChatBudget.ofCalls(budget), folder), Optional.empty());
    }

    /** The n-th sentence is written where the one before is shown and it is not. */
    private void writes(String kind, String word, int count) {
        for (int n = 0; n < count; n++) {
            chat.server()
                    .stubFor(post(anyUrl())
                            .withRequestBody(containing(kind))
                            .withRequestBody(containing(n == 0 ? "(none)" : word + " " + (n - 1) + "."))
                            .willReturn(FakeChat.says("\"" + word + " " + n + ".\"\n")));
        }
    }

    private ChatSentences.Written write(int each, String... descriptions) {
        try (ChatSentences sentences = sentences(100)) {
            return sentences.write(List.of(descriptions), each, Progress.NONE);
        }
    }

    @Test
    void eachPromptShowsTheSentencesBeforeAndASecondRunMakesNoCall() {
        writes(RESPONDS, "Rain", 3);
        writes(NOT, "Bread", 3);
        ChatSentences.Written written = write(3, "weather", "weather");
        assertThat(written.activating()).containsOnlyKeys("weather");
        assertThat(written.activating().get("weather")).containsExactly("Rain 0.", "Rain 1.", "Rain 2.");
        assertThat(written.neutral().get("weather")).containsExactly("Bread 0.", "Bread 1.", "Bread 2.");
        assertThat(written.without()).isEmpty();
        assertThat(chat.calls()).isEqualTo(6);
        assertThat(write(3, "weather")).isEqualTo(written);
        assertThat(chat.calls()).isEqualTo(6);
        DetectionSet set = DetectionSet.ofWritten(written.activating(), written.neutral(), LabelFamilies.NONE);
        assertThat(set.groups("weather").orElseThrow().activating()).hasSize(3);
    }

    @Test
    void whatIsNotWrittenIsSaidByDescription() {
        chat.otherwise(FakeChat.says("Always the same."));
        chat.when("broken", FakeChat.status(500, "oops"));
        chat.when("violence", FakeChat.says("I'm sorry, but I can't help with that."));
        chat.when("filtered", FakeChat.says("", "content_filter"));
        ChatSentences.Written written = write(2, "sameness", "broken", "violence", "filtered");
        assertThat(written.activating()).containsOnlyKeys("sameness");
        assertThat(written.activating().get("sameness")).containsExactly("Always the same.");
        assertThat(written.without()).containsOnlyKeys("sameness", "broken", "violence", "filtered");
        assertThat(written.without().get("sameness")).contains("again and again");
        assertThat(written.without().get("violence")).contains("declined");
    }

    @Test
    void theBudgetEndsTheWritingAndASecondRunGoesOn() {
        writes(RESPONDS, "Rain", 3);
        writes(NOT, "Bread", 3);
        try (ChatSentences sentences = sentences(4)) {
            ChatSentences.Written some = sentences.write(List.of("weather"), 3, Progress.NONE);
            assertThat(some.without()).containsOnlyKeys("weather");
            assertThat(some.activating().get("weather")).hasSize(2);
        }
        assertThat(write(3, "weather").without()).isEmpty();
        assertThat(chat.calls()).isEqualTo(6);
    }

    @Test
    void aStopKeepsWhatCame() {
        writes(RESPONDS, "Rain", 3);
        writes(NOT, "Bread", 3);
        Progress stops = new Progress() {
            private int answers;

            @Override
            public void report(Step step) {
                answers++;
            }

            @Override
            public boolean stopRequested() {
                return answers >= 2;
            }

            @Override
            public void warn(String message) {}
        };
        try (ChatSentences sentences = sentences(100)) {
            ChatSentences.Written some = sentences.write(List.of("weather"), 3, stops);
            assertThat(some.activating().get("weather")).containsExactly("Rain 0.");
            assertThat(some.without().get("weather")).contains("stopped");
        }
        assertThat(chat.calls()).isEqualTo(2);
    }

    @Test
    void aPlanSendsNothing() {
        chat.otherwise(aResponse());
        try (ChatSentences sentences = sentences(100)) {
            assertThat(sentences.plan(List.of("weather", "food"), 5).calls()).isEqualTo(20);
            assertThat(sentences.name()).isEqualTo("chat (m)");
            assertThatThrownBy(() -> sentences.write(List.of("x"), 0, Progress.NONE))
                    .isInstanceOf(InputException.class);
        }
        assertThat(chat.calls()).isZero();
    }
}
