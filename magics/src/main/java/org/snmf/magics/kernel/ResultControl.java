package org.snmf.magics.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import jdk.jshell.execution.LocalExecutionControl;

/**
 * The JDK's in-process execution control, which also keeps what a snippet really returned or threw: JShell itself passes
 * on only strings. It does so by letting the JDK run a trampoline in place of the snippet.
 */
final class ResultControl extends LocalExecutionControl {
    /** How long library code may take to come to its next step before a second look. */
    private static final long GRACE_MILLIS = 1500;

    private static final Method TRAMPOLINE = trampoline();

    private static volatile Method target;
    private static volatile Object result;
    private static volatile Throwable thrown;
    private static volatile Thread worker;

    private volatile boolean stopping;
    private static volatile boolean pending;

    /** Runs the snippet that is meant on the thread that the JDK made for it. Called by reflection only. */
    public static Object bounce() throws Throwable {
        worker = Thread.currentThread();
        try {
            if (pending) {
                throw thrown = new InterruptedException();
            }
            target.setAccessible(true);
            result = target.invoke(null);
            return result;
        } catch (InvocationTargetException e) {
            thrown = e.getCause();
            throw e.getCause();
        } finally {
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
        target = snippet;
        result = null;
        thrown = null;
        if (pending) {
            thrown = new InterruptedException();
            throw new InternalException("interrupted before it ran");
        }
        return super.invoke(TRAMPOLINE);
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
     * Interrupts the snippet. Library code sees the interrupt at its next step and returns the best so far, so it is
     * left alone; code of the cell itself that goes on is stopped by the JDK's means. A second call stops both.
     */
    @Override
    public void stop() throws EngineTerminationException, InternalException {
        Thread interrupted = worker;
        if (interrupted == null) {
            // The cell is still being compiled, or no cell runs at all, which the next cell's beginning forgets.
            pending = true;
            return;
        }
        boolean again = stopping;
        stopping = true;
        interrupted.interrupt();
        try {
            long end = System.nanoTime() + GRACE_MILLIS * 1_000_000;
            while (worker == interrupted && System.nanoTime() < end && !(again || onlyCellCode(interrupted))) {
                Thread.sleep(20);
            }
            if (worker == interrupted && (again || onlyCellCode(interrupted))) {
                super.stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (worker != interrupted) {
                stopping = false;
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
        stopping = false;
        pending = false;
    }

    /** Whether the cell was interrupted between its snippets, or before the first one ran. */
    boolean interrupted() {
        return pending;
    }
}
