package org.snmf.experiments.dictionary;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.snmf.engine.Block;
import org.snmf.engine.Engine;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.Normalisation.Undo;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * Encodes and decodes activations with one dictionary, some tokens at a time: dense products of an {@link Engine} over
 * strips of latents, the gate and the sparse sum over active latents in its lanes. The same input, dictionary and machine
 * give the same bits, whatever the number of threads. It holds native memory for one strip a thread: close it.
 */
public final class DictionaryCoder implements AutoCloseable {
    /** Preactivations that are held at once. */
    private static final int HELD = 1 << 24;

    private static final int MOST_TOKENS = 512;
    private static final int STRIP = 1 << 21;

    private final SparseDictionary dictionary;
    private final Engine engine;
    private final int batch;
    private final int strip;
    private final List<Work> lanes;

    /** What one lane needs for itself. */
    private record Work(Block weights, int[] active, float[] strengths) {}

    /** @param threads at least 1 */
    public DictionaryCoder(SparseDictionary dictionary, int threads) {
        this.dictionary = dictionary;
        this.engine = Engine.open("torch", threads);
        int m = dictionary.latents();
        this.batch = Math.max(1, Math.min(MOST_TOKENS, HELD / m));
        this.strip = Math.max(1, Math.min(m, STRIP / dictionary.inputWidth()));
        this.lanes = IntStream.range(0, threads)
                .mapToObj(lane -> new Work(engine.allocate(strip, dictionary.inputWidth()), new int[m], new float[m]))
                .toList();
    }

    /** Receives what was made of some tokens. */
    @FunctionalInterface
    public interface Sink {
        /**
         * @param from number of the first of these tokens
         * @param latents what was found in them, numbered from 0
         * @param output per token y, d_out; not used again
         */
        void accept(int from, Latents latents, float[][] output);
    }

    /** Bytes that a coder holds beside the dictionary itself. */
    public static long bytes(SparseDictionary d, int threads) {
        long tokens = Math.max(1, Math.min(MOST_TOKENS, HELD / d.latents()));
        long rows = Math.max(1, Math.min(d.latents(), STRIP / d.inputWidth()));
        return Float.BYTES * (tokens * d.latents() + threads * rows * (d.inputWidth() + tokens));
    }

    /**
     * Encodes and decodes all tokens in order.
     *
     * @param x d_in × n
     * @param progress its stop request ends the work between two batches
     * @return how many tokens were handed over: n unless it was stopped
     * @throws InputException if x has another width, or a number in it is not finite
     */
    public int run(ActivationMatrix x, Sink sink, Progress progress) {
        if (x.neurons() != dictionary.inputWidth()) {
            throw new InputException(
                    "activations for " + dictionary.name(),
                    "width " + dictionary.inputWidth() + ", the input of the dictionary",
                    String.valueOf(x.neurons()),
                    "It was trained at " + dictionary.input() + "; give activations of that place.");
        }
        int done = 0;
        while (done < x.tokens() && !progress.stopRequested()) {
            int count = Math.min(batch, x.tokens() - done);
            code(rows(x, done, count), done, sink);
            done += count;
            progress.report(new Step("dictionary", done, x.tokens(), "tokens", ""));
        }
        return done;
    }

    private static float[][] rows(ActivationMatrix x, int from, int count) {
        FloatBuffer block = x.block(from, count);
        float[][] rows = new float[count][x.neurons()];
        for (int t = 0; t < count; t++) {
            block.get(t * x.neurons(), rows[t]);
            for (float value : rows[t]) {
                if (!Float.isFinite(value)) {
                    throw new InputException(
                            "activations", "finite numbers", value + " in token " + (from + t), "Leave it out.");
                }
            }
        }
        return rows;
    }

    private void code(float[][] x, int from, Sink sink) {
        int count = x.length;
        float[][] output = new float[count][];
        dictionary.skip().ifPresent(s -> skip(x, s, output));
        Undo[] undo = new Undo[count];
        float[][] h = new float[count][];
        for (int t = 0; t < count; t++) {
            undo[t] = dictionary.normalisation().apply(x[t]);
            if (dictionary.subtractsDecoderBias()) {
                for (int i = 0; i < x[t].length; i++) {
                    x[t][i] -= dictionary.decoderBias()[i];
                }
            }
            h[t] = dictionary.encoderBias().clone();
        }
        preactivations(x, h);
        int[][] active = new int[count][];
        float[][] strengths = new float[count][];
        engine.forEach(count, (lane, t) -> {
            Work work = lanes.get(lane);
            int found = dictionary.gate().choose(h[t], work.active(), work.strengths());
            active[t] = Arrays.copyOf(work.active(), found);
            strengths[t] = Arrays.copyOf(work.strengths(), found);
            output[t] = decode(active[t], strengths[t], undo[t], output[t]);
        });
        sink.accept(from, new Latents(dictionary.latents(), active, strengths), output);
    }

    /** h ← h + x'' W_encᵀ, strip by strip. */
    private void preactivations(float[][] x, float[][] h) {
        int width = dictionary.inputWidth();
        int m = dictionary.latents();
        try (Block input = engine.allocate(x.length, width)) {
            for (int t = 0; t < x.length; t++) {
                input.values().put(t * width, x[t]);
            }
            engine.forEach((m + strip - 1) / strip, (lane, task) -> {
                Work work = lanes.get(lane);
                int first = task * strip;
                int rows = Math.min(strip, m - first);
                dictionary.encoder().copyRows(first, rows, work.weights().values());
                float[] found = new float[rows];
                try (Block weights = work.weights().rows(0, rows);
                        Block products = engine.allocate(h.length, rows)) {
                    engine.multiplyTransposed(input, weights, products, false);
                    for (int t = 0; t < h.length; t++) {
                        products.values().get(t * rows, found);
                        for (int j = 0; j < rows; j++) {
                            h[t][first + j] += found[j];
                        }
                    }
                }
            });
        }
    }

    private void skip(float[][] x, RowMatrix s, float[][] output) {
        try (Block input = engine.allocate(x.length, s.columns());
                Block weights = engine.allocate(s.rows(), s.columns());
                Block out = engine.allocate(x.length, s.rows())) {
            for (int t = 0; t < x.length; t++) {
                input.values().put(t * s.columns(), x[t]);
            }
            s.copyRows(0, s.rows(), weights.values());
            engine.multiplyTransposed(input, weights, out, false);
            for (int t = 0; t < x.length; t++) {
                output[t] = new float[s.rows()];
                out.values().get(t * s.rows(), output[t]);
            }
        }
    }

    /** (Σ_j f_j W_dec[j] + b_dec) · scale + shift, and what the skip gave. */
    private float[] decode(int[] active, float[] strengths, Undo undo, float[] skipped) {
        float[] values = dictionary.decoder().values();
        int width = dictionary.outputWidth();
        float[] y = new float[width];
        for (int a = 0; a < active.length; a++) {
            int offset = active[a] * width;
            float strength = strengths[a];
            for (int i = 0; i < width; i++) {
                y[i] += strength * values[offset + i];
            }
        }
        float[] bias = dictionary.decoderBias();
        for (int i = 0; i < width; i++) {
            y[i] = (y[i] + bias[i]) * undo.scale() + undo.shift() + (skipped == null ? 0 : skipped[i]);
        }
        return y;
    }

    /**
     * The latents of all tokens; after a stop, of those that were done.
     *
     * @throws InputException as {@link #run}, or if so many latents are active that they do not fit into half of the memory
     */
    public Latents encode(ActivationMatrix x, Progress progress) {
        return encode(x, (from, latents, output) -> {}, progress);
    }

    /**
     * The same.
     *
     * @param also is handed what was made of some tokens, too
     */
    public Latents encode(ActivationMatrix x, Sink also, Progress progress) {
        int[][] active = new int[x.tokens()][];
        float[][] strengths = new float[x.tokens()][];
        long[] stored = {0};
        int done = run(
                x,
                (from, latents, output) -> {
                    for (int t = 0; t < latents.tokens(); t++) {
                        active[from + t] = latents.active(t);
                        strengths[from + t] = latents.strengths(t);
                        stored[0] += latents.active(t).length;
                    }
                    requireRoom(stored[0], from + latents.tokens());
                    also.accept(from, latents, output);
                },
                progress);
        return new Latents(dictionary.latents(), Arrays.copyOf(active, done), Arrays.copyOf(strengths, done));
    }

    private void requireRoom(long stored, int tokens) {
        long bytes = stored * (Integer.BYTES + Float.BYTES);
        if (bytes > Runtime.getRuntime().maxMemory() / 2) {
            throw new InputException(
                    "latents of " + dictionary.name(),
                    "few active latents a token",
                    stored / tokens + " of " + dictionary.latents() + " in " + tokens + " tokens",
                    "See whether it is read rightly ('sae' without --read), read fewer sentences, or give Java more memory.");
        }
    }

    /** y of all tokens, d_out × n. Throws as {@link #run}; a stop request is not followed. */
    public ActivationMatrix reconstruct(ActivationMatrix x) {
        int width = dictionary.outputWidth();
        float[] values = new float[Math.multiplyExact(x.tokens(), width)];
        run(
                x,
                (from, latents, output) -> {
                    for (int t = 0; t < output.length; t++) {
                        System.arraycopy(output[t], 0, values, (from + t) * width, width);
                    }
                },
                Progress.NONE);
        return Matrices.dense(width, x.tokens(), values);
    }

    @Override
    public void close() {
        lanes.forEach(work -> work.weights().close());
        engine.close();
    }
}
