package org.snmf.experiments.chat;

import java.util.Optional;
import org.snmf.experiments.chat.ChatBudget.Prices;

/**
 * What prompts will take, counted before the first call. Tokens of prompts are estimated at three characters a token, which
 * is more than English needs; answers are taken at their greatest length. So the cost is at most this, but for retries.
 *
 * @param prompts how many there are
 * @param onDisk how many of them were answered before and cost nothing
 * @param inputTokens tokens of the prompts that are sent
 * @param outputTokens most tokens of their answers
 * @param cost at the budget's prices; none where they are not known
 */
public record ChatPlan(int prompts, int onDisk, long inputTokens, long outputTokens, Optional<Double> cost) {
    private static final int CHARACTERS_PER_TOKEN = 3;

    static long tokens(String text) {
        return ((long) text.length() + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }

    static ChatPlan of(int prompts, int onDisk, long inputTokens, int answerTokens, Optional<Prices> prices) {
        long output = (long) (prompts - onDisk) * answerTokens;
        return new ChatPlan(prompts, onDisk, inputTokens, output, prices.map(p -> p.of(inputTokens, output)));
    }

    /** Calls that will be made if nothing fails. */
    public int calls() {
        return prompts - onDisk;
    }
}
