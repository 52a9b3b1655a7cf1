package org.snmf.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of one partition and the files in which their activations lie.
 *
 * @param index number of the partition
 * @param first its first token
 * @param tokens how many
 * @param shards the files that hold any of them, in their order
 */
record Part(int index, int first, int tokens, List<Shard> shards) implements Serializable {
    /**
     * One file of a store.
     *
     * @param name within the store
     * @param first its first token, counted over the store
     * @param tokens how many
     */
    record Shard(String name, int first, int tokens) implements Serializable {
        private int end() {
            return first + tokens;
        }
    }

    /** {@code count} partitions of nearly equally many tokens. */
    static List<Part> divide(List<Shard> shards, int count) {
        int all = shards.get(shards.size() - 1).end();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int first = (int) ((long) all * i / count);
            int end = (int) ((long) all * (i + 1) / count);
            List<Shard> touched = shards.stream()
                    .filter(shard -> shard.first() < end && shard.end() > first)
                    .toList();
            parts.add(new Part(i, first, end - first, new ArrayList<>(touched)));
        }
        return parts;
    }
}
