package org.snmf.models.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which tokenizer class transformers 5 would take for a checkpoint. Three classes build normalizer, pre-tokenizer and
 * decoder anew and take only vocabulary, merges and post-processor from tokenizer.json; all others follow that file.
 */
enum TokenizerClass {
    /** Follows tokenizer.json. */
    FILE(Map.of()),
    GPT2(named("unk_token", "<|endoftext|>", "bos_token", "<|endoftext|>", "eos_token", "<|endoftext|>")),
    LLAMA(named("unk_token", "<unk>", "bos_token", "<s>", "eos_token", "</s>")),
    GEMMA(named(
            "unk_token",
            "<unk>",
            "bos_token",
            "<bos>",
            "eos_token",
            "<eos>",
            "pad_token",
            "<pad>",
            "mask_token",
            "<mask>"));

    private final Map<String, String> specialTokens;

    TokenizerClass(Map<String, String> specialTokens) {
        this.specialTokens = specialTokens;
    }

    private static Map<String, String> named(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /** Special tokens that the class has where no file names others. */
    Map<String, String> specialTokens() {
        return specialTokens;
    }

    /** The class for what tokenizer_config.json and config.json say. */
    static TokenizerClass of(JsonNode settings, JsonNode model) {
        TokenizerClass registered =
                switch (model.path("model_type").asText("")) {
                    case "gpt2" -> GPT2;
                    case "gemma2" -> GEMMA;
                    default -> FILE;
                };
        boolean mistral = model.path("model_type").asText("").equals("mistral");
        return name(settings, model).map(name -> mistral ? FILE : named(name)).orElse(registered);
    }

    /** The class that a file names, if any. */
    static Optional<String> name(JsonNode settings, JsonNode model) {
        String name = settings.path("tokenizer_class")
                .asText(model.path("tokenizer_class").asText(""));
        return name.isEmpty() || name.equals("null") ? Optional.empty() : Optional.of(name);
    }

    private static TokenizerClass named(String name) {
        return switch (name) {
            case "GPT2Tokenizer", "GPT2TokenizerFast" -> GPT2;
            case "LlamaTokenizer", "LlamaTokenizerFast" -> LLAMA;
            case "GemmaTokenizer", "GemmaTokenizerFast" -> GEMMA;
            default -> FILE;
        };
    }

    /** Replaces in {@code json} what the class builds itself. */
    void rebuild(ObjectNode json, JsonNode settings) {
        switch (this) {
            case FILE -> {
                return;
            }
            case GPT2 -> Parts.gpt2(json, settings.path("add_prefix_space").asBoolean(false));
            case LLAMA -> {
                boolean prefix = settings.path("add_prefix_space").asBoolean(true);
                boolean legacy = settings.path("legacy").asBoolean(false);
                Parts.llama(json, prefix, legacy);
            }
            case GEMMA -> Parts.gemma(json);
        }
    }

    /** Name of the unknown token in the rebuilt model; only Gemma's class hands it on. */
    boolean modelKnowsUnknown() {
        return this == GEMMA;
    }

    /** The parts of tokenizer.json that the classes make. */
    private static final class Parts {
        private static final String SPACE = "\u2581";

        static void gpt2(ObjectNode json, boolean prefixSpace) {
            json.putNull("normalizer");
            byteLevel(json.putObject("pre_tokenizer"), prefixSpace);
            byteLevel(json.putObject("decoder"), true);
            model(json, false);
        }

        private static void byteLevel(ObjectNode part, boolean prefixSpace) {
            part.put("type", "ByteLevel")
                    .put("add_prefix_space", prefixSpace)
                    .put("trim_offsets", true)
                    .put("use_regex", true);
        }

        static void llama(ObjectNode json, boolean prefixSpace, boolean legacy) {
            json.putNull("normalizer");
            json.putObject("pre_tokenizer")
                    .put("type", "Metaspace")
                    .put("replacement", SPACE)
                    .put("prepend_scheme", prefixSpace ? legacy ? "always" : "first" : "never")
                    .put("split", false);
            decoder(json, prefixSpace);
            model(json, true);
        }

        static void gemma(ObjectNode json) {
            json.putObject("normalizer")
                    .put("type", "Replace")
                    .put("content", SPACE)
                    .putObject("pattern")
                    .put("String", " ");
            json.putObject("pre_tokenizer")
                    .put("type", "Split")
                    .put("behavior", "MergedWithPrevious")
                    .put("invert", false)
                    .putObject("pattern")
                    .put("String", " ");
            decoder(json, false);
            model(json, true);
        }

        private static void decoder(ObjectNode json, boolean strip) {
            var parts = json.putObject("decoder").put("type", "Sequence").putArray("decoders");
            parts.addObject()
                    .put("type", "Replace")
                    .put("content", " ")
                    .putObject("pattern")
                    .put("String", SPACE);
            parts.addObject().put("type", "ByteFallback");
            parts.addObject().put("type", "Fuse");
            if (strip) {
                parts.addObject()
                        .put("type", "Strip")
                        .put("content", " ")
                        .put("start", 1)
                        .put("stop", 0);
            }
        }

        private static void model(ObjectNode json, boolean byteFallback) {
            JsonNode old = json.path("model");
            ObjectNode model = json.putObject("model");
            model.put("type", "BPE")
                    .putNull("dropout")
                    .putNull("unk_token")
                    .putNull("continuing_subword_prefix")
                    .putNull("end_of_word_suffix")
                    .put("fuse_unk", byteFallback)
                    .put("byte_fallback", byteFallback)
                    .put("ignore_merges", false);
            if (old.path("vocab").isObject()) {
                model.set("vocab", old.path("vocab"));
            } else {
                ObjectNode vocab = model.putObject("vocab");
                for (JsonNode entry : old.path("vocab")) {
                    vocab.put(entry.isArray() ? entry.path(0).asText() : entry.asText(), vocab.size());
                }
            }
            if (old.path("merges").isArray()) {
                model.set("merges", old.path("merges"));
            } else {
                model.putArray("merges");
            }
        }
    }
}
