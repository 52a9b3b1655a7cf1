package org.snmf.models.network.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** Attention within whole prompts that keeps their keys and values. */
final class FillingAttention implements Attention {
    private final PackedAttention within;
    private final PackedBatch batch;
    private final KvCache cache;
    private final int firstSlot;

    /** @param firstSlot row of the cache that belongs to the batch's first sequence */
    FillingAttention(PackedAttention within, PackedBatch batch, KvCache cache, int firstSlot) {
        this.within = within;
        this.batch = batch;
        this.cache = cache;
        this.firstSlot = firstSlot;
    }

    @Override
    public NDArray attend(int layer, NDArray queries, NDArray keys, NDArray values) {
        long[] cuts = batch.groups().stream()
                .skip(1)
                .mapToLong(PackedBatch.Group::firstRow)
                .toArray();
        NDList k = cuts.length == 0 ? new NDList(keys) : keys.split(cuts, 0);
        NDList v = cuts.length == 0 ? new NDList(values) : values.split(cuts, 0);
        for (int i = 0; i < batch.groups().size(); i++) {
            PackedBatch.Group group = batch.groups().get(i);
            cache.fill(layer, firstSlot + group.firstSequence(), group, k.get(i), v.get(i));
        }
        return within.attend(layer, queries, keys, values);
    }
}
