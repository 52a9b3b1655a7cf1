package org.snmf.experiments.chat;

import java.util.Optional;
import org.snmf.errors.InputException;

/**
 * What may be spent.
 *
 * @param calls most calls to the server, retries counted; answers on disk are none
 * @param cost most money, in the currency of the prices; none for no limit, some only with prices
 * @param prices what tokens cost; none where that is not known
 */
public record ChatBudget(int calls, Optional<Double> cost, Optional<Prices> prices) {
    /**
     * What a provider asks for.
     *
     * @param input for a million tokens of prompts
     * @param output for a million tokens of answers
     */
    public record Prices(double input, double output) {
        /** @throws InputException if one is negative or not finite */
        public Prices {
            if (!(input >= 0 && output >= 0 && input + output < Double.POSITIVE_INFINITY)) {
                throw new InputException("prices of a million tokens", "0 or more", input + " and " + output, "");
            }
        }

        double of(long inputTokens, long outputTokens) {
            return (input * inputTokens + output * outputTokens) / 1e6;
        }
    }

    /** @throws InputException if a limit is negative, or money is limited without prices */
    public ChatBudget {
        if (calls < 0) {
            throw new InputException("budget", "0 calls or more", calls + "", "");
        }
        if (cost.isPresent() && !(cost.get() >= 0)) {
            throw new InputException("budget", "0 or more", cost.get() + "", "");
        }
        if (cost.isPresent() && prices.isEmpty()) {
            throw new InputException("budget", "prices of a million tokens", "none", "Without them no cost is known.");
        }
    }

    /** So many calls, whatever they cost. */
    public static ChatBudget ofCalls(int calls) {
        return new ChatBudget(calls, Optional.empty(), Optional.empty());
    }
}
