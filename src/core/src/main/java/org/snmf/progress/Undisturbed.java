package org.snmf.progress;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Work that an interrupt must not touch. Java closes a file channel whose reader or writer is interrupted, for good and for
 * everybody; so whatever uses one runs on a thread that nobody interrupts, and the interrupt waits for the caller, who sees
 * it at the next look at {@link Progress#stopRequested()}.
 */
public final class Undisturbed {
    private static final ThreadPoolExecutor POOL = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> thread(work, "snmf-files"));

    private Undisturbed() {}

    /** Work with a result. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** Work without a result. */
    @FunctionalInterface
    public interface Action<E extends Exception> {
        void run() throws E;
    }

    /** As {@link #call}, for work that leaves nothing. */
    public static <E extends Exception> void run(Action<E> action) throws E {
        Undisturbed.<Boolean, E>call(() -> {
            action.run();
            return true;
        });
    }

    /**
     * Does {@code work} and waits for its end, whatever interrupts come meanwhile or are pending already; they are pending
     * afterwards. On a thread of {@link #thread} it is done there.
     */
    public static <T, E extends Exception> T call(Work<T, E> work) throws E {
        return Thread.currentThread() instanceof OwnThread ? work.run() : await(POOL.submit(work::run));
    }

    /**
     * A daemon thread outside of the caller's group, so that whoever stops or waits for the threads of a notebook's cell does
     * not meet it.
     */
    public static Thread thread(Runnable work, String name) {
        return new OwnThread(topGroup(), work, name);
    }

    /** Waits for the end of {@code future} even when interrupted; the interrupt is kept for the caller. */
    public static <T, E extends Exception> T await(Future<? extends T> future) throws E {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            @SuppressWarnings("unchecked") // E or unchecked, since the work throws nothing else
            E cause = (E) e.getCause();
            throw cause;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static ThreadGroup topGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    private static final class OwnThread extends Thread {
        OwnThread(ThreadGroup group, Runnable work, String name) {
            super(group, work, name);
            setDaemon(true);
        }
    }
}
