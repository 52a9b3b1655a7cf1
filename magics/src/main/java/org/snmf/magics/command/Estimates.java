package org.snmf.magics.command;

import org.snmf.models.checkpoint.Family;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.ForwardSpeed;

/** Rough counts for plans: how large a model is, and what its passes take. */
final class Estimates {
    /** Bytes of float32 that one core makes from 16-bit weights a second, from measurements; rough. */
    private static final double WIDENED_PER_CORE = 3e9;

    private Estimates() {}

    /** Number of parameters, norms and biases left out. */
    static long parameters(ModelConfig config) {
        long positions = config.family() == Family.GPT2 ? (long) config.context() * config.hidden() : 0;
        long embedding = (long) config.vocabulary() * config.hidden() * (config.tied() ? 1 : 2);
        return embedding + positions + config.layers() * ForwardSpeed.layerWeights(config);
    }

    /** Seconds that making so many bytes of float32 from 16-bit weights takes. */
    static double wideningSeconds(long bytes) {
        return bytes / (WIDENED_PER_CORE * Runtime.getRuntime().availableProcessors());
    }
}
