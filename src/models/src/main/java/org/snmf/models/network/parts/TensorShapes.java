package org.snmf.models.network.parts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.checkpoint.Weights;

/**
 * Which tensors a checkpoint of some configuration must have, by their names without prefix.
 *
 * @param embedding name of the embedding, [V, d]
 * @param unembedding name of the unembedding, [V, d]; where it is tied the embedding's. A base model may lack it
 * @param shapes shape of every tensor by name
 * @param note what was decided about the unembedding where the file can be read in two ways
 */
public record TensorShapes(
        String embedding, String unembedding, Map<String, List<Long>> shapes, Optional<String> note) {
    private static final String UNEMBEDDING = "lm_head.weight";

    /** The tensors of a checkpoint that names things as the hub does. */
    public static TensorShapes of(ModelConfig config) {
        String embedding = Architecture.of(config).embedding();
        return of(config, embedding, config.tied() ? embedding : UNEMBEDDING, Optional.empty());
    }

    /**
     * The tensors of a checkpoint. Tied models keep one matrix, under the name of either end. Where both are there and
     * differ, the unembedding of the file counts, as in transformers 5; version 4 took the embedding.
     */
    public static TensorShapes of(ModelConfig config, Weights weights) {
        String usual = Architecture.of(config).embedding();
        boolean head = weights.has(UNEMBEDDING);
        if (!config.tied()) {
            return of(config, usual, UNEMBEDDING, Optional.empty()).withoutHead(!head && !config.headExpected());
        }
        if (!weights.has(usual) && head) {
            return of(config, UNEMBEDDING, UNEMBEDDING, Optional.empty());
        }
        if (head && weights.has(usual) && !weights.sameValues(UNEMBEDDING, usual)) {
            String note = "config.json says that the unembedding is the embedding, but the file holds a " + UNEMBEDDING
                    + " of its own with other values, which is used, as in transformers 5; version 4 ignored it";
            return of(config, usual, UNEMBEDDING, Optional.of(note));
        }
        return of(config, usual, usual, Optional.empty());
    }

    private static TensorShapes of(ModelConfig config, String embedding, String unembedding, Optional<String> note) {
        List<Long> shape = List.of((long) config.vocabulary(), (long) config.hidden());
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes.put(embedding, shape);
        shapes.putAll(Architecture.of(config).tensors());
        shapes.put(unembedding, shape);
        return new TensorShapes(embedding, unembedding, shapes, note);
    }

    private TensorShapes withoutHead(boolean lacks) {
        if (!lacks) {
            return this;
        }
        Map<String, List<Long>> others = new LinkedHashMap<>(shapes);
        others.remove(unembedding);
        String note = "the checkpoint is of a base model without " + UNEMBEDDING
                + ": activations can be read, logits and text cannot";
        return new TensorShapes(embedding, unembedding, others, Optional.of(note));
    }

    /** Number of parameters: the elements of all tensors, a tied matrix counted once. */
    public long parameters() {
        return shapes.values().stream()
                .mapToLong(shape -> shape.stream().reduce(1L, Math::multiplyExact))
                .sum();
    }
}
