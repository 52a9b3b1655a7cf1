package org.snmf.models.network.parts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.snmf.models.checkpoint.ModelConfig;

/**
 * Which tensors a checkpoint of some configuration must have, by their names without prefix.
 *
 * @param embedding name of the embedding, [V, d]
 * @param unembedding name of the unembedding, [V, d]; where it is tied the embedding's
 * @param shapes shape of every tensor by name
 */
public record TensorShapes(String embedding, String unembedding, Map<String, List<Long>> shapes) {
    private static final String UNEMBEDDING = "lm_head.weight";

    /** The tensors of a checkpoint that names things as the hub does. */
    public static TensorShapes of(ModelConfig config) {
        return of(config, name -> !name.equals(UNEMBEDDING));
    }

    /**
     * The tensors of a checkpoint that has these names. Tied models keep one matrix, under the name of either end; where
     * both are there the embedding counts.
     */
    public static TensorShapes of(ModelConfig config, Predicate<String> has) {
        Architecture architecture = Architecture.of(config);
        String usual = architecture.embedding();
        String embedding = config.tied() && !has.test(usual) && has.test(UNEMBEDDING) ? UNEMBEDDING : usual;
        String unembedding = config.tied() ? embedding : UNEMBEDDING;
        List<Long> shape = List.of((long) config.vocabulary(), (long) config.hidden());
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes.put(embedding, shape);
        shapes.putAll(architecture.tensors());
        shapes.put(unembedding, shape);
        return new TensorShapes(embedding, unembedding, shapes);
    }
}
