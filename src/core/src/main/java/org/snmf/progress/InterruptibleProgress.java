package org.snmf.progress;

import java.util.function.Consumer;

/** Turns the interrupt of the working thread into a remembered request to stop. */
final class InterruptibleProgress implements Progress {
    private final Consumer<Step> steps;
    private final Consumer<String> warnings;
    private volatile boolean stopRequested;

    InterruptibleProgress(Consumer<Step> steps, Consumer<String> warnings) {
        this.steps = steps;
        this.warnings = warnings;
    }

    @Override
    public void report(Step step) {
        steps.accept(step);
    }

    @Override
    public boolean stopRequested() {
        if (Thread.interrupted()) {
            stopRequested = true;
        }
        return stopRequested;
    }

    @Override
    public void warn(String message) {
        warnings.accept(message);
    }
}
