package org.snmf.models.generate;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Chooses the next token of one row. */
final class Sampler {
    private static final int INSERTED = 256;

    private final GenerationOptions options;
    private final SplittableRandom random;
    private final int[] counts;

    Sampler(GenerationOptions options, long seed, int vocabulary) {
        this.options = options;
        this.random = new SplittableRandom(seed);
        this.counts = new int[options.frequencyPenalty() == 0 ? 0 : vocabulary];
    }

    /** The next token for {@code logits}, [V], which are not changed. */
    int next(float[] logits) {
        float[] penalized = counts.length == 0 ? logits : penalized(logits);
        int chosen = options.temperature() == 0 ? greatest(penalized) : draw(penalized);
        if (counts.length > 0) {
            counts[chosen]++;
        }
        return chosen;
    }

    private float[] penalized(float[] logits) {
        float[] penalized = new float[logits.length];
        for (int id = 0; id < logits.length; id++) {
            penalized[id] = (float) (logits[id] - options.frequencyPenalty() * counts[id]);
        }
        return penalized;
    }

    private static int greatest(float[] logits) {
        int best = 0;
        for (int id = 1; id < logits.length; id++) {
            if (logits[id] > logits[best]) {
                best = id;
            }
        }
        return best;
    }

    private int draw(float[] logits) {
        if (options.topK() > 0 && Math.min(options.topK(), logits.length) <= INSERTED) {
            int[] ids = greatest(logits, Math.min(options.topK(), logits.length));
            double[] weights = new double[ids.length];
            for (int i = 0; i < ids.length; i++) {
                weights[i] = Math.exp(((double) logits[ids[i]] - logits[ids[0]]) / options.temperature());
            }
            int[] places = IntStream.range(0, ids.length).toArray();
            return ids[drawFrom(Arrays.copyOf(places, countToReach(options.topP(), places, weights)), weights, 0)];
        }
        int likeliest = greatest(logits);
        double[] weights = new double[logits.length];
        for (int id = 0; id < logits.length; id++) {
            weights[id] = Math.exp(((double) logits[id] - logits[likeliest]) / options.temperature());
        }
        boolean restricted = options.topK() > 0 || options.topP() < 1;
        return drawFrom(restricted ? mostLikely(weights) : null, weights, likeliest);
    }

    /** The k greatest, the lower id first among equals, by insertion: most ids are passed over eight at a time. */
    private static int[] greatest(float[] logits, int k) {
        int[] ids = new int[k];
        for (int id = 0; id < k; id++) {
            insert(ids, id, logits, id);
        }
        float least = logits[ids[k - 1]];
        int id = k;
        while (id < logits.length) {
            while (id + 8 <= logits.length && noneAbove(logits, id, least)) {
                id += 8;
            }
            for (int end = Math.min(id + 8, logits.length); id < end; id++) {
                if (logits[id] > least) {
                    insert(ids, k - 1, logits, id);
                    least = logits[ids[k - 1]];
                }
            }
        }
        return ids;
    }

    /** Whether none of eight logits lies above one; without branches between them, which would be the time. */
    @SuppressWarnings("ShortCircuitBoolean")
    private static boolean noneAbove(float[] logits, int id, float least) {
        return !(logits[id] > least
                | logits[id + 1] > least
                | logits[id + 2] > least
                | logits[id + 3] > least
                | logits[id + 4] > least
                | logits[id + 5] > least
                | logits[id + 6] > least
                | logits[id + 7] > least);
    }

    /** Puts an id into its place among the first {@code found} of {@code ids}, which are sorted; what stood last is gone. */
    private static void insert(int[] ids, int found, float[] logits, int id) {
        int at = found;
        while (at > 0 && logits[id] > logits[ids[at - 1]]) {
            ids[at] = ids[at - 1];
            at--;
        }
        ids[at] = id;
    }

    /** Ids by falling weight, the lower id first among equals, cut to top-k and then to top-p. */
    private int[] mostLikely(double[] weights) {
        int[] ids = sorted(weights);
        int kept = options.topK() > 0 ? Math.min(options.topK(), ids.length) : ids.length;
        int[] cut = Arrays.copyOf(ids, kept);
        return Arrays.copyOf(cut, countToReach(options.topP(), cut, weights));
    }

    private static int[] sorted(double[] weights) {
        long[] keys = new long[weights.length];
        for (int id = 0; id < weights.length; id++) {
            // Positive floats order like their bits: one primitive sort of (falling weight, rising id).
            long falling = ~Float.floatToIntBits((float) weights[id]) & 0xffffffffL;
            keys[id] = falling << 31 | id;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) (key & 0x7fffffff)).toArray();
    }

    private static int countToReach(double share, int[] ids, double[] weights) {
        double total = 0;
        for (int id : ids) {
            total += weights[id];
        }
        double sum = 0;
        for (int i = 0; i < ids.length; i++) {
            sum += weights[ids[i]];
            if (sum >= share * total) {
                return i + 1;
            }
        }
        return ids.length;
    }

    /**
     * Draws in proportion to the weights of these ids, or of all when {@code ids} is null; {@code likeliest} where rounding leaves
     * none.
     */
    private int drawFrom(int @Nullable [] ids, double[] weights, int likeliest) {
        int count = ids == null ? weights.length : ids.length;
        double total = 0;
        for (int i = 0; i < count; i++) {
            total += weights[ids == null ? i : ids[i]];
        }
        double point = random.nextDouble() * total;
        for (int i = 0; i < count; i++) {
            int id = ids == null ? i : ids[i];
            point -= weights[id];
            if (point < 0) {
                return id;
            }
        }
        return likeliest;
    }
}
