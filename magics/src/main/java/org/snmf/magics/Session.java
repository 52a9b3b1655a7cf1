package org.snmf.magics;

/** What the verbs have made so far, so that a later verb needs no repetition. One thread at a time. */
public final class Session implements AutoCloseable {
    private static final Session CURRENT = new Session();

    /** The session of this process: what {@code %snmf} works on. */
    public static Session current() {
        return CURRENT;
    }

    /** Forgets everything and gives native memory back. */
    public void reset() {}

    @Override
    public void close() {
        reset();
    }
}
