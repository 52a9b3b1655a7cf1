package org.snmf.models.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snmf.models.checkpoint.Families;
import org.snmf.models.checkpoint.Family;

/**
 * Which tokenizer class transformers 5 would take for a checkpoint. Five classes build normalizer, pre-tokenizer and
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
            "<mask>")),
    QWEN2(named("unk_token", "<|endoftext|>", "eos_token", "<|endoftext|>", "pad_token", "<|endoftext|>")),
    NEOX(named(
            "unk_token",
            "<|endoftext|>",
            "bos_token",
            "<|endoftext|>",
            "eos_token",
            "<|endoftext|>",
            "pad_token",
            "<|padding|>"));

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
        Family.TokenizerRule rule = Families.ofType(model.path("model_type").asText(""))
                .map(Family::tokenizer)
                .orElse(new Family.TokenizerRule("", false));
        return rule.always() ? named(rule.named()) : named(name(settings, model).orElse(rule.named()));
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
            case "Qwen2Tokenizer", "Qwen2TokenizerFast" -> QWEN2;
            case "GPTNeoXTokenizer", "GPTNeoXTokenizerFast" -> NEOX;
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
            case QWEN2 -> Parts.qwen2(json, settings.path("add_prefix_space").asBoolean(false));
            case NEOX -> {
                Parts.gpt2(json, settings.path("add_prefix_space").asBoolean(false));
                Parts.composed(json);
                // The class writes its post-processor anew, and the settings for begin and end are not handed to it.
                json.putNull("post_processor");
            }
        }
    }

    /** Name of the unknown token in the rebuilt model; only Gemma's class hands it on. */
    boolean modelKnowsUnknown() {
        return this == GEMMA;
    }

    /** The parts of tokenizer.json that the classes make. */
    private static final class Parts {
        private static final String SPACE = "\u2581";
        /** Words with the space before them, single digits, and the rest. */
        private static final String QWEN2 = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}|"
                + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

        static void gpt2(ObjectNode json, boolean prefixSpace) {
            json.putNull("normalizer");
            byteLevel(json.putObject("pre_tokenizer"), prefixSpace);
            byteLevel(json.putObject("decoder"), true);
            model(json, false);
        }

        static void qwen2(ObjectNode json, boolean prefixSpace) {
            gpt2(json, false);
            composed(json);
            var parts = json.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
            parts.addObject()
                    .put("type", "Split")
                    .put("behavior", "Isolated")
                    .put("invert", false)
                    .putObject("pattern")
                    .put("Regex", QWEN2);
            ObjectNode bytes = parts.addObject();
            byteLevel(bytes, prefixSpace);
            bytes.put("use_regex", false);
        }

        /** Letters with their accents as one character (NFC). */
        static void composed(ObjectNode json) {
            json.putObject("normalizer").put("type", "NFC");
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
