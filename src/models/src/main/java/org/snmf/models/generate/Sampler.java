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
        if (options.temperature() == 0 && counts.length == 0) {
            return greatest(logits);
        }
        double[] penalized = new double[logits.length];
        for (int id = 0; id < logits.length; id++) {
            penalized[id] = counts.length == 0 ? logits[id] : logits[id] - options.frequencyPenalty() * counts[id];
        }
        int chosen = options.temperature() == 0 ? greatest(penalized) : draw(penalized);
        if (counts.length > 0) {
            counts[chosen]++;
        }
        return chosen;
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

    private static int greatest(double[] logits) {
        int best = 0;
        for (int id = 1; id < logits.length; id++) {
            if (logits[id] > logits[best]) {
                best = id;
            }
        }
        return best;
    }

    private int draw(double[] logits) {
        if (options.topK() > 0 && Math.min(options.topK(), logits.length) <= INSERTED) {
            int[] ids = greatest(logits, Math.min(options.topK(), logits.length));
            double[] weights = new double[ids.length];
            for (int i = 0; i < ids.length; i++) {
                weights[i] = Math.exp((logits[ids[i]] - logits[ids[0]]) / options.temperature());
            }
            int[] places = IntStream.range(0, ids.length).toArray();
            return ids[drawFrom(Arrays.copyOf(places, countToReach(options.topP(), places, weights)), weights)];
        }
        double greatest = logits[greatest(logits)];
        double[] weights = new double[logits.length];
        for (int id = 0; id < logits.length; id++) {
            weights[id] = Math.exp((logits[id] - greatest) / options.temperature());
        }
        boolean restricted = options.topK() > 0 || options.topP() < 1;
        return restricted ? drawFrom(mostLikely(weights), weights) : drawFrom(null, weights);
    }

    /** The k greatest, the lower id first among equals, by insertion: most ids are passed over with one comparison. */
    private static int[] greatest(double[] logits, int k) {
        int[] ids = new int[k];
        int found = 0;
        double least = Double.NEGATIVE_INFINITY;
        for (int id = 0; id < logits.length; id++) {
            double logit = logits[id];
            if (logit > least || found < k) {
                int at = found < k ? found++ : k - 1;
                while (at > 0 && logit > logits[ids[at - 1]]) {
                    ids[at] = ids[at - 1];
                    at--;
                }
                ids[at] = id;
                least = found == k ? logits[ids[k - 1]] : least;
            }
        }
        return ids;
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

    /** Draws in proportion to the weights of these ids, or of all when {@code ids} is null. */
    private int drawFrom(int @Nullable [] ids, double[] weights) {
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
        return ids == null ? greatest(weights) : ids[0];
    }
}
