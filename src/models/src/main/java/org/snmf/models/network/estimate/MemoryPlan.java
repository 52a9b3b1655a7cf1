package org.snmf.models.network.estimate;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.checkpoint.Weights;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.LoadOptions;
import org.snmf.models.network.parts.TensorShapes;
import org.snmf.models.network.pass.KvCache;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;

/**
 * What a model takes before any weight of it is read. All sizes are bytes.
 *
 * @param onDisk all tensors as stored
 * @param mapped tensors that are used where the file is mapped: they take memory that the system can take back
 * @param layersKept layers up to the last one needed, widened to float32, if they are kept
 * @param largestLayer the largest layer widened to float32, which is what takes turns if they are not kept
 * @param head unembedding widened to float32; only where logits are wanted, which reading {@link Site#FINAL_NORM} is not
 * @param perBatch arrays of one batch at their most, in the last layer needed
 * @param waiting residual streams of all batches, which wait for each other at every layer if layers are not kept
 * @param cache keys and values of generation
 * @param keepsLayers whether layers are kept
 */
public record MemoryPlan(
        long onDisk,
        long mapped,
        long layersKept,
        long largestLayer,
        long head,
        long perBatch,
        long waiting,
        long cache,
        boolean keepsLayers) {
    private static final Pattern LAYER = Pattern.compile("(?:h|layers)\\.(\\d+)\\..*");

    /**
     * What the model is to do.
     *
     * @param lastLayer index of the last layer needed
     * @param batchTokens tokens in one batch
     * @param longest tokens in the longest sequence
     * @param tokens tokens in all sequences that are handed over together
     * @param logitRows rows of a batch whose logits are wanted, 0 for none
     * @param rows rows that are generated, 0 for none
     * @param newTokens tokens that each of them may get
     */
    public record Work(
            int lastLayer, int batchTokens, int longest, long tokens, int logitRows, int rows, int newTokens) {

        /** Reading activations up to a layer. */
        public static Work reading(int lastLayer, int batchTokens, int longest, long tokens) {
            return new Work(lastLayer, batchTokens, longest, tokens, 0, 0, 0);
        }

        /** Logits at every position of sequences that go through the whole model one at a time. */
        public static Work tracing(ModelConfig config, int longest) {
            return new Work(config.layers() - 1, longest, longest, longest, longest, 0, 0);
        }

        /** Continuing prompts. */
        public static Work generating(ModelConfig config, List<int[]> prompts, int newTokens) {
            int longest = prompts.stream().mapToInt(ids -> ids.length).max().orElse(1);
            long tokens = prompts.stream().mapToLong(ids -> ids.length).sum();
            int last = config.layers() - 1;
            int rows = prompts.size();
            return new Work(last, LanguageModel.BATCH_TOKENS, longest, tokens, rows, rows, newTokens);
        }
    }

    /** Number of parameters of a model of this configuration, with norms and biases, a tied matrix once. */
    public static long parameters(ModelConfig config) {
        return TensorShapes.of(config).parameters();
    }

    /** The plan for a piece of work on a checkpoint. */
    public static MemoryPlan of(Path directory, LoadOptions options, Work work) {
        ModelConfig config = ModelConfig.read(directory);
        new Location(work.lastLayer(), Site.RESID).check(config);
        try (Weights weights = Weights.open(directory)) {
            TensorShapes expected = TensorShapes.of(config, weights);
            weights.check(expected.shapes());
            long[] layers = layers(config, weights, expected);
            boolean keeps = options.keeps(weights);
            return new MemoryPlan(
                    weights.bytesOnDisk(),
                    weights.bytesOnDisk() - weights.bytesNotMapped(),
                    Arrays.stream(layers, 0, work.lastLayer() + 1).sum(),
                    Arrays.stream(layers, 0, work.lastLayer() + 1).max().orElse(0),
                    work.logitRows() > 0 ? weights.bytesWidened(List.of(expected.unembedding())) : 0,
                    batch(config, work),
                    keeps ? 0 : Float.BYTES * work.tokens() * config.hidden(),
                    work.rows() == 0 ? 0 : KvCache.bytes(config, work.rows(), work.longest(), work.newTokens()),
                    keeps);
        }
    }

    private static long[] layers(ModelConfig config, Weights weights, TensorShapes expected) {
        long[] layers = new long[config.layers()];
        for (String name : expected.shapes().keySet()) {
            Matcher matcher = LAYER.matcher(name);
            if (matcher.matches()) {
                layers[Integer.parseInt(matcher.group(1))] += weights.bytesWidened(List.of(name));
            }
        }
        return layers;
    }

    /** Native memory at its most: weights that are there at once, and what the work holds. */
    public long peak() {
        long weights = keepsLayers ? layersKept + head : Math.max(largestLayer, head);
        return weights + perBatch + waiting + cache;
    }

    /** Bytes that are widened when the work goes through once. */
    public long widened() {
        return layersKept + head;
    }

    /** The residual stream, and the greater of what attention and MLP hold at once. */
    private static long batch(ModelConfig config, Work work) {
        long longest = work.longest();
        long tokens = Math.min(Math.max(work.batchTokens(), longest), Math.max(work.tokens(), longest));
        long projections = tokens * (4L * config.heads() + 2L * config.kvHeads()) * config.headDim();
        long scores = 3 * tokens * longest * config.heads();
        long mlp = tokens * (3L * config.mlp() + 2L * config.hidden());
        long unembedded = 2L * work.logitRows() * config.vocabulary();
        long floats = 2 * tokens * config.hidden() + Math.max(Math.max(projections + scores, mlp), unembedded);
        return floats * Float.BYTES;
    }
}
