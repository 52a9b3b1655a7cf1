package org.snmf.models.network.parts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snmf.models.checkpoint.Family;
import org.snmf.models.checkpoint.Family.NormKind;
import org.snmf.models.checkpoint.Family.QueryKeyNorm;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.checkpoint.TensorNames;

/** The tensors of a model, by the description of its family: which there are, and what they make. */
public final class Architecture {
    private final ModelConfig config;
    private final Family family;
    private final TensorNames names;
    private final long hidden;
    private final long queries;
    private final long keys;

    private Architecture(ModelConfig config) {
        this.config = config;
        this.family = config.family();
        this.names = family.tensors();
        this.hidden = config.hidden();
        this.queries = (long) config.heads() * config.headDim();
        this.keys = (long) config.kvHeads() * config.headDim();
    }

    /** The architecture of a configuration. */
    public static Architecture of(ModelConfig config) {
        return new Architecture(config);
    }

    /** Name of the token embedding, [V, d]. */
    public String embedding() {
        return names.embedding() + ".weight";
    }

    /** Name of the learned position embedding, [positions, d], where there is one. */
    public Optional<String> positionEmbedding() {
        return named(names.positions()).map(name -> name + ".weight");
    }

    /** Names that the unembedding may have, [V, d]. */
    public List<String> unembeddings() {
        return names.unembedding().stream().map(name -> name + ".weight").toList();
    }

    /** What the token embedding is multiplied with. */
    public float embeddingScale() {
        return family.embeddingScaled() ? (float) Math.sqrt(config.hidden()) : 1;
    }

    private static Optional<String> named(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    private String at(int layer, String name) {
        return names.layer() + layer + "." + name;
    }

    /** Shape of every tensor that the layers and the final norm need, by name; the (un)embedding is not among them. */
    public Map<String, List<Long>> tensors() {
        Map<String, List<Long>> tensors = new LinkedHashMap<>();
        positionEmbedding().ifPresent(name -> tensors.put(name, List.of((long) config.context(), hidden)));
        for (int layer = 0; layer < config.layers(); layer++) {
            putNorm(tensors, layer, names.attentionNorm(), hidden);
            putAttention(tensors, layer);
            putNorm(tensors, layer, names.attentionPostNorm(), hidden);
            putNorm(tensors, layer, names.mlpNorm(), hidden);
            putMlp(tensors, layer);
            putNorm(tensors, layer, names.mlpPostNorm(), hidden);
        }
        putNorm(tensors, names.finalNorm(), hidden);
        return tensors;
    }

    private void putAttention(Map<String, List<Long>> tensors, int layer) {
        boolean biased = config.biases().queryKeyValue();
        if (names.fused().isEmpty()) {
            put(tensors, at(layer, names.query()), queries, hidden, biased);
            put(tensors, at(layer, names.key()), keys, hidden, biased);
            put(tensors, at(layer, names.value()), keys, hidden, biased);
        } else {
            put(tensors, at(layer, names.fused()), queries + 2 * keys, hidden, biased);
        }
        if (family.queryKeyNorm() != QueryKeyNorm.NONE) {
            boolean head = family.queryKeyNorm() == QueryKeyNorm.HEAD;
            putNorm(tensors, layer, names.queryNorm(), head ? config.headDim() : queries);
            putNorm(tensors, layer, names.keyNorm(), head ? config.headDim() : keys);
        }
        put(
                tensors,
                at(layer, names.attentionOutput()),
                hidden,
                queries,
                config.biases().attentionOutput());
    }

    private void putMlp(Map<String, List<Long>> tensors, int layer) {
        long a = config.mlp();
        boolean biased = config.biases().mlp();
        named(names.gateAndUp()).ifPresent(name -> put(tensors, at(layer, name), 2 * a, hidden, biased));
        named(names.gate()).ifPresent(name -> put(tensors, at(layer, name), a, hidden, biased));
        named(names.up()).ifPresent(name -> put(tensors, at(layer, name), a, hidden, biased));
        put(tensors, at(layer, names.down()), hidden, a, biased);
    }

    private void put(Map<String, List<Long>> tensors, String name, long out, long in, boolean biased) {
        tensors.put(name + ".weight", names.transposed() ? List.of(in, out) : List.of(out, in));
        if (biased) {
            tensors.put(name + ".bias", List.of(out));
        }
    }

    private void putNorm(Map<String, List<Long>> tensors, int layer, String name, long width) {
        if (!name.isEmpty()) {
            putNorm(tensors, at(layer, name), width);
        }
    }

    private void putNorm(Map<String, List<Long>> tensors, String name, long width) {
        tensors.put(name + ".weight", List.of(width));
        if (family.norm() == NormKind.LAYER) {
            tensors.put(name + ".bias", List.of(width));
        }
    }

    /** Reads layer {@code index}. */
    public Layer layer(TensorLoader loader, int index) {
        boolean normed = family.queryKeyNorm() != QueryKeyNorm.NONE;
        return new Layer(
                norm(loader, index, names.attentionNorm()),
                queryKeyValue(loader, index),
                normed ? norm(loader, index, names.queryNorm()) : Optional.empty(),
                normed ? norm(loader, index, names.keyNorm()) : Optional.empty(),
                linear(loader, index, names.attentionOutput(), config.biases().attentionOutput()),
                norm(loader, index, names.attentionPostNorm()),
                norm(loader, index, names.mlpNorm()),
                mlp(loader, index),
                mlpPostNorm(loader, index));
    }

    private List<Projection> queryKeyValue(TensorLoader loader, int index) {
        List<Projection> projections = new ArrayList<>();
        List<String> all =
                names.fused().isEmpty() ? List.of(names.query(), names.key(), names.value()) : List.of(names.fused());
        all.forEach(name ->
                projections.add(linear(loader, index, name, config.biases().queryKeyValue())));
        return projections;
    }

    private Mlp mlp(TensorLoader loader, int index) {
        boolean biased = config.biases().mlp();
        Optional<Projection> both = named(names.gateAndUp()).map(name -> linear(loader, index, name, biased));
        long a = config.mlp();
        return new Mlp(
                both.map(one -> one.part(0, a))
                        .or(() -> named(names.gate()).map(name -> linear(loader, index, name, biased))),
                both.map(one -> one.part(a, 2 * a)).orElseGet(() -> linear(loader, index, names.up(), biased)),
                down(loader, index),
                config.activation());
    }

    /** Reads the final norm. */
    public Norm finalNorm(TensorLoader loader) {
        return norm(loader, names.finalNorm());
    }

    /** Reads the projection W_V (d × d_a) of the MLP of layer {@code index} alone. */
    public Projection down(TensorLoader loader, int index) {
        return linear(loader, index, names.down(), config.biases().mlp());
    }

    /** Reads the norm after the MLP of layer {@code index} alone, where there is one. */
    public Optional<Norm> mlpPostNorm(TensorLoader loader, int index) {
        return norm(loader, index, names.mlpPostNorm());
    }

    private Projection linear(TensorLoader loader, int layer, String name, boolean biased) {
        return loader.linear(at(layer, name), names.transposed(), biased);
    }

    private Optional<Norm> norm(TensorLoader loader, int layer, String name) {
        return named(name).map(found -> norm(loader, at(layer, found)));
    }

    private Norm norm(TensorLoader loader, String name) {
        float epsilon = (float) config.normEpsilon();
        return switch (family.norm()) {
            case LAYER -> new Norm.LayerNorm(loader.tensor(name + ".weight"), loader.tensor(name + ".bias"), epsilon);
            case RMS -> new Norm.RmsNorm(loader.tensor(name + ".weight"), epsilon);
            case RMS_PLUS_ONE ->
                new Norm.RmsNorm(loader.tensor(name + ".weight").add(1), epsilon);
        };
    }
}
