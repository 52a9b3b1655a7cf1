package org.snmf.factorize;

import java.util.ArrayList;
import java.util.List;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** A person who watches, and interrupts after so many steps. */
final class StopAfter implements Progress {
    final List<Step> steps = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    private final int limit;

    StopAfter(int limit) {
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
