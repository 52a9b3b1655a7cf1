package org.snmf.progress;

/**
 * One status record of a long loop.
 *
 * @param task what is being done, as a short noun phrase: {@code "capture"}, {@code "factorize"}
 * @param done units finished so far
 * @param total units in all, or {@link #UNKNOWN}
 * @param unit what is counted, in the plural: {@code "tokens"}, {@code "iterations"}
 * @param detail what a person would want to know at this moment, for example {@code "relative error 0.4431"}; may be
 *     empty
 * @param part share of the unit at work that is done, in [0, 1], where a unit takes long; else 0
 */
public record Step(String task, long done, long total, String unit, String detail, double part) {
    /** The total of a loop whose end is not known. */
    public static final long UNKNOWN = -1;

    /** A step of units that are not looked into. */
    public Step(String task, long done, long total, String unit, String detail) {
        this(task, done, total, unit, detail, 0);
    }

    /** Share of the work that is done, in [0, 1], or NaN when the total is unknown. */
    public double fraction() {
        return total > 0 ? Math.min(1.0, (done + part) / total) : Double.NaN;
    }
}
