package org.snmf.matrix;

import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * The data matrix A (d_a × n, float32): one row a neuron, one column a token, kept token-major, so that a block of
 * tokens is contiguous. It may lie in memory or in files; a fit only ever asks for blocks.
 */
public interface ActivationMatrix {
    /** Number of neurons, d_a. */
    int neurons();

    /** Number of tokens, n. */
    int tokens();

    /** Where the values were captured; empty where that is not known. May read files to find out. */
    default Optional<Origin> origin() {
        return Optional.empty();
    }

    /**
     * Whether rows and columns of zeros are no surprise, as where A is itself a matrix of sparse features or a part of
     * another. Elsewhere a fit warns of them.
     */
    default boolean expectsZeros() {
        return false;
    }

    /**
     * The activations of tokens [{@code from}, {@code from + count}) as {@code count} rows of {@link #neurons()} values:
     * entry {@code i * neurons() + j} is A[j, from + i]. The buffer is direct, in native byte order, positioned at 0,
     * and read-only by contract; it may be a view of the matrix itself and is valid until the next call from the same
     * thread.
     *
     * @throws IndexOutOfBoundsException if the range is not within [0, n)
     */
    FloatBuffer block(int from, int count);

    /**
     * Writes tokens [{@code from}, {@code from + count}) neuron by neuron: entry {@code j * count + i} of {@code into}
     * becomes A[j, from + i]. {@code into} is indexed from 0 and its position is not moved. Matrices that lie
     * neuron-major read it without transposing.
     *
     * @throws IndexOutOfBoundsException if the range is not within [0, n) or {@code into} is too short
     */
    default void transposed(int from, int count, FloatBuffer into) {
        Transposition.read(this, from, count, into);
    }
}
