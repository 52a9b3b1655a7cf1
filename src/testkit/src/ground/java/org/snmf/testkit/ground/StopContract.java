package org.snmf.testkit.ground;

import org.snmf.errors.InputException;
import org.snmf.progress.Progress;

/**
 * The contract of every long operation: a stop at its i-th report, whatever i is, ends it after at most one more, with the best
 * so far, or with a refusal that says that there was nothing yet.
 */
public final class StopContract {
    private StopContract() {}

    /** A long operation; gives how much of its result there is. */
    @FunctionalInterface
    public interface Operation {
        /** Does the work, and gives the size of what came of it. */
        int run(Progress progress);
    }

    /**
     * Runs the operation to its end, and again with stops.
     *
     * @param stops about how many reports to stop at, spread over all
     * @throws AssertionError if it reports nothing, goes on after a stop, or gives more than the whole
     */
    public static void check(Operation operation, int stops) {
        StopAfter never = new StopAfter(Integer.MAX_VALUE);
        int whole = operation.run(never);
        int reports = never.steps.size();
        require(reports > 0, "it reports nothing");
        for (int i = 0; i < reports; i += Math.max(1, reports / stops)) {
            StopAfter stop = new StopAfter(i);
            try {
                int part = operation.run(stop);
                require(part >= 0 && part <= whole, "a stop at " + i + " gave " + part + " of " + whole);
            } catch (InputException nothingYet) {
                require(String.valueOf(nothingYet.getMessage()).contains("stop"), "a stop at " + i + ": " + nothingYet.getMessage());
            }
            require(stop.steps.size() <= i + 1, "a stop at " + i + " was seen after " + stop.steps.size() + " reports");
        }
    }

    private static void require(boolean kept, String broken) {
        if (!kept) {
            throw new AssertionError(broken);
        }
    }
}
