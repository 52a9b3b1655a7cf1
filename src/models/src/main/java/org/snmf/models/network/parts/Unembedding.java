package org.snmf.models.network.parts;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.snmf.engine.NativeArrays;

/**
 * W_U, d → V, without bias. On the processor a part of the vocabulary is taken at a time: the products of the parts stay
 * in the cache, and together take two thirds of the time that one product with the whole vocabulary takes.
 */
public final class Unembedding {
    private static final long PART = 2048;

    private final int vocabulary;
    private final List<Projection> parts = new ArrayList<>();

    /** @param weight W_U, [V, d]; must live as long as this */
    public Unembedding(NDArray weight) {
        long rows = weight.getShape().get(0);
        long atOnce = weight.getDevice().isGpu() ? rows : PART;
        this.vocabulary = Math.toIntExact(rows);
        for (long row = 0; row < rows; row += atOnce) {
            NDArray part = weight.get(new NDIndex("{}:{}", row, Math.min(rows, row + atOnce)));
            parts.add(new Projection(part, java.util.Optional.empty()));
        }
    }

    /**
     * Logits of every row of {@code x}, [N, d]: [N][V].
     *
     * @param change what is done to every product, which may overwrite its argument
     */
    public float[][] apply(NDArray x, UnaryOperator<NDArray> change) {
        float[][] logits = new float[Math.toIntExact(x.getShape().get(0))][vocabulary];
        int first = 0;
        for (Projection part : parts) {
            int width = Math.toIntExact(part.weight().getShape().get(0));
            try (NDArray product = part.apply(x)) {
                NDArray changed = change.apply(product);
                FloatBuffer values = NativeArrays.view(changed);
                for (float[] row : logits) {
                    values.get(row, first, width);
                }
                if (changed != product) {
                    changed.close();
                }
            }
            first += width;
        }
        return logits;
    }
}
