package org.snmf.experiments.directions;

import java.util.Optional;

/** Lengths of vectors, in double precision. */
public final class Vectors {
    private Vectors() {}

    /** ‖v‖. */
    public static double length(float[] v) {
        double squares = 0;
        for (float value : v) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }

    /** v / ‖v‖, a fresh array; empty for a vector of zeros. */
    public static Optional<float[]> unit(float[] v) {
        double length = length(v);
        if (length == 0) {
            return Optional.empty();
        }
        float[] unit = new float[v.length];
        for (int j = 0; j < v.length; j++) {
            unit[j] = (float) (v[j] / length);
        }
        return Optional.of(unit);
    }
}
