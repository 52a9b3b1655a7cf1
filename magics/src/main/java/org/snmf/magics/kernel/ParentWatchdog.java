package org.snmf.magics.kernel;

import java.time.Duration;
import java.util.Optional;

/**
 * Ends this process when the process that started the kernel is gone, since a client that is killed sends no shutdown
 * and a kernel would hold its memory for ever.
 */
final class ParentWatchdog {
    private ParentWatchdog() {}

    /**
     * Watches process {@code parent} and calls {@code end} once it is gone. Does nothing without a parent.
     *
     * @param parent the value of JPY_PARENT_PID; null, blank or 0 and 1 mean none
     */
    static Optional<Thread> watch(String parent, Duration interval, Runnable end) {
        if (parent == null || !parent.strip().matches("\\d{1,18}") || Long.parseLong(parent.strip()) <= 1) {
            return Optional.empty();
        }
        long pid = Long.parseLong(parent.strip());
        Thread thread = new Thread(() -> poll(pid, interval, end), "parent-watchdog");
        thread.setDaemon(true);
        thread.start();
        return Optional.of(thread);
    }

    private static void poll(long pid, Duration interval, Runnable end) {
        try {
            while (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
                Thread.sleep(interval.toMillis());
            }
            end.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
