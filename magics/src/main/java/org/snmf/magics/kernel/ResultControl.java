package org.snmf.magics.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import jdk.jshell.execution.LocalExecutionControl;

/**
 * The JDK's in-process execution control, which also keeps what a snippet really returned or threw: JShell itself passes
 * on only strings. It does so by letting the JDK run a trampoline in place of the snippet.
 *
 * <p>An interrupt is meant for the cell, while a snippet is a part of it that may last a few microseconds. So an
 * interrupt ends either the snippet that it met, or, where no snippet took note of it, the cell before its next snippet.
 * Whether a snippet runs is asked and answered under one lock, so that no interrupt falls between two snippets.
 */
final class ResultControl extends LocalExecutionControl {
    /** How long library code may take to come to its next step before a second look. */
    private static final long GRACE_MILLIS = 1500;

    private static final Method TRAMPOLINE = trampoline();

    /** How long the JDK may take to count the threads of a snippet that has just started. */
    private static final long COUNTING_NANOS = 1_000_000_000;

    private static volatile Thread caller;
    private static volatile Method target;
    private static volatile Object result;
    private static volatile Throwable thrown;

    private static final Object LOCK = new Object();
    /** The thread of the snippet that runs; null between snippets. Changed under the lock only. */
    private static volatile Thread worker;
    /** Whether the cell is to end before its next snippet. Set under the lock only. */
    private static volatile boolean pending;
    /** The thread that was interrupted and may still be on its way to its end. */
    private Thread asked;

    /** Runs the snippet that is meant on the thread that the JDK made for it. Called by reflection only. */
    public static Object bounce() throws Throwable {
        waitForCount();
        synchronized (LOCK) {
            if (pending) {
                throw thrown = new InterruptedException();
            }
            worker = Thread.currentThread();
        }
        try {
            target.setAccessible(true);
            result = target.invoke(null);
            return result;
        } catch (InvocationTargetException e) {
            thrown = e.getCause();
            throw e.getCause();
        } catch (Throwable e) {
            // Stopped for good on the way into the snippet or out of it.
            thrown = e;
            throw e;
        } finally {
            left(Thread.currentThread());
        }
    }

    /**
     * The JDK waits for the end of every thread that it counts right after it has started the snippet's. On a busy machine a
     * quick snippet starts a thread before that, a pool's for instance, and if it lasts, so does the cell. So the snippet
     * begins when the JDK has counted and waits.
     */
    private static void waitForCount() {
        long end = System.nanoTime() + COUNTING_NANOS;
        while (caller.getState() != Thread.State.WAITING && System.nanoTime() < end) {
            Thread.yield();
        }
    }

    /** A snippet is over. An interrupt that nothing in it took note of is for the rest of the cell. */
    private static void left(Thread snippet) {
        synchronized (LOCK) {
            pending |= snippet.isInterrupted();
            worker = null;
        }
    }

    private static Method trampoline() {
        try {
            Method bounce = ResultControl.class.getDeclaredMethod("bounce");
            bounce.setAccessible(true);
            return bounce;
        } catch (NoSuchMethodException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        caller = Thread.currentThread();
        target = snippet;
        result = null;
        thrown = null;
        if (pending) {
            thrown = new InterruptedException();
            throw new InternalException("interrupted before it ran");
        }
        try {
            return super.invoke(TRAMPOLINE);
        } finally {
            // A thread that was stopped for good may not have come to say so itself.
            synchronized (LOCK) {
                worker = null;
            }
        }
    }

    /** What the last snippet returned. */
    Object takeResult() {
        Object taken = result;
        result = null;
        return taken;
    }

    /** What the last snippet threw, or null. */
    Throwable takeThrown() {
        Throwable taken = thrown;
        thrown = null;
        return taken;
    }

    /**
     * Interrupts the cell. Library code sees the interrupt at its next step and returns the best so far, so it is
     * left alone; code of the cell itself that goes on is stopped by the JDK's means. A second call stops both.
     */
    @Override
    public void stop() throws EngineTerminationException, InternalException {
        Thread interrupted;
        boolean again;
        synchronized (LOCK) {
            interrupted = worker;
            if (interrupted == null) {
                // The cell is still being compiled, or no cell runs at all, which the next cell's beginning forgets.
                pending = true;
                return;
            }
            again = asked == interrupted;
            asked = interrupted;
            interrupted.interrupt();
        }
        try {
            long end = System.nanoTime() + GRACE_MILLIS * 1_000_000;
            while (worker == interrupted && System.nanoTime() < end && !(again || onlyCellCode(interrupted))) {
                Thread.sleep(20);
            }
            if (worker == interrupted && (again || onlyCellCode(interrupted))) {
                stopForGood(interrupted);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops the snippet if it still runs, and the cell with it, wherever in the snippet that happens. */
    private void stopForGood(Thread snippet) throws EngineTerminationException, InternalException {
        synchronized (LOCK) {
            if (worker == snippet) {
                pending = true;
                super.stop();
            }
        }
    }

    /** Whether no library code is on the thread's stack, looked at twice so that a cell's own catch gets its chance. */
    private static boolean onlyCellCode(Thread thread) throws InterruptedException {
        for (int look = 0; look < 2; look++) {
            for (StackTraceElement frame : thread.getStackTrace()) {
                boolean library = frame.getClassName().startsWith("org.snmf.")
                        && !frame.getClassName().startsWith("org.snmf.magics.kernel.");
                if (library) {
                    return false;
                }
            }
            Thread.sleep(100);
        }
        return true;
    }

    /** A new cell begins: an interrupt meant for an earlier one is over. */
    void begin() {
        synchronized (LOCK) {
            asked = null;
            pending = false;
        }
    }

    /** Whether the cell was interrupted, and is not to go on. */
    boolean interrupted() {
        return pending;
    }
}
