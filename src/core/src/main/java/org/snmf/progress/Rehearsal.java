package org.snmf.progress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A step in small, done again and again: how long work of the same kind will take on this machine, before it is begun.
 *
 * <p>Cost model: time goes with the count of operations alone. A step of s operations was done in turns; work of c operations
 * takes c/s of them, the first as long as they were measured, since a fresh process is slow at first, and the others as long
 * as a turn that runs steadily. What the count leaves out (reading files, memory that is touched for the first time) is the
 * caller's to add.
 */
public final class Rehearsal {
    private static final int MOST_TURNS = 2000;
    private static final Map<List<?>, Rehearsal> MADE = new ConcurrentHashMap<>();

    private final double operations;
    private final double[] ends;

    private Rehearsal(double operations, double[] ends) {
        this.operations = operations;
        this.ends = ends.clone();
    }

    /**
     * The rehearsal of that key: made the first time, and kept for the life of the process.
     *
     * @param key what the time of a turn depends on
     * @param operations of one turn
     * @param ends does the turns, and gives the seconds after the beginning at which each ended, ascending; at least one
     */
    public static Rehearsal of(List<?> key, double operations, Supplier<double[]> ends) {
        return MADE.computeIfAbsent(List.copyOf(key), made -> new Rehearsal(operations, ends.get()));
    }

    /** Does {@code turn} again and again, for so many seconds and at least so often; when each turn was over. */
    public static double[] turns(Runnable turn, double seconds, int least) {
        List<Double> ends = new ArrayList<>();
        long begun = System.nanoTime();
        do {
            turn.run();
            ends.add((System.nanoTime() - begun) * 1e-9);
        } while (ends.size() < least || (ends.size() < MOST_TURNS && ends.get(ends.size() - 1) < seconds));
        return ends.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Seconds of work of so many operations. */
    public double seconds(double work) {
        double turns = work / operations;
        int whole = (int) Math.min(turns, ends.length);
        double end = whole == 0 ? 0 : ends[whole - 1];
        double next = whole < ends.length ? ends[whole] - end : steady();
        return end + (turns - whole) * next;
    }

    /** Operations a second, of turns that run steadily. */
    public double rate() {
        return operations / steady();
    }

    /** The lower quartile of the second half of the turns: in the first half the virtual machine is still compiling. */
    private double steady() {
        double[] each = new double[ends.length];
        for (int i = 0; i < each.length; i++) {
            each[i] = ends[i] - (i == 0 ? 0 : ends[i - 1]);
        }
        double[] late = Arrays.copyOfRange(each, each.length / 2, each.length);
        Arrays.sort(late);
        return late[late.length / 4];
    }
}
