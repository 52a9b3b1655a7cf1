package org.snmf.experiments.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RateLimiter;
import dev.failsafe.RetryPolicy;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.snmf.errors.InputException;

/** One server: sends a prompt, tries again what may pass, and gives every outcome its state. */
final class ChatServer {
    /** What a prompt gets that does not fit the budget. */
    static final ChatAnswer OVER_BUDGET = ChatAnswer.without(ChatAnswer.State.UNANSWERED, "the budget is used up");

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final ChatOptions options;
    private final Optional<ChatKey> key;
    private final ChatModel model;
    private final Spending spending;
    private final FailsafeExecutor<ChatResponse> patience;

    ChatServer(ChatOptions options, Optional<ChatKey> key, Spending spending) {
        this.options = options;
        this.key = key;
        this.spending = spending;
        this.model = options.provider() == ChatOptions.Provider.OPENAI ? openAi() : ollama();
        RetryPolicy<ChatResponse> retries = RetryPolicy.<ChatResponse>builder()
                .handleIf(ChatServer::mayPass)
                .withMaxAttempts(options.attempts())
                .withBackoff(options.firstDelay(), options.firstDelay().multipliedBy(60))
                .withJitter(0.1)
                .build();
        RateLimiter<ChatResponse> rate = RateLimiter.<ChatResponse>smoothBuilder(
                        options.perMinute(), Duration.ofMinutes(1))
                .withMaxWaitTime(LONGEST_WAIT)
                .build();
        this.patience = Failsafe.with(retries, rate);
    }

    private ChatModel openAi() {
        return OpenAiChatModel.builder()
                .baseUrl(options.base().toString())
                .apiKey(key.map(ChatKey::value).orElse("none"))
                .modelName(options.model())
                .temperature(options.temperature())
                .maxTokens(options.answerTokens())
                .timeout(options.timeout())
                .maxRetries(0)
                .build();
    }

    private ChatModel ollama() {
        return OllamaChatModel.builder()
                .baseUrl(options.base().toString())
                .modelName(options.model())
                .temperature(options.temperature())
                .numPredict(options.answerTokens())
                .timeout(options.timeout())
                .maxRetries(0)
                .build();
    }

    /**
     * Asks, as often as the options allow.
     *
     * @throws InputException if no prompt can succeed: the key or the model is refused
     * @throws InterruptedException if the thread was interrupted; what the server may have answered is lost
     */
    ChatAnswer ask(String prompt) throws InterruptedException {
        try {
            return read(patience.get(() -> call(prompt)));
        } catch (OverBudget e) {
            return OVER_BUDGET;
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            return failed(e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException e) {
            if (Thread.interrupted() || causedBy(e, InterruptedException.class)) {
                throw (InterruptedException) new InterruptedException().initCause(e);
            }
            return failed(e);
        }
    }

    private ChatResponse call(String prompt) {
        long input = ChatPlan.tokens(prompt);
        if (!spending.reserve(input, options.answerTokens())) {
            throw new OverBudget();
        }
        try {
            ChatResponse response = model.chat(UserMessage.from(prompt));
            var used = response.tokenUsage();
            if (used != null && used.inputTokenCount() != null && used.outputTokenCount() != null) {
                spending.settle(input, options.answerTokens(), used.inputTokenCount(), used.outputTokenCount());
            }
            return response;
        } catch (RuntimeException e) {
            // A server that says no charges nothing; one that was not heard of may.
            if (causedBy(e, HttpException.class)) {
                spending.settle(input, options.answerTokens(), 0, 0);
            }
            throw e;
        }
    }

    private static ChatAnswer read(ChatResponse response) {
        String text = response.aiMessage() == null ? null : response.aiMessage().text();
        if (response.finishReason() == FinishReason.CONTENT_FILTER) {
            return ChatAnswer.without(ChatAnswer.State.REFUSED, "the provider's content filter");
        }
        return text == null || text.isBlank()
                ? ChatAnswer.without(ChatAnswer.State.GARBLED, "an answer without text")
                : ChatAnswer.answered(text.strip(), false);
    }

    private ChatAnswer failed(Throwable e) {
        String reason = reason(e);
        if (e instanceof AuthenticationException) {
            throw refusedBy(
                    "a key that it accepts",
                    (key.isPresent() ? "a refusal: " : "no key: ") + reason,
                    "Check the key in the environment.");
        }
        if (e instanceof ModelNotFoundException) {
            throw refusedBy("a model called " + options.model(), "none: " + reason, "Name a model that it has.");
        }
        if (e instanceof ContentFilteredException) {
            return ChatAnswer.without(ChatAnswer.State.REFUSED, reason);
        }
        return ChatAnswer.without(
                (causedBy(e, IOException.class) && !garbled(e)) || reachedItsServer(e)
                        ? ChatAnswer.State.UNANSWERED
                        : ChatAnswer.State.GARBLED,
                reason);
    }

    private InputException refusedBy(String expected, String found, String remedy) {
        return new InputException(options.base().toString(), expected, found, remedy);
    }

    /** The innermost message, in one line, without the key. */
    private String reason(Throwable e) {
        Throwable inner = e;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        String message = inner.getMessage() == null ? inner.getClass().getSimpleName() : inner.getMessage();
        return ChatAnswer.quoted(key.map(k -> k.strickenFrom(message)).orElse(message));
    }

    /** Failures of the moment: too many calls, a broken server, a slow or closed connection. */
    private static boolean mayPass(Throwable e) {
        return !(e instanceof OverBudget)
                && !(e instanceof NonRetriableException)
                && !causedBy(e, InterruptedException.class)
                && !garbled(e)
                && (reachedItsServer(e) || causedBy(e, IOException.class));
    }

    private static boolean reachedItsServer(Throwable e) {
        return e instanceof LangChain4jException || causedBy(e, HttpTimeoutException.class);
    }

    private static boolean garbled(Throwable e) {
        return causedBy(e, JsonProcessingException.class);
    }

    private static boolean causedBy(Throwable e, Class<? extends Throwable> kind) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    /** Ends the attempts at one prompt. */
    private static final class OverBudget extends RuntimeException {
        OverBudget() {
            super("budget", null, false, false);
        }
    }
}
