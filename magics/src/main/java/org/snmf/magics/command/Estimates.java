package org.snmf.magics.command;

import org.snmf.models.checkpoint.Family;
import org.snmf.models.checkpoint.ModelConfig;

/** Rough counts for plans: how large a model is and how much it computes. */
final class Estimates {
    /** Multiplications and additions a second of one core with float32 products, from measurements; rough. */
    private static final double OPERATIONS_PER_CORE = 1e11;

    /** Bytes that products of one or few rows read a second with one core, from measurements; rough. */
    private static final double BYTES_PER_CORE = 7e9;

    /** Bytes of float32 that one core makes from 16-bit weights a second, from measurements; rough. */
    private static final double WIDENED_PER_CORE = 3e9;

    private Estimates() {}

    /** Number of parameters, norms and biases left out. */
    static long parameters(ModelConfig config) {
        long positions = config.family() == Family.GPT2 ? (long) config.context() * config.hidden() : 0;
        long embedding = (long) config.vocabulary() * config.hidden() * (config.tied() ? 1 : 2);
        return embedding + positions + config.layers() * layerParameters(config);
    }

    private static long layerParameters(ModelConfig config) {
        long d = config.hidden();
        long attention = d * config.headDim() * (2L * config.heads() + 2L * config.kvHeads());
        long mlp = (config.family() == Family.GPT2 ? 2 : 3) * d * config.mlp();
        return attention + mlp;
    }

    /** Seconds that the first {@code layers} layers take for so many tokens; attention over the context left out. */
    static double forwardSeconds(ModelConfig config, int layers, long tokens) {
        return 2.0 * layerParameters(config) * layers * tokens / operationsPerSecond();
    }

    /** Seconds of one step of generation: all weights are read once, and every row is multiplied with them. */
    static double stepSeconds(ModelConfig config, int rows) {
        double weights = config.layers() * layerParameters(config) + (double) config.vocabulary() * config.hidden();
        double reading = 4 * weights / (BYTES_PER_CORE * cores());
        return Math.max(reading, 2 * weights * rows / operationsPerSecond());
    }

    /** Seconds that making so many bytes of float32 from 16-bit weights takes. */
    static double wideningSeconds(long bytes) {
        return bytes / (WIDENED_PER_CORE * cores());
    }

    /** Seconds of passes through all layers to the logits at the end of each of so many prompts of so many tokens in all. */
    static double logitsSeconds(ModelConfig config, long prompts, long tokens) {
        double unembedding = 2.0 * config.vocabulary() * config.hidden() * prompts;
        return forwardSeconds(config, config.layers(), tokens) + unembedding / operationsPerSecond();
    }

    private static double operationsPerSecond() {
        return OPERATIONS_PER_CORE * cores();
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }
}
