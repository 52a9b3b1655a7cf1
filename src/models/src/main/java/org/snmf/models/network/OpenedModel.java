package org.snmf.models.network;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.checkpoint.Weights;
import org.snmf.models.network.parts.Architecture;
import org.snmf.models.network.parts.Head;
import org.snmf.models.network.parts.LayerStore;
import org.snmf.models.network.parts.TensorLoader;
import org.snmf.models.network.parts.TensorShapes;
import org.snmf.models.network.pass.Decoder;
import org.snmf.models.network.pass.Network;
import org.snmf.models.tokens.Tokenizer;

/** Everything that a loaded model is made of, opened and checked together, closed together. */
final class OpenedModel implements AutoCloseable {
    private final Path directory;
    private final ModelConfig config;
    private final Weights weights;
    private final Architecture architecture;
    private final List<String> ignored;
    private final List<String> notes;
    private final long parameters;
    private final Optional<Tokenizer> tokenizer;
    private final Network network;

    private OpenedModel(
            Path directory, ModelConfig config, Weights weights, Optional<Tokenizer> tokenizer, LoadOptions options) {
        this.directory = directory;
        this.config = config;
        this.weights = weights;
        this.tokenizer = tokenizer;
        this.architecture = Architecture.of(config);
        TensorShapes expected = TensorShapes.of(config, weights);
        this.parameters = expected.parameters();
        this.notes = notes(config, expected, tokenizer);
        this.ignored = weights.check(expected.shapes());
        NDManager manager = NDManager.newBaseManager(device(options.device()), "PyTorch");
        LayerStore store = new LayerStore(
                architecture,
                weights::load,
                expected.unembedding(),
                manager.newSubManager(),
                options.keeps(weights),
                config.layers());
        this.network = new Network(
                config,
                new Decoder(config, architecture, name -> weights.rows(name)::get, expected.embedding()),
                store,
                manager);
    }

    static OpenedModel open(Path directory, LoadOptions options) {
        ModelConfig config = ModelConfig.read(directory);
        Weights weights = Weights.open(directory);
        Optional<Tokenizer> tokenizer = Optional.empty();
        try {
            tokenizer = Tokenizer.isIn(directory) ? Optional.of(Tokenizer.load(directory)) : Optional.empty();
            return new OpenedModel(directory, config, weights, tokenizer, options);
        } catch (RuntimeException e) {
            tokenizer.ifPresent(Tokenizer::close);
            weights.close();
            throw e;
        }
    }

    /** What was decided where the files can be read in two ways. */
    private static List<String> notes(ModelConfig config, TensorShapes expected, Optional<Tokenizer> tokenizer) {
        List<String> notes = new ArrayList<>(config.notes());
        expected.note().ifPresent(notes::add);
        tokenizer
                .filter(found -> found.vocabularySize() > config.vocabulary())
                .ifPresent(found -> notes.add("the tokenizer has ids up to " + (found.vocabularySize() - 1)
                        + ", the model rows up to " + (config.vocabulary() - 1)
                        + ": texts with a token that has no row are refused"));
        return List.copyOf(notes);
    }

    private static Device device(String name) {
        if (!name.matches("cpu|gpu(:\\d{1,3})?")) {
            throw new InputException("device", "cpu, gpu or gpu:N", name, "");
        }
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        int index = name.contains(":") ? Integer.parseInt(name.substring(name.indexOf(':') + 1)) : 0;
        int gpus = Engine.getEngine("PyTorch").getGpuCount();
        if (index >= gpus) {
            throw new InputException(
                    "device", gpus == 0 ? "cpu, since no GPU is usable here" : "gpu:0 to gpu:" + (gpus - 1), name, "");
        }
        return Device.gpu(index);
    }

    /** Borrows W_V of a layer, the norm after its MLP and the head. */
    <T> T withParts(int layer, LanguageModel.PartsUser<T> user) {
        try (NDManager scope = network.manager().newSubManager();
                LayerStore.Loan<Head> head = network.store().head()) {
            TensorLoader loader = new TensorLoader(weights::load, scope);
            return user.use(
                    scope, architecture.down(loader, layer), architecture.mlpPostNorm(loader, layer), head.value());
        }
    }

    Path directory() {
        return directory;
    }

    ModelConfig config() {
        return config;
    }

    List<String> ignoredTensors() {
        return ignored;
    }

    List<String> notes() {
        return notes;
    }

    long parameters() {
        return parameters;
    }

    Optional<Tokenizer> tokenizer() {
        return tokenizer;
    }

    Network network() {
        return network;
    }

    /** Configuration, tokenizer and weights. */
    List<Path> files() {
        List<Path> files = new ArrayList<>(weights.files());
        files.add(directory.resolve("config.json"));
        tokenizer.ifPresent(found -> files.addAll(found.files()));
        return files;
    }

    @Override
    public void close() {
        network.close();
        tokenizer.ifPresent(Tokenizer::close);
        weights.close();
    }
}
