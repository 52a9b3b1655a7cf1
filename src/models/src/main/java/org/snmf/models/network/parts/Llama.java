package org.snmf.models.network.parts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snmf.models.checkpoint.ModelConfig;

/** Llama: rotary positions, RMS norms, grouped queries, a gated MLP. */
class Llama implements Architecture {
    final ModelConfig config;

    Llama(ModelConfig config) {
        this.config = config;
    }

    @Override
    public String embedding() {
        return "embed_tokens.weight";
    }

    @Override
    public Optional<String> positionEmbedding() {
        return Optional.empty();
    }

    @Override
    public float embeddingScale() {
        return 1;
    }

    /** Names of a layer's norms. */
    List<String> norms() {
        return List.of("input_layernorm", "post_attention_layernorm");
    }

    @Override
    public Map<String, List<Long>> tensors() {
        Map<String, List<Long>> tensors = new LinkedHashMap<>();
        long d = config.hidden();
        long a = config.mlp();
        long queries = (long) config.heads() * config.headDim();
        long keys = (long) config.kvHeads() * config.headDim();
        for (int index = 0; index < config.layers(); index++) {
            String layer = "layers." + index + ".";
            norms().forEach(norm -> tensors.put(layer + norm + ".weight", List.of(d)));
            put(tensors, layer + "self_attn.q_proj", queries, d, config.attentionBias());
            put(tensors, layer + "self_attn.k_proj", keys, d, config.attentionBias());
            put(tensors, layer + "self_attn.v_proj", keys, d, config.attentionBias());
            put(tensors, layer + "self_attn.o_proj", d, queries, config.attentionBias());
            put(tensors, layer + "mlp.gate_proj", a, d, config.mlpBias());
            put(tensors, layer + "mlp.up_proj", a, d, config.mlpBias());
            put(tensors, layer + "mlp.down_proj", d, a, config.mlpBias());
        }
        tensors.put("norm.weight", List.of(d));
        return tensors;
    }

    private static void put(Map<String, List<Long>> tensors, String name, long out, long in, boolean biased) {
        tensors.put(name + ".weight", List.of(out, in));
        if (biased) {
            tensors.put(name + ".bias", List.of(out));
        }
    }

    @Override
    public Layer layer(TensorLoader loader, int index) {
        String name = "layers." + index + ".";
        return new Layer(
                norm(loader, name + "input_layernorm"),
                queryKeyValue(loader, name),
                loader.linear(name + "self_attn.o_proj", config.attentionBias()),
                Optional.empty(),
                norm(loader, name + "post_attention_layernorm"),
                mlp(loader, index),
                mlpPostNorm(loader, index));
    }

    final List<Projection> queryKeyValue(TensorLoader loader, String name) {
        return List.of(
                loader.linear(name + "self_attn.q_proj", config.attentionBias()),
                loader.linear(name + "self_attn.k_proj", config.attentionBias()),
                loader.linear(name + "self_attn.v_proj", config.attentionBias()));
    }

    final Mlp mlp(TensorLoader loader, int index) {
        String name = "layers." + index + ".mlp.";
        return new Mlp(
                Optional.of(loader.linear(name + "gate_proj", config.mlpBias())),
                loader.linear(name + "up_proj", config.mlpBias()),
                down(loader, index),
                config.activation());
    }

    @Override
    public Norm finalNorm(TensorLoader loader) {
        return norm(loader, "norm");
    }

    @Override
    public Projection down(TensorLoader loader, int index) {
        return loader.linear("layers." + index + ".mlp.down_proj", config.mlpBias());
    }

    @Override
    public Optional<Norm> mlpPostNorm(TensorLoader loader, int index) {
        return Optional.empty();
    }

    Norm norm(TensorLoader loader, String name) {
        return new Norm.RmsNorm(loader.tensor(name + ".weight"), (float) config.normEpsilon());
    }
}
