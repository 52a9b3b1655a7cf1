package org.snmf.engine;

/**
 * The inner loops of a fit, over rows that are arrays of their own. The virtual machine turns such loops into vector
 * instructions only when every array is indexed by the bare loop variable, so there are no offsets here: on an offset the
 * same loop is four times slower.
 */
public final class RowKernels {
    private RowKernels() {}

    /**
     * {@code into[t] += Σ_e weights[e] · rows[which[e]][t]} for e in [{@code first}, {@code last}) and t in [0,
     * {@code length}). Four rows at a time, in the order of e, so that the result does not depend on anything else.
     */
    public static void addCombination(
            float[] into, int length, float[][] rows, int[] which, float[] weights, int first, int last) {
        int e = first;
        for (; e + 4 <= last; e += 4) {
            addFour(
                    into,
                    length,
                    rows[which[e]],
                    rows[which[e + 1]],
                    rows[which[e + 2]],
                    rows[which[e + 3]],
                    weights[e],
                    weights[e + 1],
                    weights[e + 2],
                    weights[e + 3]);
        }
        if (e + 2 <= last) {
            addTwo(into, length, rows[which[e]], rows[which[e + 1]], weights[e], weights[e + 1]);
            e += 2;
        }
        if (e < last) {
            addOne(into, length, rows[which[e]], weights[e]);
        }
    }

    private static void addFour(
            float[] into,
            int length,
            float[] a,
            float[] b,
            float[] c,
            float[] d,
            float wa,
            float wb,
            float wc,
            float wd) {
        for (int t = 0; t < length; t++) {
            into[t] += wa * a[t] + wb * b[t] + wc * c[t] + wd * d[t];
        }
    }

    private static void addTwo(float[] into, int length, float[] a, float[] b, float wa, float wb) {
        for (int t = 0; t < length; t++) {
            into[t] += wa * a[t] + wb * b[t];
        }
    }

    private static void addOne(float[] into, int length, float[] a, float wa) {
        for (int t = 0; t < length; t++) {
            into[t] += wa * a[t];
        }
    }

    /** {@code into[t] += row[t]} for t in [0, {@code length}). */
    public static void add(float[] row, float[] into, int length) {
        for (int t = 0; t < length; t++) {
            into[t] += row[t];
        }
    }

    /** {@code row[t] *= factor} for t in [0, {@code length}). */
    public static void scale(float[] row, int length, float factor) {
        for (int t = 0; t < length; t++) {
            row[t] *= factor;
        }
    }

    /** Σ_t x[t]·y[t] in float64, in four sums that are added at the end. */
    public static double dot(float[] x, float[] y, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int t = 0;
        for (; t + 4 <= length; t += 4) {
            s0 += (double) x[t] * y[t];
            s1 += (double) x[t + 1] * y[t + 1];
            s2 += (double) x[t + 2] * y[t + 2];
            s3 += (double) x[t + 3] * y[t + 3];
        }
        for (; t < length; t++) {
            s0 += (double) x[t] * y[t];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Number of entries in [0, {@code length}) that are not zero. */
    public static int countNonzero(float[] row, int length) {
        int count = 0;
        for (int t = 0; t < length; t++) {
            count += row[t] != 0 ? 1 : 0;
        }
        return count;
    }
}
