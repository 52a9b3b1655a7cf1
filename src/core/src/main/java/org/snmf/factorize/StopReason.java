package org.snmf.factorize;

/** Why a fit ended. */
public enum StopReason {
    /** The error stands still, at its best or near it. */
    CONVERGED("converged"),
    /** The error rose from its best, or moves up and down above it, and did not come below it for long. */
    NO_BETTER("no better for long"),
    /** The iterations allowed were done. */
    ITERATIONS("all iterations done"),
    /** The budget of seconds was spent. */
    TIME("time is up"),
    /** A stop was requested from outside. */
    REQUESTED("stopped on request"),
    /** There was no memory for another iteration. */
    MEMORY("out of memory");

    private final String text;

    StopReason(String text) {
        this.text = text;
    }

    /** The same in words. */
    public String text() {
        return text;
    }
}
