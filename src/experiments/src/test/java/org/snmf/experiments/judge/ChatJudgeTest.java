package org.snmf.experiments.judge;

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
import org.snmf.experiments.judge.Score.State;
import org.snmf.progress.Progress;

class ChatJudgeTest extends JudgeContract {
    private final FakeChat chat = new FakeChat();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        chat.close();
    }

    @Override
    ChatJudge judge() {
        return judge(100);
    }

    private ChatJudge judge(int calls) {
        if (chat.server().getStubMappings().isEmpty()) {
            chat.otherwise(FakeChat.says("It fits. Rating: [[1.5]]"));
        }
        ChatOptions options = ChatOptions.of(ChatOptions.Provider.OPENAI, chat.base(), "m")
                .withRetries(Duration.ofSeconds(10), 2, Duration.ofMillis(1))
                .withLimits(1, 60_000);
        ChatClient client = new ChatClient(options, Optional.empty(), ChatBudget.ofCalls(calls), folder);
        return new ChatJudge(client, Optional.empty());
    }

    private List<Judgement> judged(int calls) {
        try (ChatJudge judge = judge(calls)) {
            return judge.judge(DAYS, TEXTS, Progress.NONE);
        }
    }

    @Test
    void eachAxisIsAskedOnItsOwn() {
        chat.when("[Concept]", FakeChat.says("Plainly there.\nRating: [[2]]"));
        chat.when("how fluent it is", FakeChat.says("Rough.\nRating: [[0.5]]"));
        List<Judgement> judged = judged(100);
        assertThat(judged).allSatisfy(j -> {
            assertThat(j.concept().value()).isEqualTo(2);
            assertThat(j.fluency().value()).isEqualTo(0.5);
            assertThat(j.harmonicMean().value()).isEqualTo(0.8);
        });
        assertThat(chat.calls()).isEqualTo(6);
        assertThat(judged(0)).isEqualTo(judged);
        assertThat(chat.calls()).isEqualTo(6);
    }

    @Test
    void everyFaultHasItsState() {
        chat.otherwise(FakeChat.says("Rating: [[1]]"));
        chat.when("meeting", FakeChat.says("", "content_filter"));
        chat.when("teacher", FakeChat.says("no idea"));
        chat.when("of of", FakeChat.closes());
        assertThat(judged(100))
                .extracting(j -> j.harmonicMean().state())
                .containsExactly(State.REFUSED, State.UNPARSABLE, State.UNANSWERED);
    }

    @Test
    void aBudgetThatEndsInTheMiddleLeavesTheRestUnanswered() {
        List<Judgement> judged = judged(3);
        assertThat(judged.get(0).harmonicMean().scored()).isTrue();
        assertThat(judged.get(1).concept().scored()).isTrue();
        assertThat(judged.get(1).fluency().state()).isEqualTo(State.UNANSWERED);
        assertThat(judged.get(2).harmonicMean().state()).isEqualTo(State.UNANSWERED);
        assertThat(judged(3)).extracting(j -> j.harmonicMean().scored()).containsOnly(true);
        assertThat(chat.calls()).isEqualTo(6);
    }

    @Test
    void aPlanCountsBothAxes() {
        try (ChatJudge judge = judge()) {
            assertThat(judge.plan(DAYS, TEXTS).calls()).isEqualTo(6);
            assertThat(judge.plan(112, DAYS, "a text").calls()).isEqualTo(224);
        }
        assertThat(chat.calls()).isZero();
    }

    @Test
    void ratingsAreReadAsTheyStand() {
        assertThat(Rating.read("Rating: [[1.5]]").value()).isEqualTo(1.5);
        assertThat(Rating.read("Rating: [[0]] at first.\n**Rating:** [[2]].").value())
                .isEqualTo(2);
        assertThat(Rating.read("rating: 1").value()).isEqualTo(1);
        assertThat(Rating.read("Rating: \"[[1]]\"\nThank you").value()).isEqualTo(1);
        for (String off : new String[] {"Rating: [[3]]", "Rating: [[-1]]", "Rating: [[2.01]]"}) {
            assertThat(Rating.read(off).state()).as(off).isEqualTo(State.UNPARSABLE);
        }
        for (String none : new String[] {"", "two", "Rating: [[x]]", "Rating: 1 or 2", "Rating:\n2"}) {
            assertThat(Rating.read(none).state()).as(none).isEqualTo(State.UNPARSABLE);
        }
        assertThat(Rating.read("I'm sorry, I cannot rate that.").state()).isEqualTo(State.REFUSED);
    }
}
