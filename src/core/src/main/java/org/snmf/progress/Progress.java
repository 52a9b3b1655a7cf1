package org.snmf.progress;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The one way in which a long loop of the library speaks to its surroundings. Every loop over tokens, iterations,
 * features or prompts calls {@link #report} once a step and looks at {@link #stopRequested()}; when a stop is requested
 * it ends at the next step and returns the best result so far, marked as stopped.
 */
public interface Progress {
    /** Says nothing and never stops. */
    Progress NONE = new Progress() {
        @Override
        public void report(Step step) {}

        @Override
        public boolean stopRequested() {
            return false;
        }

        @Override
        public void warn(String message) {}
    };

    /** Tells how far the work is. Called on the thread that works; must return quickly and never throw. */
    void report(Step step);

    /** Whether the work should end at the next step. Once true it stays true. */
    boolean stopRequested();

    /** Tells what a person must know but what does not end the work: what was dropped, truncated or out of reach. */
    void warn(String message);

    /** This progress for work that is part of a longer one: it hears what {@code told} makes of each step. */
    default Progress telling(UnaryOperator<Step> told) {
        Progress outer = this;
        return new Progress() {
            @Override
            public void report(Step step) {
                outer.report(told.apply(step));
            }

            @Override
            public boolean stopRequested() {
                return outer.stopRequested();
            }

            @Override
            public void warn(String message) {
                outer.warn(message);
            }
        };
    }

    /** Says nothing and requests a stop when a task has done this many steps. */
    static Progress stopAfter(long steps) {
        return new Progress() {
            private volatile boolean stop = steps <= 0;

            @Override
            public void report(Step step) {
                stop |= step.done() >= steps;
            }

            @Override
            public boolean stopRequested() {
                return stop;
            }

            @Override
            public void warn(String message) {}
        };
    }

    /**
     * A progress that hands steps to {@code steps}, warnings to {@code warnings}, and requests a stop when the working
     * thread is interrupted (the interrupt flag is cleared when it is seen, and the request is remembered).
     */
    static Progress of(Consumer<Step> steps, Consumer<String> warnings) {
        return new InterruptibleProgress(steps, warnings);
    }
}
