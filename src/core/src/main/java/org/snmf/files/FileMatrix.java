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
    /** Numbers that are read at once by a thread that goes through the tokens one by one. */
    private static final int AHEAD = 1 << 18;

    /** Tokens [{@code from}, {@code from + tokens}) of the matrix, as they lie in one file. */
    public record Part(FloatSource source, int from, int tokens) {}

    private final int neurons;
    private final int tokens;
    private final MatrixLayout layout;
    private final List<Part> parts;
    private final ThreadLocal<Read> reads = ThreadLocal.withInitial(Read::new);

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
        Read read = reads.get();
        if (from < read.from || from + count > read.from + read.count) {
            int ahead = Math.min(tokens - from, AHEAD / neurons);
            read(read, from, from == read.from + read.count ? Math.max(count, ahead) : count);
        }
        return read.values.slice((from - read.from) * neurons, count * neurons);
    }

    private void read(Read read, int from, int count) {
        read.count = 0;
        FloatBuffer values = read.room(Math.multiplyExact(count, neurons));
        Undisturbed.run(() -> fill(from, count, values));
        read.from = from;
        read.count = count;
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
        Undisturbed.run(() -> {
            for (int j = 0; j < neurons; j++) {
                parts.get(0).source().read((long) j * tokens + from, into.slice(j * count, count));
            }
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

    /** The tokens that a thread read last; whoever goes through them one by one finds the next ones here. */
    private static final class Read {
        private int from;
        private int count;
        private FloatBuffer values = FloatBuffer.allocate(0);

        FloatBuffer room(int length) {
            if (values.capacity() < length) {
                values = ByteBuffer.allocateDirect(Math.multiplyExact(length, Float.BYTES))
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
            }
            return values.clear().limit(length);
        }
    }
}
