package org.snmf.magics.command;

import org.snmf.models.checkpoint.Family;
import org.snmf.models.checkpoint.ModelConfig;

/** Rough counts for plans: how large a model is and how much it computes. */
final class Estimates {
    /** Multiplications and additions a second of one core with float32 products, from measurements; rough. */
    private static final double OPERATIONS_PER_CORE = 1e11;

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

    /** Seconds of {@code iterations} iterations of a fit: its dense product A·Yᵀ and as much again for the rest. */
    static double fitSeconds(long neurons, long tokens, long rank, long iterations) {
        return 4.0 * neurons * tokens * rank * iterations / operationsPerSecond();
    }

    private static double operationsPerSecond() {
        return OPERATIONS_PER_CORE * Runtime.getRuntime().availableProcessors();
    }
}
