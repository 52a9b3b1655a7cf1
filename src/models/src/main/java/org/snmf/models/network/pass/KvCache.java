package org.snmf.models.network.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.snmf.engine.NativeArrays;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.parts.Rows;

/**
 * Keys and values of earlier positions, [B, kvHeads, columns, headDim] a layer. Rows are padded on the left, so that the
 * newest position of every row lies in the same column: row b's position p is in column p + longest − length_b.
 */
public final class KvCache implements AutoCloseable {
    private static final int ROOM = 64;

    private final ModelConfig config;
    private final NDManager manager;
    private final NDArray[] keys;
    private final NDArray[] values;
    private final int longest;
    private int[] lengths;
    private int columns;
    private int capacity;

    /** @param lengths tokens of each row's prompt */
    KvCache(ModelConfig config, NDManager manager, int[] lengths) {
        this.config = config;
        this.manager = manager;
        this.lengths = lengths;
        this.longest = Arrays.stream(lengths).max().orElseThrow();
        this.columns = longest;
        this.capacity = longest + ROOM;
        this.keys = new NDArray[config.layers()];
        this.values = new NDArray[config.layers()];
    }

    /** Bytes that rows take which got all their new tokens. */
    public static long bytes(ModelConfig config, int rows, int longest, int newTokens) {
        long columns = (long) longest + ROOM;
        while (columns < (long) longest + newTokens) {
            columns = larger(columns + 1);
        }
        return 2L * Float.BYTES * config.layers() * rows * config.kvHeads() * columns * config.headDim();
    }

    private static long larger(long columns) {
        return columns + Math.max(ROOM, columns / 2);
    }

    private NDArray allocate(NDManager owner) {
        // Zeros, not whatever memory holds: padding is masked, but 0 · NaN is NaN.
        return owner.zeros(new Shape(lengths.length, config.kvHeads(), capacity, config.headDim()), DataType.FLOAT32);
    }

    /** Keeps the keys and values of whole prompts: {@code count · length} rows from slot {@code firstSlot} on. */
    void fill(int layer, int firstSlot, PackedBatch.Group group, NDArray k, NDArray v) {
        if (keys[layer] == null) {
            keys[layer] = allocate(manager);
            values[layer] = allocate(manager);
        }
        NDIndex place =
                new NDIndex("{}:{},:,{}:{},:", firstSlot, firstSlot + group.count(), longest - group.length(), longest);
        Shape shape = new Shape(group.count(), group.length(), config.kvHeads(), config.headDim());
        keys[layer].set(place, k.reshape(shape).transpose(0, 2, 1, 3));
        values[layer].set(place, v.reshape(shape).transpose(0, 2, 1, 3));
    }

    /** Keeps one new position a row, {@code k} and {@code v} being [B, kvHeads · headDim]. */
    void append(int layer, NDArray k, NDArray v) {
        NDIndex place = new NDIndex(":,:,{},:", columns - 1);
        Shape shape = new Shape(lengths.length, config.kvHeads(), config.headDim());
        keys[layer].set(place, k.reshape(shape));
        values[layer].set(place, v.reshape(shape));
    }

    /** Makes a column for one more position of every row. */
    void grow() {
        columns++;
        if (columns <= capacity) {
            return;
        }
        int before = capacity;
        capacity = Math.toIntExact(larger(columns));
        replaceAll(old -> {
            NDArray larger = allocate(manager);
            larger.set(new NDIndex(":,:,0:{},:", before), old);
            return larger;
        });
    }

    /** Lets go of all rows but these. */
    void keep(int[] slots) {
        lengths = Arrays.stream(slots).map(slot -> lengths[slot]).toArray();
        Shape shape = new Shape(lengths.length, config.kvHeads(), capacity, config.headDim());
        replaceAll(old -> {
            NDArray flat = old.reshape(old.getShape().get(0), -1);
            NDArray kept = Rows.select(flat, slots).reshape(shape);
            kept.attach(manager);
            return kept;
        });
    }

    private void replaceAll(java.util.function.UnaryOperator<NDArray> change) {
        for (NDArray[] arrays : new NDArray[][] {keys, values}) {
            for (int layer = 0; layer < arrays.length; layer++) {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray old = arrays[layer];
                    old.attach(scope);
                    arrays[layer] = change.apply(old);
                }
            }
        }
    }

    /** Keys of all columns so far, [B, kvHeads, columns, headDim]: a view. */
    NDArray keys(int layer) {
        return keys[layer].get(new NDIndex(":,:,0:{},:", columns));
    }

    /** Values of all columns so far, likewise. */
    NDArray values(int layer) {
        return values[layer].get(new NDIndex(":,:,0:{},:", columns));
    }

    /**
     * 0 where the newest position of a row may look, −∞ at padding and outside the window.
     *
     * @return [B, 1, 1, columns], or null where all rows may look everywhere
     */
    @Nullable
    NDArray mask(NDManager scope, int window) {
        int firstInWindow = window == 0 ? 0 : Math.max(0, columns - window);
        if (firstInWindow == 0 && Arrays.stream(lengths).allMatch(length -> length == longest)) {
            return null;
        }
        float[] mask = new float[lengths.length * columns];
        for (int slot = 0; slot < lengths.length; slot++) {
            int hidden = Math.max(firstInWindow, longest - lengths[slot]);
            Arrays.fill(mask, slot * columns, slot * columns + hidden, Float.NEGATIVE_INFINITY);
        }
        return NativeArrays.floats(scope, new Shape(lengths.length, 1, 1, columns), mask);
    }

    @Override
    public void close() {
        manager.close();
    }
}
