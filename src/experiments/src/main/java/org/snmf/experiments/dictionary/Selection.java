package org.snmf.experiments.dictionary;

/** Partial selection. */
final class Selection {
    private Selection() {}

    /**
     * The k-th largest value, by quickselect with the median of three as pivot.
     *
     * @param values finite; reordered
     * @param k from 1 to the number of values
     */
    static float largest(float[] values, int k) {
        int low = 0;
        int high = values.length - 1;
        int wanted = k - 1;
        while (low < high) {
            float pivot = median(values[low], values[(low + high) >>> 1], values[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] > pivot) {
                    i++;
                }
                while (values[j] < pivot) {
                    j--;
                }
                if (i <= j) {
                    float kept = values[i];
                    values[i++] = values[j];
                    values[j--] = kept;
                }
            }
            if (wanted <= j) {
                high = j;
            } else if (wanted >= i) {
                low = i;
            } else {
                return values[wanted];
            }
        }
        return values[wanted];
    }

    private static float median(float a, float b, float c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
