package org.snmf.hierarchy.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.snmf.files.FileCoefficients;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.progress.MachineMemory;

/** Y_0 as a native array of n × k_0, token by token, of whatever size: read and written in pieces of tokens. */
final class TokenRows {
    private static final int PIECE = 1 << 24;

    private TokenRows() {}

    /** Receives a run of the coefficients of one feature. */
    @FunctionalInterface
    private interface Sink {
        void take(int r, int from, float[] values);
    }

    /** What is done with a piece of tokens from {@code from} on, whose entry (t, r) lies at {@code t * k + r}. */
    @FunctionalInterface
    private interface Piece {
        void use(int from, int count, FloatBuffer values);
    }

    static NDArray of(Coefficients y, NDManager manager) {
        int k = y.features();
        NDArray rows = manager.create(new Shape(y.tokens(), k), DataType.FLOAT32);
        float[][] features = new float[1][];
        for (int r = 0; r < k; r++) {
            int feature = r;
            features[0] = y.feature(r);
            forEachPiece(rows, (from, count, values) -> {
                for (int t = 0; t < count; t++) {
                    values.put(t * k + feature, features[0][from + t]);
                }
            });
        }
        return rows;
    }

    /** Y_0, on the heap if it has much more room than Y_0 takes, and else in a scratch file. */
    static Coefficients read(NDArray rows) {
        int n = Math.toIntExact(rows.getShape().get(0));
        int k = Math.toIntExact(rows.getShape().get(1));
        if (Float.BYTES * (long) k * n < MachineMemory.heapLeft() / 2) {
            float[][] features = new float[k][n];
            copy(rows, (r, from, values) -> System.arraycopy(values, 0, features[r], from, values.length));
            return new DenseCoefficients(features);
        }
        FileCoefficients file = FileCoefficients.scratch(FileCoefficients.temporaryFolder(), k, n, n);
        copy(rows, (r, from, values) -> file.write(r, from, FloatBuffer.wrap(values)));
        return file;
    }

    private static void copy(NDArray rows, Sink sink) {
        int k = Math.toIntExact(rows.getShape().get(1));
        forEachPiece(rows, (from, count, values) -> {
            for (int r = 0; r < k; r++) {
                float[] run = new float[count];
                for (int t = 0; t < count; t++) {
                    run[t] = values.get(t * k + r);
                }
                sink.take(r, from, run);
            }
        });
    }

    private static void forEachPiece(NDArray rows, Piece piece) {
        int n = Math.toIntExact(rows.getShape().get(0));
        int size = (int) Math.max(1, PIECE / rows.getShape().get(1));
        for (int from = 0; from < n; from += size) {
            int count = Math.min(size, n - from);
            try (NDArray part = rows.get(new NDIndex(from + ":" + (from + count)))) {
                piece.use(
                        from,
                        count,
                        part.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer());
            }
        }
    }
}
