package org.snmf.testkit.ground;

import java.util.ArrayList;
import java.util.List;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** A person who watches, and interrupts after so many steps. */
public final class StopAfter implements Progress {
    public final List<Step> steps = new ArrayList<>();
    public final List<String> warnings = new ArrayList<>();
    private final int limit;

    /** @param limit reports before the stop; {@code Integer.MAX_VALUE} to watch only */
    public StopAfter(int limit) {
        this.limit = limit;
    }

    @Override
    public void report(Step step) {
        steps.add(step);
    }

    @Override
    public boolean stopRequested() {
        return steps.size() >= limit;
    }

    @Override
    public void warn(String message) {
        warnings.add(message);
    }
}
