package org.snmf.models.network.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snmf.engine.NativeArrays;
import org.snmf.models.checkpoint.ModelConfig;

/** Attention within whole sequences, group by group of equal length. Query heads that share a key head go together. */
final class PackedAttention implements Attention {
    private final ModelConfig config;
    private final List<PackedBatch.Group> groups;
    private final NDManager scope;
    private final Map<List<Integer>, NDArray> masks = new HashMap<>();

    /** @param scope owns the masks; must live as long as this */
    PackedAttention(ModelConfig config, List<PackedBatch.Group> groups, NDManager scope) {
        this.config = config;
        this.groups = groups;
        this.scope = scope;
    }

    @Override
    public NDArray attend(int layer, NDArray queries, NDArray keys, NDArray values) {
        int window = config.windows().get(layer);
        if (groups.size() == 1) {
            return attend(groups.get(0), window, queries, keys, values);
        }
        long[] cuts =
                groups.stream().skip(1).mapToLong(PackedBatch.Group::firstRow).toArray();
        NDList q = queries.split(cuts, 0);
        NDList k = keys.split(cuts, 0);
        NDList v = values.split(cuts, 0);
        NDList results = new NDList(groups.size());
        for (int i = 0; i < groups.size(); i++) {
            results.add(attend(groups.get(i), window, q.get(i), k.get(i), v.get(i)));
        }
        return NDArrays.concat(results, 0);
    }

    private NDArray attend(PackedBatch.Group group, int window, NDArray queries, NDArray keys, NDArray values) {
        long count = group.count();
        long length = group.length();
        long kv = config.kvHeads();
        long shared = config.heads() / kv;
        long width = config.headDim();
        NDArray q = queries.reshape(count, length, kv, shared, width)
                .transpose(0, 2, 3, 1, 4)
                .reshape(count, kv, shared * length, width);
        NDArray k = keys.reshape(count, length, kv, width).transpose(0, 2, 3, 1);
        NDArray v = values.reshape(count, length, kv, width).transpose(0, 2, 1, 3);
        NDArray scores = Scores.cap(q.matMul(k), config).reshape(count, kv, shared, length, length);
        if (length > 1) {
            scores.addi(mask(group.length(), window));
        }
        NDArray weights = scores.softmax(-1).reshape(count, kv, shared * length, length);
        return weights.matMul(v)
                .reshape(count, kv, shared, length, width)
                .transpose(0, 3, 1, 2, 4)
                .reshape(count * length, config.heads() * width);
    }

    /** 0 where row i may see column j: j ≤ i and, with a window, j > i − window; −∞ elsewhere. */
    private NDArray mask(int length, int window) {
        return masks.computeIfAbsent(List.of(length, window), key -> {
            float[] mask = new float[length * length];
            for (int i = 0; i < length; i++) {
                for (int j = 0; j < length; j++) {
                    boolean seen = j <= i && (window == 0 || j > i - window);
                    mask[i * length + j] = seen ? 0 : Float.NEGATIVE_INFINITY;
                }
            }
            return NativeArrays.floats(scope, new Shape(length, length), mask);
        });
    }
}
