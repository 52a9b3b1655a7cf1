package org.snmf.magics.kernel.cells;

/** What the cells of {@link JavaCellsTest} call. A cell interrupts itself here, so that no test depends on who is first. */
public final class InterruptProbe {
    /** Set by the snippet after the interrupted one. */
    public static volatile boolean wentOn;

    static JavaCells cells;
    static Thread caller;
    private static Thread interrupter;

    private InterruptProbe() {}

    /** Interrupts the cell that calls this and returns as soon as the interrupt is there, without taking note of it. */
    public static void shortSnippet() {
        interrupter = new Thread(() -> cells.interrupt());
        interrupter.start();
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    /** As {@link #shortSnippet()}, but takes note of the interrupt as the library's loops do. */
    public static void bestSoFar() {
        shortSnippet();
        Thread.interrupted();
    }

    /** Whether the thread that runs the cell waits for this snippet already. */
    public static boolean callerWaits() {
        return caller.getState() == Thread.State.WAITING;
    }

    /** Waits until the interrupt that a cell asked for is through. */
    static void await() throws InterruptedException {
        interrupter.join();
    }
}
