package org.snmf.experiments.chat;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.snmf.errors.InputException;

/**
 * Whom to ask, and how.
 *
 * @param provider the protocol
 * @param base the server's address, such as {@code https://api.openai.com/v1} or {@code http://localhost:11434}
 * @param model the provider's name of the model
 * @param temperature of its sampling
 * @param answerTokens most tokens of an answer
 * @param timeout most time of one attempt
 * @param attempts how often one prompt is tried, the first time included
 * @param firstDelay wait before the second attempt; doubled before each further one, with a tenth of chance
 * @param atOnce most calls at the same time
 * @param perMinute most calls a minute, retries counted
 */
public record ChatOptions(
        Provider provider,
        URI base,
        String model,
        double temperature,
        int answerTokens,
        Duration timeout,
        int attempts,
        Duration firstDelay,
        int atOnce,
        int perMinute) {
    /** A protocol. */
    public enum Provider {
        /** OpenAI's chat completions, which most servers speak. */
        OPENAI,
        /** Ollama's. */
        OLLAMA;

        /** As options spell it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws InputException if a value is out of its range */
    public ChatOptions {
        require(base.getScheme() != null && base.getScheme().matches("https?"), "address", "http:// or https://", base);
        require(!model.isBlank(), "model", "a name", "''");
        require(temperature >= 0 && temperature <= 2, "temperature", "0 to 2", temperature);
        require(answerTokens >= 1, "tokens of an answer", "at least 1", answerTokens);
        require(!timeout.isNegative() && !timeout.isZero(), "timeout", "more than no time", timeout);
        require(attempts >= 1, "attempts", "at least 1", attempts);
        require(!firstDelay.isNegative() && !firstDelay.isZero(), "first delay", "more than no time", firstDelay);
        require(atOnce >= 1, "calls at once", "at least 1", atOnce);
        require(perMinute >= 1, "calls a minute", "at least 1", perMinute);
    }

    private static void require(boolean right, String what, String expected, Object found) {
        if (!right) {
            throw new InputException("chat: " + what, expected, String.valueOf(found), "");
        }
    }

    /** Temperature 0, answers of 300 tokens, a minute's patience, five attempts from one second on, four calls at once. */
    public static ChatOptions of(Provider provider, URI base, String model) {
        return new ChatOptions(provider, base, model, 0, 300, Duration.ofMinutes(1), 5, Duration.ofSeconds(1), 4, 300);
    }

    /** The same with other patience. */
    public ChatOptions withRetries(Duration otherTimeout, int otherAttempts, Duration otherFirstDelay) {
        return new ChatOptions(
                provider,
                base,
                model,
                temperature,
                answerTokens,
                otherTimeout,
                otherAttempts,
                otherFirstDelay,
                atOnce,
                perMinute);
    }

    /** The same with other limits. */
    public ChatOptions withLimits(int otherAtOnce, int otherPerMinute) {
        return new ChatOptions(
                provider,
                base,
                model,
                temperature,
                answerTokens,
                timeout,
                attempts,
                firstDelay,
                otherAtOnce,
                otherPerMinute);
    }
}
