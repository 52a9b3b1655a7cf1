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
    /** The tensors of a checkpoint that names things as the hub does. */
    public static TensorShapes of(ModelConfig config) {
        Architecture architecture = Architecture.of(config);
        String embedding = architecture.embedding();
        String unembedding =
                config.tied() ? embedding : architecture.unembeddings().get(0);
        return of(config, embedding, unembedding, Optional.empty());
    }

    /**
     * The tensors of a checkpoint. Tied models keep one matrix, under the name of either end. Where both are there and
     * differ, the unembedding of the file counts, as in transformers 5; version 4 took the embedding.
     */
    public static TensorShapes of(ModelConfig config, Weights weights) {
        Architecture architecture = Architecture.of(config);
        String usual = architecture.embedding();
        Optional<String> there =
                architecture.unembeddings().stream().filter(weights::has).findFirst();
        String head = there.orElse(architecture.unembeddings().get(0));
        if (!config.tied()) {
            return of(config, usual, head, Optional.empty()).withoutHead(there.isEmpty() && !config.headExpected());
        }
        if (!weights.has(usual) && there.isPresent()) {
            return of(config, head, head, Optional.empty());
        }
        if (there.isPresent() && weights.has(usual) && !weights.sameValues(head, usual)) {
            String note = "config.json says that the unembedding is the embedding, but the file holds a " + head
                    + " of its own with other values, which is used, as in transformers 5; version 4 ignored it";
            return of(config, usual, head, Optional.of(note));
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
        String note = "the checkpoint is of a base model without " + unembedding
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
