package org.snmf.hierarchy;

import java.util.Arrays;
import org.snmf.matrix.Coefficients;

/** Coefficients held in one array, row after row (feature-major). */
final class DenseRows implements Coefficients {
    private final int features;
    private final int tokens;
    private final float[] values;

    /** @param values k · n values, row r at {@code r * tokens}; kept, not copied */
    DenseRows(int features, int tokens, float[] values) {
        if (values.length != (long) features * tokens) {
            throw new IllegalArgumentException(
                    "values: expected " + (long) features * tokens + ", found " + values.length);
        }
        this.features = features;
        this.tokens = tokens;
        this.values = values;
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public int tokens() {
        return tokens;
    }

    @Override
    public float get(int r, int t) {
        return values[r * tokens + t];
    }

    @Override
    public float[] feature(int r) {
        return Arrays.copyOfRange(values, r * tokens, (r + 1) * tokens);
    }

    @Override
    public float[] token(int t) {
        float[] column = new float[features];
        for (int r = 0; r < features; r++) {
            column[r] = get(r, t);
        }
        return column;
    }
}
