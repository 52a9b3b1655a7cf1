package org.snmf.matrix;

import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.snmf.progress.DirectMemory;

/** Activation matrices that lie in memory. */
public final class Matrices {
    private static final int TOKENS_AT_A_TIME = 256;

    private Matrices() {}

    /** ‖A‖², in float64. A fit computes the same on its own first reading of A, which checks the values too. */
    public static double squaredNorm(ActivationMatrix a) {
        double sum = 0;
        for (int from = 0; from < a.tokens(); from += TOKENS_AT_A_TIME) {
            FloatBuffer block = a.block(from, Math.min(TOKENS_AT_A_TIME, a.tokens() - from));
            while (block.hasRemaining()) {
                double value = block.get();
                sum += value * value;
            }
        }
        return sum;
    }

    /**
     * A matrix in memory.
     *
     * @param neurons d_a
     * @param tokens n
     * @param tokenMajor entry {@code t * neurons + j} is A[j, t]; copied
     */
    public static ActivationMatrix dense(int neurons, int tokens, float[] tokenMajor) {
        if (neurons < 1 || tokens < 1 || tokenMajor.length != (long) neurons * tokens) {
            throw new IllegalArgumentException("expected " + neurons + " x " + tokens
                    + " values with both at least 1, found " + tokenMajor.length);
        }
        FloatBuffer values = DirectMemory.floats(tokenMajor.length).put(tokenMajor);
        return new InMemory(neurons, tokens, values.flip(), false);
    }

    /** Features Z (d_a × k) as data: column r of Z is "token" r. Neurons that no feature uses are no surprise. */
    public static ActivationMatrix ofFeatures(SparseColumns z) {
        float[] tokenMajor = new float[Math.multiplyExact(z.rows(), z.columns())];
        for (int r = 0; r < z.columns(); r++) {
            for (int i = z.offset(r); i < z.offset(r + 1); i++) {
                tokenMajor[r * z.rows() + z.index(i)] = z.value(i);
            }
        }
        return new InMemory(
                z.rows(), z.columns(), ((InMemory) dense(z.rows(), z.columns(), tokenMajor)).values(), true);
    }

    /** Numbers drawn from [0, 1), always the same ones: what speeds are measured on. */
    public static ActivationMatrix uniform(int neurons, int tokens) {
        SplittableRandom random = new SplittableRandom(0);
        float[] values = new float[Math.multiplyExact(neurons, tokens)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return dense(neurons, tokens, values);
    }

    /**
     * The columns of a matrix whose entry [j][t] is A[j, t], as mathematics writes it.
     *
     * @param rows d_a rows of n values each; copied
     */
    public static ActivationMatrix ofRows(float[][] rows) {
        int tokens = rows[0].length;
        float[] tokenMajor = new float[Math.multiplyExact(rows.length, tokens)];
        for (int j = 0; j < rows.length; j++) {
            for (int t = 0; t < tokens; t++) {
                tokenMajor[t * rows.length + j] = rows[j][t];
            }
        }
        return dense(rows.length, tokens, tokenMajor);
    }

    /** The tokens [{@code from}, {@code from + count}) of another matrix, which they stay a view of. */
    public static ActivationMatrix tokens(ActivationMatrix a, int from, int count) {
        Objects.checkFromIndexSize(from, count, a.tokens());
        return new Some(a, from, count);
    }

    /**
     * The same values with an origin.
     *
     * @param origin says where they were captured, when it is asked for the first time
     */
    public static ActivationMatrix withOrigin(ActivationMatrix a, Supplier<Origin> origin) {
        return new Placed(a, origin);
    }

    /** Root mean square over tokens of ‖a_t‖: ‖A‖_F / √n, the unit in which strengths of interventions are given. */
    public static double typicalLength(ActivationMatrix a) {
        return typicalLength(squaredNorm(a), a.tokens());
    }

    /** As {@link #typicalLength(ActivationMatrix)}, where ‖A‖² is known. */
    public static double typicalLength(double squaredNorm, int tokens) {
        return Math.sqrt(squaredNorm / tokens);
    }

    /** Consecutive tokens of a matrix. */
    private record Some(ActivationMatrix a, int from, int tokens) implements ActivationMatrix {
        @Override
        public int neurons() {
            return a.neurons();
        }

        @Override
        public Optional<Origin> origin() {
            return a.origin();
        }

        @Override
        public boolean expectsZeros() {
            return true;
        }

        @Override
        public FloatBuffer block(int first, int count) {
            Objects.checkFromIndexSize(first, count, tokens);
            return a.block(from + first, count);
        }

        @Override
        public void transposed(int first, int count, FloatBuffer into) {
            Objects.checkFromIndexSize(first, count, tokens);
            a.transposed(from + first, count, into);
        }
    }

    /** A matrix that knows where it was captured. */
    private record Placed(ActivationMatrix a, Supplier<Origin> from) implements ActivationMatrix {
        @Override
        public int neurons() {
            return a.neurons();
        }

        @Override
        public int tokens() {
            return a.tokens();
        }

        @Override
        public Optional<Origin> origin() {
            return Optional.of(from.get());
        }

        @Override
        public boolean expectsZeros() {
            return a.expectsZeros();
        }

        @Override
        public FloatBuffer block(int from, int count) {
            return a.block(from, count);
        }

        @Override
        public void transposed(int from, int count, FloatBuffer into) {
            a.transposed(from, count, into);
        }
    }

    private record InMemory(int neurons, int tokens, FloatBuffer values, boolean expectsZeros)
            implements ActivationMatrix {
        @Override
        public FloatBuffer block(int from, int count) {
            Objects.checkFromIndexSize(from, count, tokens);
            return values.slice(from * neurons, count * neurons);
        }
    }
}
