package org.snmf.magics.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * Draws the steps of the library's loops as a bar that moves: at most five times a second, and always the last step.
 * Nothing is drawn in the first half second, so that quick work leaves no trace. An
 * interrupt of the working thread becomes a request to stop, as {@link #requestStop()} is one from another thread.
 */
public final class LiveProgress implements Progress, AutoCloseable {
    private static final long INTERVAL = 200_000_000L;
    private static final long DELAY = 500_000_000L;

    private final Screen screen;
    private final LongSupplier clock;
    private final Progress interrupt = Progress.of(step -> {}, warning -> {});
    private final List<String> warnings = new ArrayList<>();
    private Screen.@Nullable Live live;
    private @Nullable Step last;
    private long begun;
    private long drawnAt;
    private volatile boolean stop;

    /** Draws on {@code screen}. */
    public LiveProgress(Screen screen) {
        this(screen, System::nanoTime);
    }

    LiveProgress(Screen screen, LongSupplier clock) {
        this.screen = screen;
        this.clock = clock;
    }

    @Override
    public void report(Step step) {
        long now = clock.getAsLong();
        if (last == null || !last.task().equals(step.task())) {
            finish();
            begun = now;
        }
        last = step;
        if (now - (live == null ? begun + DELAY - INTERVAL : drawnAt) >= INTERVAL) {
            draw(step, now);
        }
    }

    @Override
    public boolean stopRequested() {
        stop |= interrupt.stopRequested();
        return stop;
    }

    /** Asks the work to end at its next step. May be called on any thread. */
    public void requestStop() {
        stop = true;
    }

    @Override
    public void warn(String message) {
        warnings.add(message);
        screen.warn(message);
    }

    /** What was warned of so far. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Draws the last step as the final state, if anything was drawn of its task. */
    public void finish() {
        if (live != null && last != null) {
            live.draw(ProgressBar.ended(last, (clock.getAsLong() - begun) / 1e9, stop));
            live.close();
            live = null;
        }
        last = null;
    }

    @Override
    public void close() {
        finish();
    }

    private void draw(Step step, long now) {
        if (live == null) {
            live = screen.live();
        }
        live.draw(ProgressBar.of(step, (now - begun) / 1e9));
        drawnAt = now;
    }
}
