package org.snmf.factorize;

/** The hard winner-take-all of the paper's Appendix A: the ⌈p·d⌉ entries of largest magnitude stay, ties at the limit too. */
final class WinnerTakeAll {
    private WinnerTakeAll() {}

    /** How many of {@code length} entries stay at sparsity p: ⌈p·length⌉, at least 1. */
    static int kept(double p, int length) {
        return Math.max(1, Math.min(length, (int) Math.ceil(p * length)));
    }

    /**
     * The magnitude that an entry of {@code row} must have to be among the {@code kept} largest.
     *
     * @param row the entries; not changed
     * @param length how many of them count
     * @param kept how many stay, in [1, {@code length}]
     * @param scratch at least {@code length} long; overwritten
     */
    static float threshold(float[] row, int length, int kept, float[] scratch) {
        for (int i = 0; i < length; i++) {
            scratch[i] = Math.abs(row[i]);
        }
        return select(scratch, length, length - kept);
    }

    /** The entry that would be at {@code rank} if {@code values} were sorted ascending (Hoare's selection). */
    private static float select(float[] values, int length, int rank) {
        int low = 0;
        int high = length - 1;
        while (low < high) {
            float pivot = median(values[low], values[(low + high) >>> 1], values[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    float swap = values[i];
                    values[i++] = values[j];
                    values[j--] = swap;
                }
            }
            if (rank <= j) {
                high = j;
            } else if (rank >= i) {
                low = i;
            } else {
                return values[rank];
            }
        }
        return values[rank];
    }

    private static float median(float a, float b, float c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
