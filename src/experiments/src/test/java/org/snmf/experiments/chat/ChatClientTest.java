package org.snmf.experiments.chat;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.experiments.chat.ChatAnswer.State;
import org.snmf.experiments.chat.ChatBudget.Prices;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

class ChatClientTest {
    private static final String SECRET = "sk-very-secret-0123456789";
    private static final ChatBudget PLENTY = ChatBudget.ofCalls(1000);

    private final FakeChat chat = new FakeChat();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        chat.close();
    }

    private ChatOptions options() {
        return ChatOptions.of(ChatOptions.Provider.OPENAI, chat.base().resolve("/v1"), "m")
                .withRetries(Duration.ofSeconds(10), 3, Duration.ofMillis(1))
                .withLimits(2, 60_000);
    }

    private ChatClient client(ChatBudget budget) {
        return new ChatClient(options(), Optional.of(new ChatKey(SECRET)), budget, folder);
    }

    private static List<String> prompts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "prompt " + i + ".").toList();
    }

    private ChatAnswer one(String prompt) {
        try (ChatClient client = client(PLENTY)) {
            return client.ask(List.of(prompt), Progress.NONE).get(0);
        }
    }

    @Test
    void answersComeInTheOrderOfThePromptsAndEqualPromptsShareOne() {
        chat.when("prompt 0.", FakeChat.says(" zero "));
        chat.when("prompt 1.", FakeChat.says("one").withFixedDelay(200));
        try (ChatClient client = client(PLENTY)) {
            List<String> asked = List.of("prompt 1.", "prompt 0.", "prompt 1.");
            assertThat(client.ask(asked, Progress.NONE))
                    .extracting(ChatAnswer::text)
                    .containsExactly("one", "zero", "one");
            assertThat(client.usage().calls()).isEqualTo(2);
            assertThat(chat.calls()).isEqualTo(2);
        }
        chat.server().verify(postRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Bearer " + SECRET)));
    }

    @Test
    void ollamaIsAskedWithoutAKey() {
        chat.otherwise(FakeChat.ollamaSays("here"));
        ChatOptions options = ChatOptions.of(ChatOptions.Provider.OLLAMA, chat.base(), "m");
        try (ChatClient client = new ChatClient(options, Optional.empty(), PLENTY, folder)) {
            assertThat(client.ask(List.of("prompt"), Progress.NONE).get(0).text())
                    .isEqualTo("here");
        }
    }

    @Test
    void aSecondRunMakesNoCall() {
        chat.otherwise(FakeChat.says("yes"));
        try (ChatClient first = client(PLENTY)) {
            first.ask(prompts(5), Progress.NONE);
        }
        try (ChatClient second = client(ChatBudget.ofCalls(0))) {
            assertThat(second.plan(prompts(6)).calls()).isEqualTo(1);
            assertThat(second.ask(prompts(5), Progress.NONE))
                    .allMatch(ChatAnswer::fromDisk)
                    .extracting(ChatAnswer::text)
                    .containsOnly("yes");
            assertThat(second.usage().calls()).isZero();
        }
        assertThat(chat.calls()).isEqualTo(5);
    }

    @Test
    void whatPassesIsTriedAgain() {
        for (int status : new int[] {429, 500, 503}) {
            chat.server()
                    .stubFor(post(anyUrl())
                            .inScenario("s" + status)
                            .whenScenarioStateIs(Scenario.STARTED)
                            .willSetStateTo("well")
                            .willReturn(FakeChat.status(status, "later")));
            chat.server()
                    .stubFor(post(anyUrl())
                            .inScenario("s" + status)
                            .whenScenarioStateIs("well")
                            .willReturn(FakeChat.says("after " + status)));
            assertThat(one("status " + status).text()).isEqualTo("after " + status);
        }
        assertThat(chat.calls()).isEqualTo(6);
    }

    @Test
    void whatDoesNotPassIsUnansweredAndNotKept() {
        chat.when("many", FakeChat.status(429, "slow down, " + SECRET));
        chat.when("broken", FakeChat.status(500, "oops"));
        chat.when("closed", FakeChat.closes());
        for (String prompt : List.of("many", "broken", "closed")) {
            ChatAnswer answer = one(prompt);
            assertThat(answer.state()).as(prompt).isEqualTo(State.UNANSWERED);
            assertThat(answer.text()).isEmpty();
            assertThat(answer.reason()).isNotEmpty().doesNotContain(SECRET);
        }
        assertThat(chat.calls()).isEqualTo(3 * 3);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aSlowServerIsWaitedForNoLongerThanAllowed() {
        chat.otherwise(FakeChat.says("late").withFixedDelay(5000));
        ChatOptions hasty = options().withRetries(Duration.ofMillis(200), 2, Duration.ofMillis(1));
        try (ChatClient client = new ChatClient(hasty, Optional.empty(), PLENTY, folder)) {
            long begun = System.nanoTime();
            ChatAnswer answer = client.ask(List.of("slow"), Progress.NONE).get(0);
            assertThat(answer.state()).isEqualTo(State.UNANSWERED);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
            assertThat(client.usage().calls()).isEqualTo(2);
        }
    }

    @Test
    void garbageIsNoAnswer() {
        chat.when("html", aResponse().withStatus(200).withBody("<html>gateway</html>"));
        chat.when("shape", FakeChat.json(List.of()));
        chat.when("blank", FakeChat.says("  "));
        for (String prompt : List.of("html", "shape", "blank")) {
            assertThat(one(prompt).state()).as(prompt).isEqualTo(State.GARBLED);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFilteredPromptIsRefusedAndNotAskedAgain() {
        chat.otherwise(FakeChat.says("", "content_filter"));
        assertThat(one("bad").state()).isEqualTo(State.REFUSED);
        assertThat(one("bad").fromDisk()).isTrue();
        assertThat(chat.calls()).isEqualTo(1);
    }

    @Test
    void aRefusedKeyOrModelEndsTheWorkWithoutShowingTheKey() {
        chat.when("key", FakeChat.status(401, "Incorrect API key provided: " + SECRET));
        chat.when("model", FakeChat.status(404, "no model m"));
        for (String prompt : List.of("key", "model")) {
            assertThatThrownBy(() -> one(prompt))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(chat.base().toString())
                    .hasMessageNotContaining(SECRET);
        }
        assertThat(chat.calls()).isEqualTo(2);
    }

    @Test
    void anAbsentServerIsGivenUpAfterFivePrompts() {
        ChatOptions nowhere = ChatOptions.of(
                        ChatOptions.Provider.OPENAI, java.net.URI.create("http://127.0.0.1:1/v1"), "m")
                .withRetries(Duration.ofMillis(500), 2, Duration.ofMillis(1))
                .withLimits(1, 60_000);
        try (ChatClient client = new ChatClient(nowhere, Optional.empty(), PLENTY, folder)) {
            List<ChatAnswer> answers = client.ask(prompts(20), Progress.NONE);
            assertThat(answers).extracting(ChatAnswer::state).containsOnly(State.UNANSWERED);
            assertThat(answers.get(19).reason()).contains("not sent");
            assertThat(client.usage().calls()).isEqualTo(10);
        }
    }

    @Test
    void withoutABudgetNothingIsSent() {
        chat.otherwise(FakeChat.says("yes"));
        try (ChatClient client = client(ChatBudget.ofCalls(0))) {
            List<ChatAnswer> answers = client.ask(prompts(3), Progress.NONE);
            assertThat(answers).extracting(ChatAnswer::state).containsOnly(State.UNANSWERED);
            assertThat(answers.get(0).reason()).contains("budget");
        }
        assertThat(chat.calls()).isZero();
    }

    @Test
    void aBudgetOfCallsThatEndsInTheMiddleKeepsWhatItPaidFor() {
        chat.otherwise(FakeChat.says("yes"));
        try (ChatClient client = client(ChatBudget.ofCalls(4))) {
            List<ChatAnswer> answers = client.ask(prompts(10), Progress.NONE);
            assertThat(answers).filteredOn(a -> a.state() == State.ANSWERED).hasSize(4);
            assertThat(answers)
                    .filteredOn(a -> a.state() == State.UNANSWERED)
                    .hasSize(6)
                    .allMatch(a -> a.reason().contains("budget"));
        }
        try (ChatClient more = client(ChatBudget.ofCalls(6))) {
            assertThat(more.ask(prompts(10), Progress.NONE))
                    .extracting(ChatAnswer::state)
                    .containsOnly(State.ANSWERED);
        }
        assertThat(chat.calls()).isEqualTo(10);
    }

    @Test
    void aBudgetOfMoneyIsNeverExceeded() {
        chat.otherwise(FakeChat.says("yes"));
        // Each call may cost at most 4 + 300 tokens and in fact takes 10 + 5.
        Prices prices = new Prices(1e6, 1e6);
        try (ChatClient client = client(new ChatBudget(100, Optional.of(320.0), Optional.of(prices)))) {
            assertThat(client.plan(prompts(3)).cost().orElseThrow()).isCloseTo(3 * 303.0, within(3.0));
            List<ChatAnswer> answers = client.ask(prompts(3), Progress.NONE);
            assertThat(client.usage().cost().orElseThrow()).isLessThanOrEqualTo(320);
            assertThat(answers).filteredOn(a -> a.state() == State.ANSWERED).isNotEmpty();
            assertThat(answers).filteredOn(a -> a.state() == State.UNANSWERED).isNotEmpty();
        }
        assertThatThrownBy(() -> new ChatBudget(1, Optional.of(1.0), Optional.empty()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("prices");
    }

    @Test
    void aStopKeepsWhatCameAndWhatIsOnItsWay() {
        chat.otherwise(FakeChat.says("yes").withFixedDelay(100));
        AtomicInteger reports = new AtomicInteger();
        Progress stopsAfterThree = new Progress() {
            @Override
            public void report(Step step) {
                reports.incrementAndGet();
            }

            @Override
            public boolean stopRequested() {
                return reports.get() >= 3;
            }

            @Override
            public void warn(String message) {}
        };
        try (ChatClient client = client(PLENTY)) {
            List<ChatAnswer> answers = client.ask(prompts(20), stopsAfterThree);
            assertThat(answers).filteredOn(a -> a.reason().equals("stopped")).isNotEmpty();
            assertThat(chat.calls()).isEqualTo((int)
                    answers.stream().filter(a -> a.state() == State.ANSWERED).count());
        }
        int before = chat.calls();
        try (ChatClient client = client(PLENTY)) {
            client.ask(prompts(20), Progress.NONE);
        }
        assertThat(chat.calls()).isEqualTo(20).isGreaterThan(before);
    }

    @Test
    void anInterruptEndsAWaitForASlowServer() throws Exception {
        chat.otherwise(FakeChat.says("late").withFixedDelay(400));
        List<ChatAnswer> answers = new ArrayList<>();
        Thread asking = new Thread(() -> {
            try (ChatClient client = client(PLENTY)) {
                answers.addAll(client.ask(prompts(200), Progress.of(step -> {}, message -> {})));
            }
        });
        asking.start();
        Thread.sleep(600);
        asking.interrupt();
        asking.join(20_000);
        assertThat(asking.isAlive()).isFalse();
        assertThat(answers).hasSize(200).extracting(ChatAnswer::state).contains(State.UNANSWERED);
    }

    @Test
    void theKeyIsInNoFileAndNoText() throws IOException {
        chat.otherwise(FakeChat.says("yes"));
        ChatKey key = new ChatKey(SECRET);
        try (ChatClient client = client(PLENTY)) {
            client.ask(prompts(2), Progress.NONE);
            assertThat("" + key + options() + client.usage() + client.plan(prompts(3)))
                    .doesNotContain(SECRET);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> kept = files.filter(Files::isRegularFile).toList();
            assertThat(kept).hasSize(2);
            for (Path file : kept) {
                assertThat(Files.readString(file)).contains("prompt ").doesNotContain(SECRET);
            }
        }
    }

    @Test
    void aDamagedAnswerOnDiskIsNamed() throws IOException {
        chat.otherwise(FakeChat.says("yes"));
        one("prompt");
        Path kept;
        try (Stream<Path> files = Files.list(folder)) {
            kept = files.findFirst().orElseThrow();
        }
        Files.writeString(kept, "{\"prompt\":\"another\",\"answer\":\"x\"}");
        assertThatThrownBy(() -> one("prompt"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(kept.getFileName().toString());
    }
}
