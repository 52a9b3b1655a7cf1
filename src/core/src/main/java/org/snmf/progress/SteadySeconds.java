package org.snmf.progress;

import java.util.Arrays;

/** What a repeated piece of work takes once it runs steadily. */
public final class SteadySeconds {
    private SteadySeconds() {}

    /**
     * The lower quartile of the second half of the turns: in the first half the virtual machine is still compiling.
     *
     * @param ends seconds after the beginning at which each turn ended, ascending; at least one
     */
    public static double ofTurnsEndingAt(double[] ends) {
        double[] each = new double[ends.length];
        for (int i = 0; i < each.length; i++) {
            each[i] = ends[i] - (i == 0 ? 0 : ends[i - 1]);
        }
        double[] late = Arrays.copyOfRange(each, each.length / 2, each.length);
        Arrays.sort(late);
        return late[late.length / 4];
    }
}
