package org.snmf.models.checkpoint;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.snmf.errors.InputException;

/** Reads config.json in the spellings that several years of checkpoints use. */
final class ConfigReader {
    private final Path file;
    private JsonNode json;

    ConfigReader(Path file) {
        this.file = file;
    }

    ModelConfig read() {
        json = parse();
        Family family = family();
        return family == Family.GPT2 ? gpt2() : gated(family);
    }

    private JsonNode parse() {
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    file.toString(),
                    "the model's config.json",
                    "no such file",
                    "Give a directory in the layout of the Hugging Face hub.");
        }
        try {
            JsonNode parsed = new ObjectMapper().readTree(file.toFile());
            if (parsed == null || !parsed.isObject()) {
                throw new InputException(
                        file.toString(), "a JSON object", "something else", "Download the file again.");
            }
            return parsed;
        } catch (JacksonException e) {
            throw new InputException(file.toString(), "JSON", e.getOriginalMessage(), "Download the file again.", e);
        } catch (IOException e) {
            throw new InputException(file.toString(), "a readable file", e.toString(), "", e);
        }
    }

    private Family family() {
        List<String> names = new ArrayList<>();
        json.path("architectures").forEach(node -> names.add(node.asText()));
        String type = json.path("model_type").asText("");
        for (Family family : Family.values()) {
            if (names.contains(family.architecture()) || (names.isEmpty() && type.equals(family.modelType()))) {
                return family;
            }
        }
        String found = names.isEmpty() ? "model_type \"" + type + "\"" : String.join(", ", names);
        throw new InputException(
                file + ", architectures",
                "one of " + Family.list(),
                found,
                "Other architectures have another forward pass and are not supported.");
    }

    private ModelConfig gpt2() {
        int hidden = positive("n_embd");
        int heads = positive("n_head");
        if (hidden % heads != 0) {
            throw refuse("n_embd", "a multiple of n_head = " + heads, String.valueOf(hidden));
        }
        refuseIfTrue("scale_attn_by_inverse_layer_idx");
        refuseIfTrue("add_cross_attention");
        int layers = positive("n_layer");
        int headDim = hidden / heads;
        boolean scaled = json.path("scale_attn_weights").asBoolean(true);
        return new ModelConfig(
                Family.GPT2,
                layers,
                hidden,
                json.hasNonNull("n_inner") ? positive("n_inner") : 4 * hidden,
                heads,
                heads,
                headDim,
                positive("vocab_size"),
                json.hasNonNull("n_positions") ? positive("n_positions") : positive("n_ctx"),
                activation("activation_function", "gelu_new"),
                json.path("layer_norm_epsilon").asDouble(1e-5),
                json.path("tie_word_embeddings").asBoolean(true),
                scaled ? 1 / Math.sqrt(headDim) : 1,
                true,
                true,
                Optional.empty(),
                0,
                0,
                Collections.nCopies(layers, 0),
                bos(),
                eos(),
                dtype());
    }

    /** Llama and Gemma 2: rotary positions, RMS norms and a gated MLP. */
    private ModelConfig gated(Family family) {
        boolean gemma = family == Family.GEMMA2;
        int hidden = positive("hidden_size");
        int heads = positive("num_attention_heads");
        int kvHeads = json.hasNonNull("num_key_value_heads") ? positive("num_key_value_heads") : heads;
        if (heads % kvHeads != 0) {
            throw refuse("num_attention_heads", "a multiple of num_key_value_heads = " + kvHeads, "" + heads);
        }
        int headDim = headDim(gemma, hidden, heads);
        int layers = positive("num_hidden_layers");
        double queryScalar = gemma ? json.path("query_pre_attn_scalar").asDouble(256) : headDim;
        return new ModelConfig(
                family,
                layers,
                hidden,
                positive("intermediate_size"),
                heads,
                kvHeads,
                headDim,
                positive("vocab_size"),
                positive("max_position_embeddings"),
                gatedActivation(gemma),
                json.path("rms_norm_eps").asDouble(1e-6),
                json.path("tie_word_embeddings").asBoolean(gemma),
                1 / Math.sqrt(queryScalar),
                json.path("attention_bias").asBoolean(false),
                json.path("mlp_bias").asBoolean(false),
                Optional.of(new RotaryReader(file, json).read()),
                gemma ? cap("attn_logit_softcapping", 50) : 0,
                gemma ? cap("final_logit_softcapping", 30) : 0,
                gemma ? windows(layers) : Collections.nCopies(layers, 0),
                bos(),
                eos(),
                dtype());
    }

    private int headDim(boolean gemma, int hidden, int heads) {
        if (json.hasNonNull("head_dim")) {
            int headDim = positive("head_dim");
            if (headDim % 2 != 0) {
                throw refuse("head_dim", "an even number, since rotary positions turn pairs", "" + headDim);
            }
            return headDim;
        }
        if (gemma) {
            return 256;
        }
        if (hidden % heads != 0) {
            throw refuse("hidden_size", "a multiple of num_attention_heads = " + heads, "" + hidden);
        }
        return hidden / heads;
    }

    /** Gemma's hub files carry both keys; the library reads hidden_activation and falls back to the tanh form. */
    private ActivationFunction gatedActivation(boolean gemma) {
        return gemma ? activation("hidden_activation", "gelu_pytorch_tanh") : activation("hidden_act", "silu");
    }

    /** An explicit null switches a cap off; a missing key means the family's default. */
    private double cap(String key, double missing) {
        JsonNode node = json.get(key);
        return node == null ? missing : node.isNull() ? 0 : node.asDouble();
    }

    /** Newer files list {@code layer_types}; older ones mean that every layer with an even index slides. */
    private List<Integer> windows(int layers) {
        int window = json.hasNonNull("sliding_window") ? positive("sliding_window") : 4096;
        JsonNode types = json.path("layer_types");
        if (types.isArray() && types.size() != layers) {
            throw refuse("layer_types", layers + " entries, one a layer", types.size() + " entries");
        }
        List<Integer> windows = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            boolean sliding = types.isArray() ? types.get(layer).asText().equals("sliding_attention") : layer % 2 == 0;
            windows.add(sliding ? window : 0);
        }
        return windows;
    }

    private ActivationFunction activation(String key, String missing) {
        String name = json.hasNonNull(key) ? json.get(key).asText() : missing;
        return ActivationFunction.named(name)
                .orElseThrow(() -> refuse(key, "one of " + ActivationFunction.allNames(), "\"" + name + "\""));
    }

    private OptionalInt bos() {
        int id = json.path("bos_token_id").asInt(-1);
        return inVocabulary(id) ? OptionalInt.of(id) : OptionalInt.empty();
    }

    private List<Integer> eos() {
        JsonNode node = json.path("eos_token_id");
        List<Integer> ids = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(id -> ids.add(id.asInt(-1)));
        } else {
            ids.add(node.asInt(-1));
        }
        ids.removeIf(id -> !inVocabulary(id));
        return ids;
    }

    private boolean inVocabulary(int id) {
        return id >= 0 && id < json.path("vocab_size").asInt();
    }

    private String dtype() {
        return json.path("dtype").asText(json.path("torch_dtype").asText(""));
    }

    private int positive(String key) {
        JsonNode node = json.get(key);
        if (node == null || node.isNull()) {
            throw refuse(key, "a positive integer", "no such key");
        }
        if (!node.canConvertToInt() || node.asInt() <= 0) {
            throw refuse(key, "a positive integer", node.toString());
        }
        return node.asInt();
    }

    private void refuseIfTrue(String key) {
        if (json.path(key).asBoolean(false)) {
            throw refuse(key, "false, since the true form is not supported", "true");
        }
    }

    private InputException refuse(String key, String expected, String found) {
        return new InputException(
                file + ", key \"" + key + "\"", expected, found, "Correct the file, or download it again.");
    }
}
