package org.snmf.models.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.snmf.errors.InputException;

/**
 * The tokenizer of a folder as one tokenizer.json, with what its neighbours add to it and what its class replaces in it,
 * and what that file says besides the algorithm: entries, special tokens, begin token.
 */
final class TokenizerFile {
    private final TokenizerFolder folder;
    private final ObjectNode json;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<Integer, String> entries = new HashMap<>();
    private final Map<String, ObjectNode> added = new LinkedHashMap<>();
    private final Set<Integer> special = new HashSet<>();
    private final Set<Integer> addedIds = new HashSet<>();
    private final TokenText tokenText;
    private final OptionalInt bos;
    private final int modelSize;

    private TokenizerFile(TokenizerFolder folder) {
        this.folder = folder;
        this.json = folder.tokenizer();
        TokenizerClass kind = folder.tokenizerClass();
        SpecialTokens tokens = new SpecialTokens(json, folder, kind.specialTokens());
        JsonNode own = json.path("added_tokens");
        kind.rebuild(json, folder.settings());
        if (kind.modelKnowsUnknown()) {
            ((ObjectNode) json.path("model")).put("unk_token", tokens.role("unk_token"));
        }
        this.modelSize = readVocabulary();
        if (kind == TokenizerClass.FILE) {
            own.forEach(token -> add(((ObjectNode) token).deepCopy()));
        }
        tokens.toAdd().forEach(this::add);
        tokens.listed().stream().map(ids::get).filter(Objects::nonNull).forEach(special::add);
        this.bos = findBos(tokens);
        if (!folder.isWhole()) {
            json.set("post_processor", template(tokens));
        }
        Templates.check(folder.path(), json.path("post_processor"));
        write();
        this.tokenText = TokenText.of(json);
    }

    /**
     * Reads the files of {@code directory}.
     *
     * @throws InputException if there is no tokenizer, or one that cannot be read
     */
    static TokenizerFile read(Path directory) {
        return new TokenizerFile(TokenizerFolder.of(directory));
    }

    /** The vocabulary is an object token → id (BPE, WordPiece) or a list of [token, score] (Unigram). */
    private int readVocabulary() {
        JsonNode vocab = json.path("model").path("vocab");
        if (vocab.isObject()) {
            vocab.properties()
                    .forEach(entry -> put(entry.getKey(), entry.getValue().asInt()));
        } else {
            for (int id = 0; id < vocab.size(); id++) {
                put(vocab.get(id).path(0).asText(), id);
            }
        }
        if (ids.isEmpty()) {
            throw new InputException(
                    folder.path().toString(), "a vocabulary under model.vocab", "none", "Download the file again.");
        }
        return vocab.size();
    }

    /** Adds a token as the tokenizers library does: under the id that it has, or the next one behind all others. */
    private void add(ObjectNode token) {
        String content = SpecialTokens.content(token);
        if (content.isEmpty()) {
            return;
        }
        Integer known = ids.get(content);
        int greatest = addedIds.stream().mapToInt(Integer::intValue).max().orElse(-1);
        int id = known != null ? known : Math.max(modelSize, greatest + 1);
        token.put("id", id);
        put(content, id);
        added.put(content, token);
        addedIds.add(id);
        special.remove(id);
        if (token.path("special").asBoolean(false)) {
            special.add(id);
        }
    }

    private void put(String token, int id) {
        ids.put(token, id);
        entries.put(id, token);
    }

    /** The token with that role; else the one that the template begins with; else the one that config.json names. */
    private OptionalInt findBos(SpecialTokens tokens) {
        Integer named = ids.get(tokens.role("bos_token"));
        if (named != null) {
            return OptionalInt.of(named);
        }
        List<JsonNode> parts = new ArrayList<>(List.of(json.path("post_processor")));
        json.path("post_processor").path("processors").forEach(parts::add);
        for (JsonNode part : parts) {
            Integer first = ids.get(
                    part.path("single").path(0).path("SpecialToken").path("id").asText(""));
            if (first != null) {
                return OptionalInt.of(first);
            }
        }
        int id = folder.model().path("bos_token_id").asInt(-1);
        return entries.containsKey(id) ? OptionalInt.of(id) : OptionalInt.empty();
    }

    /** The post-processor where there is no tokenizer.json to hold one: begin and end token if the settings ask for them. */
    private JsonNode template(SpecialTokens tokens) {
        ObjectNode template = json.objectNode().put("type", "TemplateProcessing");
        ArrayNode single = template.putArray("single");
        ObjectNode used = template.putObject("special_tokens");
        if (folder.settings().path("add_bos_token").asBoolean(false)) {
            special(single, used, tokens.role("bos_token"));
        }
        single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        if (folder.settings().path("add_eos_token").asBoolean(false)) {
            special(single, used, tokens.role("eos_token"));
        }
        ArrayNode pair = template.putArray("pair");
        pair.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        pair.addObject().putObject("Sequence").put("id", "B").put("type_id", 1);
        return template;
    }

    private void special(ArrayNode single, ObjectNode used, String token) {
        if (ids.containsKey(token)) {
            single.addObject().putObject("SpecialToken").put("id", token).put("type_id", 0);
            ObjectNode entry = used.putObject(token).put("id", token);
            entry.putArray("ids").add(ids.get(token));
            entry.putArray("tokens").add(token);
        }
    }

    private void write() {
        json.putNull("truncation");
        json.putNull("padding");
        ArrayNode list = json.putArray("added_tokens");
        added.values().stream()
                .sorted(Comparator.comparingInt(token -> token.path("id").asInt()))
                .forEach(list::add);
    }

    /** The tokenizer as one file, for the tokenizers library. */
    String json() {
        return json.toString();
    }

    Path path() {
        return folder.path();
    }

    List<Path> files() {
        return folder.files();
    }

    int size() {
        return Collections.max(entries.keySet()) + 1;
    }

    Set<Integer> special() {
        return special;
    }

    OptionalInt bos() {
        return bos;
    }

    Optional<Integer> idOf(String token) {
        return Optional.ofNullable(ids.get(token));
    }

    boolean has(int id) {
        return entries.containsKey(id);
    }

    /** What bytes a token stands for, without those that a decoder strips at the beginning of a text. */
    byte[] bytes(int id) {
        String entry = entries.get(id);
        return addedIds.contains(id) || entry == null
                ? text(id).getBytes(java.nio.charset.StandardCharsets.UTF_8)
                : tokenText.bytes(entry);
    }

    /** An id that no entry has, as some vocabularies leave gaps, shows as its number. */
    String text(int id) {
        String entry = entries.get(id);
        if (entry == null) {
            return "<" + id + ">";
        }
        return addedIds.contains(id)
                ? entry
                : new String(tokenText.bytes(entry), java.nio.charset.StandardCharsets.UTF_8);
    }
}
