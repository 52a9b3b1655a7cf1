package org.snmf.experiments.describe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.experiments.chat.ChatBudget;
import org.snmf.experiments.chat.ChatClient;
import org.snmf.experiments.chat.ChatOptions;
import org.snmf.experiments.chat.FakeChat;
import org.snmf.experiments.describe.Description.State;
import org.snmf.models.network.ScoredToken;
import org.snmf.progress.Progress;

class ChatDescriberTest extends DescriberContract {
    private final FakeChat chat = new FakeChat();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        chat.close();
    }

    @Override
    ChatDescriber describer() {
        if (chat.server().getStubMappings().isEmpty()) {
            chat.otherwise(FakeChat.says("Analysis: days.\nResults: days of the week"));
        }
        ChatOptions options = ChatOptions.of(ChatOptions.Provider.OPENAI, chat.base(), "m")
                .withRetries(Duration.ofSeconds(10), 2, Duration.ofMillis(1));
        return new ChatDescriber(
                new ChatClient(options, Optional.empty(), ChatBudget.ofCalls(100), folder), Optional.empty());
    }

    private Description describe(Subject subject) {
        try (ChatDescriber describer = describer()) {
            return describer.describe(List.of(subject), Progress.NONE).get(0);
        }
    }

    private String sent() {
        return chat.server().getAllServeEvents().get(0).getRequest().getBodyAsString();
    }

    @Test
    void contextsAreSentWithTokenCoefficientAndFifteenTokensOnEachSide() {
        String far = "zulu ".repeat(3) + "in ".repeat(15);
        Description d = describe(Subjects.contexts(0, far + "*bread* tail"));
        assertThat(d.name()).contains("days of the week");
        assertThat(d.confidence()).isNaN();
        assertThat(sent())
                .contains("\\\"bread\\\" (10.0):")
                .contains(">> bread<< tail")
                .doesNotContain("zulu");
    }

    @Test
    void wholeTokensAreSentForEachSign() {
        List<ScoredToken> tokens = List.of(new ScoredToken(1, " Monday", -2.5f), new ScoredToken(2, "day", -1));
        describe(Subject.ofSuppressed(0, tokens));
        assertThat(sent()).contains("\\\" Monday\\\" (2.50)").contains("\\\"day\\\" (1.00)");
    }

    @Test
    void theNameIsWhatFollowsResults() {
        chat.when("bread", FakeChat.says("**Analysis:** Results: unclear.\n- **Results:** [kinds of food]"));
        assertThat(describe(Subjects.food(0)).name()).contains("kinds of food");
    }

    @Test
    void everyFaultHasItsState() {
        chat.when("none", FakeChat.says("Analysis: a heap.\nResults: NONE."));
        chat.when("sorry", FakeChat.says("I'm sorry, but I can't help with that."));
        chat.when("babble", FakeChat.says("days, I think"));
        chat.when("filtered", FakeChat.says("", "content_filter"));
        chat.when("broken", FakeChat.status(500, "oops"));
        assertThat(state("none")).isEqualTo(State.UNNAMED);
        assertThat(state("sorry")).isEqualTo(State.REFUSED);
        assertThat(state("babble")).isEqualTo(State.UNPARSABLE);
        assertThat(state("filtered")).isEqualTo(State.REFUSED);
        assertThat(state("broken")).isEqualTo(State.UNANSWERED);
    }

    private State state(String word) {
        Description d = describe(Subjects.contexts(0, "the *" + word + "* stands"));
        assertThat(d.title()).isEqualTo(word);
        return d.state();
    }

    @Test
    void aPlanCountsLivingSubjectsAndSendsNothing() {
        try (ChatDescriber describer = describer()) {
            var plan = describer.plan(List.of(Subjects.days(0), Subjects.dead(1), Subjects.food(2)));
            assertThat(plan.calls()).isEqualTo(2);
            assertThat(plan.inputTokens()).isGreaterThan(200);
        }
        assertThat(chat.calls()).isZero();
    }
}
