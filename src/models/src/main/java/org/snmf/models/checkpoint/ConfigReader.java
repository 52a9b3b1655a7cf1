package org.snmf.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.snmf.errors.InputException;

/** Reads config.json in the spellings that several years of checkpoints use, as the Hugging Face library reads it. */
final class ConfigReader {
    private static final int MOST_LAYERS = 10_000;

    private final ConfigKeys file;
    private final List<String> notes = new ArrayList<>();
    private final Family family;
    private final ConfigKeys keys;

    ConfigReader(Path path) {
        this.file = ConfigKeys.read(path);
        this.family = family();
        boolean nested = family.nestedIn().contains(file.text("model_type"));
        this.keys = nested ? new ConfigKeys(path, file.json().path("text_config")) : file;
    }

    /** The model_type decides, as it does in the library; the architectures count only where there is none. */
    private Family family() {
        List<String> names = new ArrayList<>();
        file.json().path("architectures").forEach(node -> names.add(node.asText()));
        String type = file.text("model_type");
        for (Family one : Families.all()) {
            boolean named = names.stream().anyMatch(one::hasArchitecture);
            boolean typed = one.modelTypes().contains(type) || one.nestedIn().contains(type);
            if (type.isEmpty() ? named : typed) {
                if (!names.isEmpty() && !named) {
                    notes.add("config.json says model_type " + type + " and architectures " + String.join(", ", names)
                            + "; the model_type counts");
                }
                return one;
            }
        }
        String found = type.isEmpty() ? "architectures " + names : "\"" + type + "\"";
        throw new InputException(
                file.file() + ", model_type",
                "one of " + Families.list(),
                Families.whatIs(type).map(what -> found + ", " + what).orElse(found),
                "Models of other types have another forward pass and are not supported.");
    }

    ModelConfig read() {
        noteQuantization();
        keys.refuseIfTrue("add_cross_attention", "attention to a second text");
        checkDirection();
        Family.Keys names = family.keys();
        Family.Missing missing = family.missing();
        int hidden = size(names.hidden(), missing.hidden());
        int heads = size(names.heads(), missing.heads());
        int kvHeads = kvHeads(heads);
        int headDim = headDim(hidden, heads);
        int layers = layers();
        int vocabulary = keys.positive("vocab_size", missing.vocabulary());
        int context = size(names.context(), missing.context());
        LayerKinds kinds = new LayerKinds(keys, family, layers);
        List<Integer> windows = kinds.windows();
        Family.Scale scale = family.scale();
        double width = scale.insteadOfWidth().key().isEmpty() ? headDim : keys.number(scale.insteadOfWidth());
        return new ModelConfig(
                family,
                layers,
                hidden,
                mlp(hidden),
                heads,
                kvHeads,
                headDim,
                vocabulary,
                context,
                activation(),
                keys.number(names.epsilon().get(0), missing.epsilon()),
                file.flag(family.tied()),
                keys.flag(family.parallel()),
                keys.flag(scale.byWidth()) ? 1 / Math.sqrt(width) : 1,
                keys.flag(scale.byLayer()),
                new ModelConfig.Biases(
                        keys.flag(family.biases().queryKeyValue()),
                        keys.flag(family.biases().attentionOutput()),
                        keys.flag(family.biases().mlp())),
                new RotaryReader(keys, family.rotary(), context, notes).perLayer(kinds.rotary(), windows),
                cap(family.attentionSoftCap()),
                cap(family.finalSoftCap()),
                windows,
                bos(missing.bos(), vocabulary),
                eos(missing.eos(), vocabulary),
                dtype(),
                headExpected(),
                notes);
    }

    private void noteQuantization() {
        String method =
                file.json().path("quantization_config").path("quant_method").asText("");
        if (!method.isEmpty()) {
            notes.add("config.json names the quantization " + method
                    + ", but the weights of the file are plain numbers and are used as they are");
        }
    }

    private void checkDirection() {
        if (family.bothWaysRefused()) {
            keys.refuseIfTrue("use_bidirectional_attention", "tokens that see those behind them");
        } else if (keys.json().path("use_bidirectional_attention").asBoolean(false)) {
            notes.add(
                    "use_bidirectional_attention of config.json is not followed: tokens see those before them only, as"
                            + " with the eager attention of transformers 5");
        }
    }

    /** The family's own key, or the one that other families use for the same, which the library takes too. */
    private int size(List<String> names, int missing) {
        for (String name : names) {
            if (keys.json().has(name)) {
                return keys.positive(name, missing);
            }
        }
        return missing;
    }

    private int layers() {
        int count = size(family.keys().layers(), family.missing().layers());
        if (count > MOST_LAYERS) {
            throw keys.refuse("number of layers", "at most " + MOST_LAYERS, String.valueOf(count));
        }
        return count;
    }

    private int mlp(int hidden) {
        String name = family.keys().mlp().get(0);
        int missing = family.missing().mlp();
        return missing == 0 ? keys.positiveOrNull(name, 4 * hidden) : keys.positive(name, missing);
    }

    private int kvHeads(int heads) {
        if (family.keys().kvHeads().isEmpty()) {
            return heads;
        }
        String name = family.keys().kvHeads().get(0);
        boolean written = keys.json().has(name);
        int missing = family.missing().kvHeads() == 0 ? heads : family.missing().kvHeads();
        int kvHeads = written ? keys.positiveOrNull(name, heads) : missing;
        if (heads % kvHeads != 0) {
            throw keys.refuse("num_attention_heads", "a multiple of num_key_value_heads = " + kvHeads, "" + heads);
        }
        return kvHeads;
    }

    private int headDim(int hidden, int heads) {
        List<String> names = family.keys().headDim();
        if (!names.isEmpty() && keys.has(names.get(0))) {
            int headDim = keys.positive(names.get(0), 0);
            if (headDim % 2 != 0) {
                throw keys.refuse("head_dim", "an even number, since rotary positions turn pairs", "" + headDim);
            }
            return headDim;
        }
        if (family.missing().headDim() > 0) {
            return family.missing().headDim();
        }
        if (hidden % heads != 0) {
            String width = family.keys().hidden().get(0);
            throw keys.refuse(width, "a multiple of " + family.keys().heads().get(0) + " = " + heads, "" + hidden);
        }
        return hidden / heads;
    }

    private ActivationFunction activation() {
        String key = family.keys().activation().get(0);
        String written = keys.text(key);
        String meant = family.activationsMeant().get(written);
        return meant == null
                ? keys.activation(key, family.missing().activation())
                : ActivationFunction.named(meant).orElseThrow();
    }

    /** An explicit null switches a cap off; a missing key means the family's default. */
    private double cap(Family.Setting cap) {
        if (cap.key().isEmpty() || (keys.json().has(cap.key()) && !keys.has(cap.key()))) {
            return 0;
        }
        double value = keys.number(cap);
        if (value < 0 || (value == 0 && keys.has(cap.key()))) {
            throw keys.refuse(cap.key(), "a number above 0, or null for no cap", String.valueOf(value));
        }
        return value;
    }

    /** A whole causal model has a head; a base model or a classifier may have none and still serves its activations. */
    private boolean headExpected() {
        JsonNode names = file.json().path("architectures");
        for (JsonNode name : names) {
            if (name.asText().matches(".*(CausalLM|LMHeadModel|ConditionalGeneration)")) {
                return true;
            }
        }
        return names.isEmpty();
    }

    private OptionalInt bos(int missing, int vocabulary) {
        int id = keys.json().has("bos_token_id")
                ? keys.json().path("bos_token_id").asInt(-1)
                : missing;
        return id >= 0 && id < vocabulary ? OptionalInt.of(id) : OptionalInt.empty();
    }

    private List<Integer> eos(int missing, int vocabulary) {
        JsonNode node = keys.json().get("eos_token_id");
        List<Integer> ids = new ArrayList<>();
        if (node != null && node.isArray()) {
            node.forEach(id -> ids.add(id.asInt(-1)));
        } else {
            ids.add(node == null ? missing : node.asInt(-1));
        }
        ids.removeIf(id -> id < 0 || id >= vocabulary);
        return ids;
    }

    private String dtype() {
        return file.json().path("dtype").asText(file.text("torch_dtype"));
    }
}
