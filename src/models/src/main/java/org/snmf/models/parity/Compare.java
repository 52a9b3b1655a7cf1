package org.snmf.models.parity;

import org.snmf.errors.InputException;

/** Greatest absolute differences. */
final class Compare {
    private Compare() {}

    /** Compares rows with a row-major golden of the same size. */
    static Difference rows(String tensor, String kind, float[][] found, float[] expected, double tolerance) {
        int width = found[0].length;
        if ((long) found.length * width != expected.length) {
            throw new InputException(
                    "golden " + tensor,
                    found.length + " × " + width + " values, as the model has",
                    expected.length + " values",
                    "Goldens and model do not belong together.");
        }
        double greatest = 0;
        for (int row = 0; row < found.length; row++) {
            greatest = greatest(greatest, found[row], expected, row * width);
        }
        return new Difference(tensor, kind, expected.length, greatest, Math.max(tolerance, twoLastPlaces(expected)));
    }

    /**
     * Two units in the last place of the greatest value, which the sums of a residual stream lose to rounding whoever
     * adds them up: no tolerance can be finer. Residual streams hold single values of some hundreds, where the unit is
     * 3e-5.
     */
    private static double twoLastPlaces(float[] expected) {
        float greatest = 0;
        for (float value : expected) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        return 2 * Math.ulp(greatest);
    }

    /** The greater of {@code soFar} and the greatest difference of a row; NaN if one side alone is NaN. */
    static double greatest(double soFar, float[] found, float[] expected, int offset) {
        double greatest = soFar;
        for (int i = 0; i < found.length; i++) {
            greatest = Math.max(greatest, Math.abs((double) found[i] - expected[offset + i]));
        }
        return greatest;
    }

    /** How many ids differ, missing and surplus ones included. */
    static int unequal(int[] found, int[] expected) {
        int unequal = Math.abs(found.length - expected.length);
        for (int i = 0; i < Math.min(found.length, expected.length); i++) {
            unequal += found[i] == expected[i] ? 0 : 1;
        }
        return unequal;
    }
}
