package org.snmf.matrix;

import java.nio.FloatBuffer;

/** Transposes a block of tokens, a strip of neurons at a time so that both sides stay in cache. */
final class Transposition {
    private static final int STRIP = 16;

    private Transposition() {}

    /** {@code into[j * tokens + t] = block[t * neurons + j]}. */
    static void toNeuronMajor(FloatBuffer block, int neurons, int tokens, FloatBuffer into) {
        float[] strip = new float[STRIP];
        float[] rows = new float[STRIP * tokens];
        for (int first = 0; first < neurons; first += STRIP) {
            int width = Math.min(STRIP, neurons - first);
            for (int t = 0; t < tokens; t++) {
                block.get(t * neurons + first, strip, 0, width);
                for (int j = 0; j < width; j++) {
                    rows[j * tokens + t] = strip[j];
                }
            }
            into.put(first * tokens, rows, 0, width * tokens);
        }
    }
}
