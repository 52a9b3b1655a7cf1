package org.snmf.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.snmf.errors.InputException;

/** Reads config.json in the spellings that several years of checkpoints use, as the Hugging Face library reads it. */
final class ConfigReader {
    private static final int MOST_LAYERS = 10_000;

    private final ConfigKeys keys;
    private final List<String> notes = new ArrayList<>();

    ConfigReader(Path file) {
        this.keys = ConfigKeys.read(file);
    }

    ModelConfig read() {
        Family family = family();
        String method =
                keys.json().path("quantization_config").path("quant_method").asText("");
        if (!method.isEmpty()) {
            notes.add("config.json names the quantization " + method
                    + ", but the weights of the file are plain numbers and are used as they are");
        }
        return family == Family.GPT2 ? gpt2() : gated(family);
    }

    /** The model_type decides, as it does in the library; the architectures count only where there is none. */
    private Family family() {
        List<String> names = new ArrayList<>();
        keys.json().path("architectures").forEach(node -> names.add(node.asText()));
        String type = keys.text("model_type");
        for (Family family : Family.values()) {
            boolean named = names.stream().anyMatch(family::hasArchitecture);
            if (type.isEmpty() ? named : type.equals(family.modelType())) {
                if (!names.isEmpty() && !named) {
                    notes.add("config.json says model_type " + type + " and architectures " + String.join(", ", names)
                            + "; the model_type counts");
                }
                return family;
            }
        }
        throw new InputException(
                keys.file() + ", model_type",
                "one of " + Family.list(),
                type.isEmpty() ? "architectures " + names : "\"" + type + "\"",
                "Models of other types have another forward pass and are not supported.");
    }

    private ModelConfig gpt2() {
        int hidden = either("n_embd", "hidden_size", 768);
        int heads = either("n_head", "num_attention_heads", 12);
        if (hidden % heads != 0) {
            throw keys.refuse("n_embd", "a multiple of n_head = " + heads, String.valueOf(hidden));
        }
        keys.refuseIfTrue("add_cross_attention", "attention to a second text");
        int layers = layers(either("n_layer", "num_hidden_layers", 12));
        int headDim = hidden / heads;
        int vocabulary = keys.positive("vocab_size", 50257);
        return new ModelConfig(
                Family.GPT2,
                layers,
                hidden,
                keys.positiveOrNull("n_inner", 4 * hidden),
                heads,
                heads,
                headDim,
                vocabulary,
                either("n_positions", "max_position_embeddings", 1024),
                keys.activation("activation_function", "gelu_new"),
                keys.number("layer_norm_epsilon", 1e-5),
                keys.flag("tie_word_embeddings", true),
                keys.flag("scale_attn_weights", true) ? 1 / Math.sqrt(headDim) : 1,
                keys.flag("scale_attn_by_inverse_layer_idx", false),
                true,
                true,
                Optional.empty(),
                0,
                0,
                Collections.nCopies(layers, 0),
                bos(50256, vocabulary),
                eos(50256, vocabulary),
                dtype(),
                headExpected(),
                notes);
    }

    private int layers(int count) {
        if (count > MOST_LAYERS) {
            throw keys.refuse("number of layers", "at most " + MOST_LAYERS, String.valueOf(count));
        }
        return count;
    }

    /** GPT-2's own key, or the one that other families use for the same, which the library takes too. */
    private int either(String own, String common, int missing) {
        return keys.json().has(own) ? keys.positive(own, missing) : keys.positive(common, missing);
    }

    /** Llama, Mistral and Gemma 2: rotary positions, RMS norms and a gated MLP. */
    private ModelConfig gated(Family family) {
        boolean gemma = family == Family.GEMMA2;
        GatedDefaults missing = GatedDefaults.of(family);
        int hidden = keys.positive("hidden_size", missing.hidden());
        int heads = keys.positive("num_attention_heads", missing.heads());
        int kvHeads = kvHeads(missing, heads);
        int headDim = headDim(gemma, hidden, heads);
        int layers = layers(keys.positive("num_hidden_layers", missing.layers()));
        int vocabulary = keys.positive("vocab_size", missing.vocabulary());
        int context = keys.positive("max_position_embeddings", missing.context());
        if (keys.json().path("use_bidirectional_attention").asBoolean(false)) {
            notes.add(
                    "use_bidirectional_attention of config.json is not followed: tokens see those before them only, as"
                            + " with the eager attention of transformers 5");
        }
        boolean biased = family != Family.MISTRAL;
        return new ModelConfig(
                family,
                layers,
                hidden,
                keys.positive("intermediate_size", missing.mlp()),
                heads,
                kvHeads,
                headDim,
                vocabulary,
                context,
                gatedActivation(gemma),
                keys.number("rms_norm_eps", 1e-6),
                keys.flag("tie_word_embeddings", gemma),
                1 / Math.sqrt(gemma ? keys.number("query_pre_attn_scalar", 256) : headDim),
                false,
                biased && keys.flag("attention_bias", false),
                family == Family.LLAMA && keys.flag("mlp_bias", false),
                Optional.of(new RotaryReader(keys, context, notes).read()),
                gemma ? cap("attn_logit_softcapping", 50) : 0,
                gemma ? cap("final_logit_softcapping", 30) : 0,
                windows(family, layers),
                bos(missing.bos(), vocabulary),
                eos(missing.eos(), vocabulary),
                dtype(),
                headExpected(),
                notes);
    }

    private int kvHeads(GatedDefaults missing, int heads) {
        boolean written = keys.json().has("num_key_value_heads");
        int kvHeads = written ? keys.positiveOrNull("num_key_value_heads", heads) : missing.kvHeads(heads);
        if (heads % kvHeads != 0) {
            throw keys.refuse("num_attention_heads", "a multiple of num_key_value_heads = " + kvHeads, "" + heads);
        }
        return kvHeads;
    }

    private int headDim(boolean gemma, int hidden, int heads) {
        if (keys.has("head_dim")) {
            int headDim = keys.positive("head_dim", 0);
            if (headDim % 2 != 0) {
                throw keys.refuse("head_dim", "an even number, since rotary positions turn pairs", "" + headDim);
            }
            return headDim;
        }
        if (gemma) {
            return 256;
        }
        if (hidden % heads != 0) {
            throw keys.refuse("hidden_size", "a multiple of num_attention_heads = " + heads, "" + hidden);
        }
        return hidden / heads;
    }

    /** Gemma's hub files carry both keys; the library reads hidden_activation and falls back to the tanh form. */
    private ActivationFunction gatedActivation(boolean gemma) {
        return gemma
                ? keys.activation("hidden_activation", "gelu_pytorch_tanh")
                : keys.activation("hidden_act", "silu");
    }

    /** An explicit null switches a cap off; a missing key means the family's default. */
    private double cap(String key, double missing) {
        if (keys.json().has(key) && !keys.has(key)) {
            return 0;
        }
        double cap = keys.number(key, missing);
        if (cap <= 0) {
            throw keys.refuse(key, "a number above 0, or null for no cap", String.valueOf(cap));
        }
        return cap;
    }

    private List<Integer> windows(Family family, int layers) {
        return switch (family) {
            case GEMMA2 -> alternating(layers);
            case MISTRAL -> {
                if (keys.has("layer_types")) {
                    throw keys.refuse("layer_types", "no such key in a Mistral, whose layers are alike", "one");
                }
                boolean off = keys.json().has("sliding_window") && !keys.has("sliding_window");
                yield Collections.nCopies(layers, off ? 0 : keys.positive("sliding_window", 4096));
            }
            default -> Collections.nCopies(layers, 0);
        };
    }

    /** Newer files list {@code layer_types}; older ones mean that every layer with an even index slides. */
    private List<Integer> alternating(int layers) {
        JsonNode types = keys.json().path("layer_types");
        if (types.isArray() && types.size() != layers) {
            throw keys.refuse("layer_types", layers + " entries, one a layer", types.size() + " entries");
        }
        List<Integer> windows = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            boolean sliding = types.isArray() ? types.get(layer).asText().equals("sliding_attention") : layer % 2 == 0;
            windows.add(sliding ? keys.positive("sliding_window", 4096) : 0);
        }
        return windows;
    }

    /** A whole causal model has a head; a base model or a classifier may have none and still serves its activations. */
    private boolean headExpected() {
        JsonNode names = keys.json().path("architectures");
        for (JsonNode name : names) {
            if (name.asText().matches(".*(CausalLM|LMHeadModel)")) {
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
        return keys.json().path("dtype").asText(keys.text("torch_dtype"));
    }
}
