package org.snmf.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Undisturbed;

/**
 * An activation matrix that stays in its files and is read block by block with positional reads: only the blocks asked
 * for are resident. One part holds consecutive tokens; parts follow each other.
 */
public final class FileMatrix implements ActivationMatrix {
    /** Tokens [{@code from}, {@code from + tokens}) of the matrix, as they lie in one file. */
    public record Part(FloatSource source, int from, int tokens) {}

    private final int neurons;
    private final int tokens;
    private final MatrixLayout layout;
    private final List<Part> parts;
    private final ThreadLocal<FloatBuffer> scratch = new ThreadLocal<>();

    public FileMatrix(int neurons, int tokens, MatrixLayout layout, List<Part> parts) {
        this.neurons = neurons;
        this.tokens = tokens;
        this.layout = layout;
        this.parts = List.copyOf(parts);
    }

    @Override
    public int neurons() {
        return neurons;
    }

    @Override
    public int tokens() {
        return tokens;
    }

    @Override
    public FloatBuffer block(int from, int count) {
        Objects.checkFromIndexSize(from, count, tokens);
        FloatBuffer block = scratch(Math.multiplyExact(count, neurons));
        Undisturbed.call(() -> {
            fill(from, count, block);
            return null;
        });
        return block.rewind();
    }

    private void fill(int from, int count, FloatBuffer block) {
        if (layout == MatrixLayout.TOKENS_BY_NEURONS) {
            readTokens(from, count, block);
        } else {
            float[] row = new float[count];
            for (int j = 0; j < neurons; j++) {
                readNeuron(j, from, row);
                for (int t = 0; t < count; t++) {
                    block.put(t * neurons + j, row[t]);
                }
            }
        }
    }

    @Override
    public void transposed(int from, int count, FloatBuffer into) {
        Objects.checkFromIndexSize(from, count, tokens);
        if (layout == MatrixLayout.TOKENS_BY_NEURONS) {
            ActivationMatrix.super.transposed(from, count, into);
            return;
        }
        Undisturbed.call(() -> {
            for (int j = 0; j < neurons; j++) {
                parts.get(0).source().read((long) j * tokens + from, into.slice(j * count, count));
            }
            return null;
        });
    }

    private void readTokens(int from, int count, FloatBuffer block) {
        for (Part part : parts) {
            int first = Math.max(from, part.from());
            int last = Math.min(from + count, part.from() + part.tokens());
            if (first < last) {
                part.source()
                        .read(
                                (long) (first - part.from()) * neurons,
                                block.slice((first - from) * neurons, (last - first) * neurons));
            }
        }
    }

    private void readNeuron(int j, int from, float[] row) {
        parts.get(0).source().read((long) j * tokens + from, FloatBuffer.wrap(row));
    }

    private FloatBuffer scratch(int length) {
        FloatBuffer buffer = scratch.get();
        if (buffer == null || buffer.capacity() < length) {
            buffer = ByteBuffer.allocateDirect(Math.multiplyExact(length, Float.BYTES))
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            scratch.set(buffer);
        }
        return buffer.clear().limit(length);
    }
}
