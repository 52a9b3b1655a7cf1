package org.snmf.models.network.estimate;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongFunction;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.parts.Architecture;
import org.snmf.models.network.parts.LayerStore;
import org.snmf.models.network.parts.TensorLoader;
import org.snmf.models.network.parts.TensorShapes;
import org.snmf.models.network.pass.Decoder;
import org.snmf.models.network.pass.Network;

/**
 * A network with random weights that computes as a model of some configuration would, for measuring how fast. A large model
 * is stood in for by fewer and narrower layers: above this size the rate no longer depends on it.
 */
final class ScaledDownModel implements AutoCloseable {
    /** Weights of all layers, and again of the unembedding, that a stand-in has at most: 64 MiB each. */
    private static final long MOST_WEIGHTS = 16L << 20;

    private final ModelConfig config;
    private final Network network;

    ScaledDownModel(ModelConfig config) {
        this.config = config;
        Architecture architecture = Architecture.of(config);
        TensorShapes expected = TensorShapes.of(config);
        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        LayerStore store = new LayerStore(
                architecture,
                random(expected.shapes()),
                expected.unembedding(),
                manager.newSubManager(),
                true,
                config.layers());
        Decoder.EmbeddingRows embedding = this::embed;
        this.network = new Network(config, new Decoder(config, architecture, name -> embedding, ""), store, manager);
    }

    /** The configuration of a stand-in for the first {@code layers} layers of a model. */
    static ModelConfig shrunk(ModelConfig config, int layers) {
        long weights = layerWeights(config);
        double width = Math.min(1, Math.sqrt((double) MOST_WEIGHTS / weights));
        LongFunction<Integer> scaled = size -> (int) Math.max(1, Math.round(width * size));
        int group = config.heads() / config.kvHeads();
        int kvHeads = scaled.apply(config.kvHeads());
        int heads = group * kvHeads;
        int hidden = scaled.apply(config.hidden());
        int fewer = (int) Math.max(1, Math.min(layers, MOST_WEIGHTS / weights));
        int vocabulary = (int) Math.min(config.vocabulary(), MOST_WEIGHTS / hidden);
        return config.resized(fewer, hidden, scaled.apply(config.mlp()), heads, kvHeads, config.headDim(), vocabulary);
    }

    /** Weights of one layer, norms and biases left out. */
    static long layerWeights(ModelConfig config) {
        long d = config.hidden();
        long attention = d * config.headDim() * (2L * config.heads() + 2L * config.kvHeads());
        long mlp = (config.family().isGated() ? 3 : 2) * d * config.mlp();
        return attention + mlp;
    }

    private static TensorLoader.Source random(Map<String, List<Long>> shapes) {
        return (manager, name) -> {
            Shape shape = new Shape(Objects.requireNonNull(shapes.get(name), name).stream()
                    .mapToLong(Long::longValue)
                    .toArray());
            NDArray values = manager.randomUniform(-0.05f, 0.05f, shape);
            values.attach(manager);
            return values;
        };
    }

    private void embed(int row, FloatBuffer into) {
        for (int j = 0; j < config.hidden(); j++) {
            into.put((float) ((row * 31 + j * 17) % 64) / 64 - 0.5f);
        }
    }

    Network network() {
        return network;
    }

    @Override
    public void close() {
        network.close();
    }
}
