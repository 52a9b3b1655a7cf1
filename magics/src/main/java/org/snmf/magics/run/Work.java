package org.snmf.magics.run;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Does work on a thread of its own, so that an interrupt of the caller never reaches it: an interrupt closes the file or
 * socket that its thread is using at that moment, and with it a store that is being written or a kernel's connection.
 */
public final class Work {
    private Work() {}

    /**
     * Runs {@code task} and waits for its end. An interrupt meanwhile calls {@code stop} and goes on waiting: the task
     * itself decides when it ends and what it returns.
     */
    public static <T> T run(Callable<T> task, Runnable stop) throws Exception {
        FutureTask<T> future = new FutureTask<>(task);
        Thread worker = new Thread(future, "snmf");
        worker.setDaemon(true);
        worker.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        worker.start();
        while (true) {
            try {
                return future.get();
            } catch (InterruptedException e) {
                stop.run();
            } catch (ExecutionException e) {
                throw rethrown(e);
            }
        }
    }

    private static Exception rethrown(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof Exception cause ? cause : e;
    }
}
