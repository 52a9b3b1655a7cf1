package org.snmf.demo.bpe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A byte-pair vocabulary, and its file.
 *
 * @param entries spelled in GPT-2's byte alphabet; the id is the index
 * @param merges pairs with a space between, in the order in which they apply
 * @param special the entry that separates documents
 */
public record Vocabulary(List<String> entries, List<String> merges, String special) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Vocabulary {
        entries = List.copyOf(entries);
        merges = List.copyOf(merges);
    }

    public int size() {
        return entries.size();
    }

    public int specialId() {
        return entries.indexOf(special);
    }

    /**
     * Writes {@code tokenizer.json} and {@code tokenizer_config.json} into {@code directory} as the tokenizers library
     * reads them: byte-level, a space before the text, the special token in front of it.
     */
    public void write(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("tokenizer.json"), tokenizer().toPrettyString() + "\n");
            Files.writeString(
                    directory.resolve("tokenizer_config.json"), settings().toPrettyString() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode tokenizer() {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        root.putArray("added_tokens")
                .addObject()
                .put("id", specialId())
                .put("content", special)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
        root.putNull("normalizer");
        byteLevel(root.putObject("pre_tokenizer")).put("add_prefix_space", true).put("use_regex", true);
        processor(root.putObject("post_processor"));
        byteLevel(root.putObject("decoder"));
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE").putNull("dropout").putNull("unk_token");
        model.put("continuing_subword_prefix", "").put("end_of_word_suffix", "");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        ObjectNode vocab = model.putObject("vocab");
        for (int id = 0; id < entries.size(); id++) {
            vocab.put(entries.get(id), id);
        }
        ArrayNode pairs = model.putArray("merges");
        merges.forEach(pairs::add);
        return root;
    }

    private static ObjectNode byteLevel(ObjectNode node) {
        return node.put("type", "ByteLevel")
                .put("add_prefix_space", true)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }

    private void processor(ObjectNode node) {
        node.put("type", "Sequence");
        ArrayNode steps = node.putArray("processors");
        byteLevel(steps.addObject());
        ObjectNode template = steps.addObject().put("type", "TemplateProcessing");
        ArrayNode single = template.putArray("single");
        specialPiece(single);
        sequencePiece(single, "A");
        ArrayNode pair = template.putArray("pair");
        specialPiece(pair);
        sequencePiece(pair, "A");
        sequencePiece(pair, "B");
        ObjectNode token = template.putObject("special_tokens").putObject(special);
        token.put("id", special).putArray("ids").add(specialId());
        token.putArray("tokens").add(special);
    }

    private void specialPiece(ArrayNode pieces) {
        pieces.addObject().putObject("SpecialToken").put("id", special).put("type_id", 0);
    }

    private static void sequencePiece(ArrayNode pieces, String id) {
        pieces.addObject().putObject("Sequence").put("id", id).put("type_id", 0);
    }

    private ObjectNode settings() {
        return JSON.createObjectNode()
                .put("tokenizer_class", "PreTrainedTokenizerFast")
                .put("bos_token", special)
                .put("eos_token", special)
                .put("add_bos_token", true)
                .put("add_prefix_space", true)
                .put("clean_up_tokenization_spaces", false);
    }
}
