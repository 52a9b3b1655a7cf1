package org.snmf.factorize.steps;

import java.util.Arrays;

/**
 * The hard winner-take-all of the paper's Appendix A: the ⌈p·d⌉ entries of largest magnitude stay, ties at the limit too. One
 * instance belongs to one thread.
 *
 * <p>The bits of a float32 without its sign are in the order of its magnitude. So a count by their upper bits (exponent and
 * three bits of the fraction) says in which bin the limit lies, and only that bin's few entries are sorted out.
 */
public final class WinnerTakeAll {
    private static final int SHIFT = 20;
    private static final int MAGNITUDE = 0x7fffffff;

    private final int[] counts = new int[(MAGNITUDE >>> SHIFT) + 1];
    private final int[] bin;

    /** @param longest the longest row */
    WinnerTakeAll(int longest) {
        this.bin = new int[longest];
    }

    /** How many of {@code length} entries stay at sparsity p: ⌈p·length⌉, at least 1. */
    public static int kept(double p, int length) {
        return Math.max(1, Math.min(length, (int) Math.ceil(p * length)));
    }

    /**
     * The magnitude that an entry of {@code row} must have to be among the {@code kept} largest.
     *
     * @param row the entries; not changed
     * @param kept how many stay, in [1, length of the row]
     */
    float threshold(float[] row, int kept) {
        Arrays.fill(counts, 0);
        for (float value : row) {
            counts[(Float.floatToRawIntBits(value) & MAGNITUDE) >>> SHIFT]++;
        }
        int limit = counts.length - 1;
        int above = 0;
        while (above + counts[limit] < kept) {
            above += counts[limit--];
        }
        int size = 0;
        for (float value : row) {
            int bits = Float.floatToRawIntBits(value) & MAGNITUDE;
            bin[size] = bits;
            size += bits >>> SHIFT == limit ? 1 : 0;
            // The last entry may have nowhere to go, if all are in the bin.
            if (size == bin.length) {
                break;
            }
        }
        Arrays.sort(bin, 0, size);
        return Float.intBitsToFloat(bin[size - (kept - above)]);
    }
}
