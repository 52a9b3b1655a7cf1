package org.snmf.magics.kernel.cells;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.function.BiConsumer;
import jdk.jshell.execution.LocalExecutionControl;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's in-process execution control, which also keeps what a snippet really returned or threw: JShell itself passes
 * on only strings. It does so by letting the JDK run a trampoline in place of the snippet.
 *
 * <p>An interrupt is meant for the cell, while a snippet is a part of it that may last a few microseconds. So an
 * interrupt ends either the snippet that it met, or, where no snippet took note of it, the cell before its next snippet.
 * Whether a snippet runs is asked and answered under one lock, so that no interrupt falls between two snippets.
 */
// The JDK calls a static method without arguments, so what a snippet is and how it ended must lie in static fields; and
// it
// tells of the moment that waitForCount waits for in no other way than by the state of its thread. awaitEnd is the loop
// that
// ThreadJoinLoop asks for.
@SuppressWarnings({
    "StaticAssignmentInConstructor",
    "StaticAssignmentOfThrowable",
    "ThreadJoinLoop",
    "ThreadPriorityCheck"
})
final class ResultControl extends LocalExecutionControl {
    /** How long library code may take to come to its next step before a second look. */
    private static final long GRACE_MILLIS = 1500;

    private static final Method TRAMPOLINE = trampoline();

    /** How long the JDK may take to count the threads of a snippet that has just started. */
    private static final long COUNTING_NANOS = 1_000_000_000;

    private static volatile BiConsumer<Thread, Throwable> onOtherThread = (thread, e) -> {};
    private static volatile Thread.@Nullable UncaughtExceptionHandler uncaught;
    private static volatile @Nullable Thread caller;
    private static volatile @Nullable Method target;
    private static volatile @Nullable Object result;
    private static volatile @Nullable Throwable thrown;

    private static final Object LOCK = new Object();
    /** The thread of the snippet that runs; null between snippets. Changed under the lock only. */
    private static volatile @Nullable Thread worker;
    /** Whether the cell is to end before its next snippet. Set under the lock only. */
    private static volatile boolean pending;
    /** The thread that was interrupted and may still be on its way to its end. */
    private @Nullable Thread asked;
    /** Whether an interrupt has met the cell that runs. */
    private boolean met;
    /** When it was interrupted. */
    private long askedAt;

    /** @param onOtherThread is told of what threads throw that a snippet has started */
    ResultControl(BiConsumer<Thread, Throwable> onOtherThread) {
        ResultControl.onOtherThread = onOtherThread;
    }

    /** Runs the snippet that is meant, and returns when it has ended. Called by reflection only. */
    public static @Nullable Object bounce() throws Throwable {
        // On some versions the JDK has just put a handler of its own in place of the one that the person chose.
        Thread.setDefaultUncaughtExceptionHandler(uncaught);
        waitForCount();
        Thread snippet = new Thread(new CellThreads(), ResultControl::run, "cell");
        synchronized (LOCK) {
            if (pending) {
                InterruptedException interrupt = new InterruptedException();
                thrown = interrupt;
                throw interrupt;
            }
            worker = snippet;
            snippet.start();
        }
        awaitEnd(snippet);
        @Nullable Throwable end = thrown;
        if (end != null) {
            throw end;
        }
        return null;
    }

    private static void run() {
        try {
            Method snippet = Objects.requireNonNull(target, "invoke has set it");
            snippet.setAccessible(true);
            result = snippet.invoke(null);
        } catch (InvocationTargetException e) {
            thrown = e.getCause();
        } catch (Throwable e) {
            // Stopped for good on the way into the snippet or out of it.
            thrown = e;
        } finally {
            left(Thread.currentThread());
        }
    }

    private static void awaitEnd(Thread snippet) {
        while (true) {
            try {
                snippet.join();
                return;
            } catch (InterruptedException e) {
                // The JDK's stop interrupts this thread too; the snippet's end is what counts.
            }
        }
    }

    /** The threads of one snippet. What one of them throws ends that thread alone, and is told. */
    private static final class CellThreads extends ThreadGroup {
        CellThreads() {
            super("cell");
        }

        @Override
        public void uncaughtException(Thread thread, Throwable e) {
            Thread.UncaughtExceptionHandler chosen = Thread.getDefaultUncaughtExceptionHandler();
            if (e instanceof ThreadDeath) {
                return;
            }
            if (chosen != null) {
                chosen.uncaughtException(thread, e);
            } else {
                onOtherThread.accept(thread, e);
            }
        }
    }

    /**
     * The JDK waits for the end of every thread that it counts right after it has started the snippet's. On a busy machine a
     * quick snippet starts a thread before that, a pool's for instance, and if it lasts, so does the cell. So the snippet
     * begins when the JDK has counted and waits.
     */
    private static void waitForCount() {
        long end = System.nanoTime() + COUNTING_NANOS;
        Thread waiting = Objects.requireNonNull(caller, "invoke has set it");
        while (waiting.getState() != Thread.State.WAITING && System.nanoTime() < end) {
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
        uncaught = Thread.getDefaultUncaughtExceptionHandler();
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
            @Nullable Thread last = worker;
            if (last != null) {
                awaitEnd(last);
            }
            // A thread that was stopped for good may not have come to say so itself.
            synchronized (LOCK) {
                worker = null;
            }
        }
    }

    /** What the last snippet returned. */
    @Nullable
    Object takeResult() {
        @Nullable Object taken = result;
        result = null;
        return taken;
    }

    /** What the last snippet threw, or null. */
    @Nullable
    Throwable takeThrown() {
        @Nullable Throwable taken = thrown;
        thrown = null;
        return taken;
    }

    /**
     * Interrupts the cell. Library code sees the interrupt at its next step and returns the best so far, so it is
     * left alone; code of the cell itself that goes on is stopped by the JDK's means. A second call stops both, unless it
     * comes so quickly that it can only be the first one again. Returns at once, so that a press is never kept until the
     * next cell runs.
     */
    @Override
    public void stop() {
        @Nullable Thread interrupted;
        synchronized (LOCK) {
            met = true;
            interrupted = worker;
            if (interrupted == null) {
                // The cell is still being compiled, or no cell runs at all, which the next cell's beginning forgets.
                pending = true;
                return;
            }
            boolean first = asked != interrupted;
            boolean again = !first && System.nanoTime() - askedAt > GRACE_MILLIS * 1_000_000;
            if (!first && !again) {
                return;
            }
            if (first) {
                asked = interrupted;
                askedAt = System.nanoTime();
            }
            interrupted.interrupt();
            Thread follower = new Thread(() -> follow(interrupted, again), "interrupt");
            follower.setDaemon(true);
            follower.start();
        }
    }

    /** Sees to it that a snippet which takes no note of its interrupt ends. */
    private void follow(Thread interrupted, boolean atOnce) {
        try {
            long end = System.nanoTime() + GRACE_MILLIS * 1_000_000;
            while (worker == interrupted && System.nanoTime() < end && !(atOnce || onlyCellCode(interrupted))) {
                Thread.sleep(20);
            }
            if (worker == interrupted && (atOnce || onlyCellCode(interrupted))) {
                stopForGood(interrupted);
            }
        } catch (InterruptedException | EngineTerminationException | InternalException e) {
            onOtherThread.accept(Thread.currentThread(), e);
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
            met = false;
        }
    }

    /** Whether an interrupt has met the cell. */
    boolean wasInterrupted() {
        synchronized (LOCK) {
            return met;
        }
    }

    /** The class of this name as snippets see it. */
    Class<?> type(String name) throws ClassNotFoundException {
        return findClass(name);
    }

    /** Whether the cell was interrupted, and is not to go on. */
    boolean interrupted() {
        return pending;
    }
}
