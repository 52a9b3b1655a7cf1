package org.snmf.models.network.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snmf.models.checkpoint.ModelConfig;

/** Attention of one new position a row to all earlier ones, whose keys and values are kept. */
final class StepAttention implements Attention {
    private final ModelConfig config;
    private final KvCache cache;
    private final NDManager scope;
    private final Map<Integer, Optional<NDArray>> masks = new HashMap<>();

    /** @param scope owns the masks; must live as long as this */
    StepAttention(ModelConfig config, KvCache cache, NDManager scope) {
        this.config = config;
        this.cache = cache;
        this.scope = scope;
    }

    @Override
    public NDArray attend(int layer, NDArray queries, NDArray keys, NDArray values) {
        cache.append(layer, keys, values);
        long rows = queries.getShape().get(0);
        long kv = config.kvHeads();
        NDArray q = queries.reshape(rows, kv, config.heads() / kv, config.headDim());
        try (NDManager views = scope.newSubManager()) {
            NDArray k = cache.keys(layer);
            k.attach(views);
            NDArray v = cache.values(layer);
            v.attach(views);
            NDArray scores = Scores.cap(q.matMul(k.swapAxes(2, 3)), config);
            mask(config.windows().get(layer)).ifPresent(scores::addi);
            return scores.softmax(-1).matMul(v).reshape(rows, (long) config.heads() * config.headDim());
        }
    }

    private Optional<NDArray> mask(int window) {
        return masks.computeIfAbsent(window, key -> Optional.ofNullable(cache.mask(scope, key)));
    }
}
