package org.snmf.models.network.parts;

import java.util.List;
import java.util.Optional;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.pass.Decoder;

/**
 * Gemma 2: as Llama, with norms after attention and MLP too, norm weights stored as their difference from 1, and
 * embeddings times √d. Soft caps and sliding windows are in the configuration and {@link Decoder} heeds them.
 */
final class Gemma2 extends Llama {
    Gemma2(ModelConfig config) {
        super(config);
    }

    @Override
    public float embeddingScale() {
        return (float) Math.sqrt(config.hidden());
    }

    @Override
    List<String> norms() {
        return List.of(
                "input_layernorm",
                "post_attention_layernorm",
                "pre_feedforward_layernorm",
                "post_feedforward_layernorm");
    }

    @Override
    public Layer layer(TensorLoader loader, int index) {
        String name = "layers." + index + ".";
        return new Layer(
                norm(loader, name + "input_layernorm"),
                queryKeyValue(loader, name),
                loader.linear(name + "self_attn.o_proj", config.attentionBias()),
                Optional.of(norm(loader, name + "post_attention_layernorm")),
                norm(loader, name + "pre_feedforward_layernorm"),
                mlp(loader, index),
                mlpPostNorm(loader, index));
    }

    @Override
    public Optional<Norm> mlpPostNorm(TensorLoader loader, int index) {
        return Optional.of(norm(loader, "layers." + index + ".post_feedforward_layernorm"));
    }

    @Override
    Norm norm(TensorLoader loader, String name) {
        return new Norm.RmsNorm(loader.tensor(name + ".weight").add(1), (float) config.normEpsilon());
    }
}
