package org.snmf.errors;

import org.jspecify.annotations.Nullable;

/**
 * Bad input from a person, a file or another program: says where it was found, what was expected, what was found
 * instead and what to do about it. The kernel and the command line print {@link #getMessage()} alone, without a stack
 * trace, so the message must stand on its own.
 */
public class InputException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String where;
    private final String expected;
    private final String found;
    private final String remedy;

    /**
     * @param where the file, option, line or object that is wrong
     * @param expected what would have been right, as a noun phrase
     * @param found what was there instead
     * @param remedy what to do next, as an imperative sentence; empty when nothing more can be said
     */
    public InputException(String where, String expected, String found, String remedy) {
        this(where, expected, found, remedy, null);
    }

    /** As {@link #InputException(String, String, String, String)}, keeping the exception that revealed the fault. */
    public InputException(String where, String expected, String found, String remedy, @Nullable Throwable cause) {
        super(
                where + ": expected " + expected + ", found " + found + "." + (remedy.isEmpty() ? "" : " " + remedy),
                cause);
        this.where = where;
        this.expected = expected;
        this.found = found;
        this.remedy = remedy;
    }

    /** The file, option, line or object that is wrong. */
    public String where() {
        return where;
    }

    /** What would have been right. */
    public String expected() {
        return expected;
    }

    /** What was there instead. */
    public String found() {
        return found;
    }

    /** What to do next; empty when nothing more can be said. */
    public String remedy() {
        return remedy;
    }
}
