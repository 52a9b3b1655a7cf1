package org.snmf.models.network.parts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snmf.models.checkpoint.ModelConfig;

/**
 * GPT-2: learned positions, layer norms, one fused projection to queries, keys and values, a plain MLP. Its linear maps
 * are stored as [in, out].
 */
final class Gpt2 implements Architecture {
    private final ModelConfig config;

    Gpt2(ModelConfig config) {
        this.config = config;
    }

    @Override
    public String embedding() {
        return "wte.weight";
    }

    @Override
    public Optional<String> positionEmbedding() {
        return Optional.of("wpe.weight");
    }

    @Override
    public float embeddingScale() {
        return 1;
    }

    @Override
    public Map<String, List<Long>> tensors() {
        Map<String, List<Long>> tensors = new LinkedHashMap<>();
        long d = config.hidden();
        long a = config.mlp();
        tensors.put("wpe.weight", List.of((long) config.context(), d));
        for (int index = 0; index < config.layers(); index++) {
            String layer = "h." + index;
            putBoth(tensors, layer + ".ln_1", List.of(d), d);
            putBoth(tensors, layer + ".attn.c_attn", List.of(d, 3 * d), 3 * d);
            putBoth(tensors, layer + ".attn.c_proj", List.of(d, d), d);
            putBoth(tensors, layer + ".ln_2", List.of(d), d);
            putBoth(tensors, layer + ".mlp.c_fc", List.of(d, a), a);
            putBoth(tensors, layer + ".mlp.c_proj", List.of(a, d), d);
        }
        putBoth(tensors, "ln_f", List.of(d), d);
        return tensors;
    }

    private static void putBoth(Map<String, List<Long>> tensors, String name, List<Long> weight, long bias) {
        tensors.put(name + ".weight", weight);
        tensors.put(name + ".bias", List.of(bias));
    }

    @Override
    public Layer layer(TensorLoader loader, int index) {
        String name = "h." + index;
        Mlp mlp =
                new Mlp(Optional.empty(), loader.conv1d(name + ".mlp.c_fc"), down(loader, index), config.activation());
        return new Layer(
                norm(loader, name + ".ln_1"),
                List.of(loader.conv1d(name + ".attn.c_attn")),
                loader.conv1d(name + ".attn.c_proj"),
                Optional.empty(),
                norm(loader, name + ".ln_2"),
                mlp,
                Optional.empty());
    }

    @Override
    public Norm finalNorm(TensorLoader loader) {
        return norm(loader, "ln_f");
    }

    @Override
    public Projection down(TensorLoader loader, int index) {
        return loader.conv1d("h." + index + ".mlp.c_proj");
    }

    @Override
    public Optional<Norm> mlpPostNorm(TensorLoader loader, int index) {
        return Optional.empty();
    }

    private Norm norm(TensorLoader loader, String name) {
        return new Norm.LayerNorm(
                loader.tensor(name + ".weight"), loader.tensor(name + ".bias"), (float) config.normEpsilon());
    }
}
