package org.snmf.progress;

import java.util.ArrayList;
import java.util.List;

/** A person who watches, and interrupts after so many steps. */
public final class StopAfter implements Progress {
    public final List<Step> steps = new ArrayList<>();
    public final List<String> warnings = new ArrayList<>();
    private final int limit;

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
