package org.snmf.experiments.dictionary.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.DictionarySite;
import org.snmf.experiments.dictionary.published.Decision.Origin;

/**
 * SAELens' configuration in one spelling: the oldest generation names places {@code hook_point}, the middle one
 * {@code hook_name}, the newest keeps everything about the model within {@code metadata}.
 */
final class SaeLensConfig {
    private static final List<String> WITH_LAYER_NORM = List.of(
            "gpt2",
            "pythia",
            "gpt-neo",
            "gptneo",
            "opt-",
            "bloom",
            "gpt-j",
            "phi-1",
            "phi-2",
            "solu",
            "gelu-",
            "attn-only");
    private static final List<String> WITH_RMS_NORM =
            List.of("llama", "gemma", "qwen", "mistral", "mixtral", "stories", "deepseek", "olmo", "phi-3", "yi-");

    private final Config config;
    private final Config metadata;

    private SaeLensConfig(Config config) {
        this.config = config;
        this.metadata = config.inner("metadata");
    }

    static SaeLensConfig read(Path file) {
        Config config = Config.read(file);
        ObjectNode renamed = config.node().deepCopy();
        rename(renamed, "hook_point", "hook_name");
        rename(renamed, "hook_point_head_index", "hook_head_index");
        return new SaeLensConfig(new Config(file, renamed));
    }

    private static void rename(ObjectNode node, String old, String key) {
        if (node.hasNonNull(old) && !node.hasNonNull(key)) {
            node.set(key, node.get(old));
        }
    }

    /** The part that has this key. */
    private Config holder(String key) {
        return !config.has(key) && metadata.has(key) ? metadata : config;
    }

    boolean has(String key) {
        return holder(key).has(key);
    }

    JsonNode get(String key) {
        return holder(key).get(key);
    }

    String text(String key, String otherwise) {
        return holder(key).text(key, otherwise);
    }

    OptionalInt whole(String key) {
        return holder(key).whole(key);
    }

    OptionalDouble number(String key) {
        return holder(key).number(key);
    }

    Optional<Boolean> flag(String key) {
        return holder(key).flag(key);
    }

    /** Name of the activation function; relu where none is named. */
    String activation() {
        return text("activation_fn_str", text("activation_fn", "relu"));
    }

    /** k of a topk dictionary, wherever its generation keeps it. */
    OptionalInt k() {
        OptionalInt flat = whole("k");
        return flat.isPresent() ? flat : config.inner("activation_fn_kwargs").whole("k");
    }

    /** How inputs are normalised; the oldest files say true or false. */
    String normalisation() {
        JsonNode stated = get("normalize_activations");
        if (stated.isMissingNode() || (stated.isBoolean() && !stated.asBoolean())) {
            return "none";
        }
        return stated.isBoolean() ? "expected_average_only_in" : stated.asText();
    }

    /** Whether activations are centred, and how that is known. */
    record Centred(boolean centred, Origin from) {}

    /**
     * Whether the residual stream of the model that it was trained on was centred: TransformerLens does that by default to
     * models with LayerNorm.
     */
    Centred centring(DictionarySite input) {
        String loader = text("model_class_name", "HookedTransformer");
        Optional<Boolean> stated = holder("model_from_pretrained_kwargs")
                .inner("model_from_pretrained_kwargs")
                .flag("center_writing_weights");
        if (stated.isPresent() && !stated.get()) {
            return new Centred(false, Origin.FILE);
        }
        if (!input.kind().isResidual()) {
            return new Centred(false, Origin.REGISTRY);
        }
        if (!loader.equals("HookedTransformer")) {
            return new Centred(false, Origin.FILE);
        }
        String model = text("model_name", "").toLowerCase(Locale.ROOT);
        if (WITH_RMS_NORM.stream().anyMatch(model::contains)) {
            return new Centred(false, Origin.REGISTRY);
        }
        boolean layerNorm = WITH_LAYER_NORM.stream().anyMatch(model::contains);
        return new Centred(layerNorm, layerNorm ? Origin.REGISTRY : Origin.GUESS);
    }

    InputException wrong(String key, String expected, String found, String remedy) {
        return new InputException(config.file() + "#" + key, expected, found, remedy);
    }
}
