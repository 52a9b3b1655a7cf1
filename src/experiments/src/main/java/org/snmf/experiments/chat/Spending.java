package org.snmf.experiments.chat;

/** Counts what was spent and refuses what would exceed the budget: the most a call can cost is set aside before it. */
final class Spending {
    private final ChatBudget budget;
    private int calls;
    private double cost;

    Spending(ChatBudget budget) {
        this.budget = budget;
    }

    /** Whether a call fits; if so it is counted, at the most that it can cost. */
    synchronized boolean reserve(long inputTokens, long outputTokens) {
        double most = price(inputTokens, outputTokens);
        if (calls >= budget.calls()
                || budget.cost().map(limit -> cost + most > limit).orElse(false)) {
            return false;
        }
        calls++;
        cost += most;
        return true;
    }

    /** Puts what a call took in the place of what was set aside. */
    synchronized void settle(long reservedInput, long reservedOutput, long input, long output) {
        cost += price(input, output) - price(reservedInput, reservedOutput);
    }

    private double price(long input, long output) {
        return budget.prices().map(p -> p.of(input, output)).orElse(0.0);
    }

    synchronized ChatUsage usage() {
        return new ChatUsage(calls, budget.prices().map(p -> cost));
    }
}
