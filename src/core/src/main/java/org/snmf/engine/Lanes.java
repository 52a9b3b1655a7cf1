package org.snmf.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.snmf.progress.Undisturbed;

/** A fixed number of daemon threads with a static division of work. */
final class Lanes implements AutoCloseable {
    private final int threads;
    private final ExecutorService pool;

    /** @param starter run once in each thread before its first task */
    Lanes(String name, int threads, Runnable starter) {
        this.threads = threads;
        this.pool = Executors.newFixedThreadPool(
                threads,
                work -> Undisturbed.thread(
                        () -> {
                            starter.run();
                            work.run();
                        },
                        "snmf-" + name));
    }

    int threads() {
        return threads;
    }

    /** As {@link Engine#forEach}: whatever fails in a lane, an error too, is thrown when no lane runs any more. */
    void forEach(int tasks, Engine.LaneTask task) {
        List<Future<?>> running = new ArrayList<>();
        Throwable failure = null;
        try {
            for (int i = 0; i < Math.min(threads, tasks); i++) {
                int lane = i;
                running.add(pool.submit(() -> {
                    for (int t = lane; t < tasks; t += threads) {
                        task.run(lane, t);
                    }
                }));
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        for (Future<?> future : running) {
            try {
                Undisturbed.<Object, RuntimeException>await(future);
            } catch (RuntimeException | Error e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
