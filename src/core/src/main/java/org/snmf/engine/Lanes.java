package org.snmf.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A fixed number of daemon threads with a static division of work. */
final class Lanes implements AutoCloseable {
    private final int threads;
    private final ExecutorService pool;

    /** @param starter run once in each thread before its first task */
    Lanes(String name, int threads, Runnable starter) {
        this.threads = threads;
        this.pool = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(
                    () -> {
                        starter.run();
                        work.run();
                    },
                    "snmf-" + name);
            thread.setDaemon(true);
            return thread;
        });
    }

    int threads() {
        return threads;
    }

    void forEach(int tasks, Engine.LaneTask task) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < Math.min(threads, tasks); i++) {
            int lane = i;
            running.add(pool.submit(() -> {
                for (int t = lane; t < tasks; t += threads) {
                    task.run(lane, t);
                }
            }));
        }
        RuntimeException failure = null;
        for (Future<?> future : running) {
            try {
                waitFor(future);
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Waits to the end even when interrupted, since the lanes still write; the interrupt is kept for the caller. */
    private static void waitFor(Future<?> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    future.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException cause) {
                        throw cause;
                    }
                    if (e.getCause() instanceof Error error) {
                        throw error;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
