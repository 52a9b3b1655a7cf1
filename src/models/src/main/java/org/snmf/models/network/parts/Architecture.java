package org.snmf.models.network.parts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.pass.Decoder;

/** What one family's forward pass has of its own; everything else is {@link Decoder}'s. */
public interface Architecture {
    /** The architecture of a configuration. */
    static Architecture of(ModelConfig config) {
        return switch (config.family()) {
            case GPT2 -> new Gpt2(config);
            case LLAMA, MISTRAL -> new Llama(config);
            case GEMMA2 -> new Gemma2(config);
        };
    }

    /** Name of the token embedding, [V, d]. */
    String embedding();

    /** Name of the learned position embedding, [positions, d], where there is one. */
    Optional<String> positionEmbedding();

    /** What the token embedding is multiplied with. */
    float embeddingScale();

    /** Shape of every tensor that the layers and the final norm need, by name; the (un)embedding is not among them. */
    Map<String, List<Long>> tensors();

    /** Reads layer {@code index}. */
    Layer layer(TensorLoader loader, int index);

    /** Reads the final norm. */
    Norm finalNorm(TensorLoader loader);

    /** Reads the projection W_V (d × d_a) of the MLP of layer {@code index} alone. */
    Projection down(TensorLoader loader, int index);

    /** Reads the norm after the MLP of layer {@code index} alone, where there is one. */
    Optional<Norm> mlpPostNorm(TensorLoader loader, int index);
}
