package org.snmf.matrix;

import java.nio.FloatBuffer;

/** Reads tokens of a matrix neuron by neuron, a few tokens and neurons at a time so that both sides stay in cache. */
final class Transposition {
    private static final int TOKENS = 64;
    private static final int NEURONS = 16;

    private Transposition() {}

    /** {@code into[j * count + i] = A[j, from + i]}. */
    static void read(ActivationMatrix a, int from, int count, FloatBuffer into) {
        int neurons = a.neurons();
        float[] strip = new float[NEURONS];
        float[] rows = new float[NEURONS * TOKENS];
        for (int i = 0; i < count; i += TOKENS) {
            int tokens = Math.min(TOKENS, count - i);
            FloatBuffer block = a.block(from + i, tokens);
            for (int first = 0; first < neurons; first += NEURONS) {
                int width = Math.min(NEURONS, neurons - first);
                for (int t = 0; t < tokens; t++) {
                    block.get(t * neurons + first, strip, 0, width);
                    for (int j = 0; j < width; j++) {
                        rows[j * TOKENS + t] = strip[j];
                    }
                }
                for (int j = 0; j < width; j++) {
                    into.put((first + j) * count + i, rows, j * TOKENS, tokens);
                }
            }
        }
    }
}
