package org.snmf.models.network;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.checkpoint.Weights;

/**
 * What a model takes before any weight of it is read. All sizes are bytes.
 *
 * @param onDisk all tensors as stored
 * @param mapped tensors that are used where the file is mapped: they take memory that the system can take back
 * @param layersKept layers up to the last one needed, widened to float32, if they are kept
 * @param largestLayer the largest layer widened to float32, which is what takes turns if they are not kept
 * @param head final norm and unembedding widened to float32; only where logits are wanted
 * @param perBatch arrays of one batch at their most, in the last layer needed
 * @param keepsLayers whether layers are kept
 */
public record MemoryPlan(
        long onDisk, long mapped, long layersKept, long largestLayer, long head, long perBatch, boolean keepsLayers) {
    private static final Pattern LAYER = Pattern.compile("(?:h|layers)\\.(\\d+)\\..*");

    /**
     * The plan for reading a checkpoint up to a layer.
     *
     * @param lastLayer index of the last layer needed
     * @param logits whether logits are needed too
     * @param batchTokens tokens in one batch
     * @param longest tokens in the longest sequence
     */
    public static MemoryPlan of(
            Path directory, LoadOptions options, int lastLayer, boolean logits, int batchTokens, int longest) {
        ModelConfig config = ModelConfig.read(directory);
        new Location(lastLayer, Site.RESID).check(config);
        try (Weights weights = Weights.open(directory)) {
            TensorShapes expected = TensorShapes.of(config, weights::has);
            weights.check(expected.shapes());
            long[] layers = new long[config.layers()];
            for (String name : expected.shapes().keySet()) {
                Matcher matcher = LAYER.matcher(name);
                if (matcher.matches()) {
                    layers[Integer.parseInt(matcher.group(1))] += weights.bytesWidened(List.of(name));
                }
            }
            long kept = 0;
            long largest = 0;
            for (int layer = 0; layer <= lastLayer; layer++) {
                kept += layers[layer];
                largest = Math.max(largest, layers[layer]);
            }
            return new MemoryPlan(
                    weights.bytesOnDisk(),
                    weights.bytesOnDisk() - weights.bytesNotMapped(),
                    kept,
                    largest,
                    logits ? weights.bytesWidened(List.of(expected.unembedding())) : 0,
                    batch(config, Math.max(batchTokens, longest), longest, logits),
                    options.keeps(weights));
        }
    }

    /** Native memory at its most: weights that are there at once, and one batch. */
    public long peak() {
        return (keepsLayers ? layersKept + head : Math.max(largestLayer, head)) + perBatch;
    }

    /** The residual stream, and the greater of what attention and MLP hold at once. */
    private static long batch(ModelConfig config, long tokens, long longest, boolean logits) {
        long projections = tokens * (4L * config.heads() + 2L * config.kvHeads()) * config.headDim();
        long scores = 3 * Math.max(tokens, longest) * longest * config.heads();
        long mlp = tokens * (3L * config.mlp() + 2L * config.hidden());
        long unembedded = logits ? 2 * tokens * config.vocabulary() : 0;
        long floats = 2 * tokens * config.hidden() + Math.max(Math.max(projections + scores, mlp), unembedded);
        return floats * Float.BYTES;
    }
}
